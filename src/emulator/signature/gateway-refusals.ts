import type { Refusal } from './verdict.ts';

/**
 * Codes of Alibaba's RPC gateway, each with its status and message; `*` stands for what the refusal is about. Code
 * and status of the first four are the gateway's own; which of the others it gives for what, and their statuses, are
 * our choice.
 */
const GATEWAY_REFUSALS = {
  'InvalidAccessKeyId.NotFound': [404, 'Specified access key is not found.'],
  SignatureDoesNotMatch: [
    400,
    'Specified signature is not matched with our calculation. server string to sign is:*',
  ],
  SignatureNonceUsed: [400, 'Specified signature nonce was used already.'],
  'InvalidTimeStamp.Expired': [400, 'Specified time stamp or date value is expired.'],
  'InvalidTimeStamp.Format': [400, 'Specified time stamp or date value is not well formatted.'],
  MissingParameter: [400, 'The parameter * is needed but was not provided.'],
  IncompleteSignature: [400, 'The request signature does not conform to Aliyun standards: *.'],
  MissingSecurityToken: [400, 'SecurityToken is mandatory for this action.'],
  'InvalidSecurityToken.MismatchWithAccessKey': [400, 'Specified SecurityToken mismatch with the AccessKey.'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export function gatewayRefusal(code: keyof typeof GATEWAY_REFUSALS, about = ''): Refusal {
  const [status, message] = GATEWAY_REFUSALS[code];
  return { ok: false, status, code, message: message.replace('*', () => about) };
}
