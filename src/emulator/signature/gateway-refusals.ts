import type { Refusal } from './verdict.ts';

interface Row {
  readonly status: number;
  readonly message: (about: string) => string;
}

/**
 * Codes of Alibaba's RPC gateway. Code and status of the first four are the gateway's own; which of the others
 * it gives for what, and their statuses, are our choice.
 */
const GATEWAY_REFUSALS = {
  'InvalidAccessKeyId.NotFound': { status: 404, message: () => 'Specified access key is not found.' },
  SignatureDoesNotMatch: {
    status: 400,
    message: (text) =>
      `Specified signature is not matched with our calculation. server string to sign is:${text}`,
  },
  SignatureNonceUsed: { status: 400, message: () => 'Specified signature nonce was used already.' },
  'InvalidTimeStamp.Expired': {
    status: 400,
    message: () => 'Specified time stamp or date value is expired.',
  },
  'InvalidTimeStamp.Format': {
    status: 400,
    message: () => 'Specified time stamp or date value is not well formatted.',
  },
  MissingParameter: {
    status: 400,
    message: (name) => `The parameter ${name} is needed but was not provided.`,
  },
  IncompleteSignature: {
    status: 400,
    message: (reason) => `The request signature does not conform to Aliyun standards: ${reason}.`,
  },
  MissingSecurityToken: { status: 400, message: () => 'SecurityToken is mandatory for this action.' },
  'InvalidSecurityToken.MismatchWithAccessKey': {
    status: 400,
    message: () => 'Specified SecurityToken mismatch with the AccessKey.',
  },
} as const satisfies Record<string, Row>;

export function gatewayRefusal(code: keyof typeof GATEWAY_REFUSALS, about = ''): Refusal {
  const { status, message } = GATEWAY_REFUSALS[code];
  return { ok: false, status, code, message: message(about) };
}
