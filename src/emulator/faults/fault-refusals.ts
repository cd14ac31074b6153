import { randomBytes, randomUUID } from 'node:crypto';
import { RPC_OPERATIONS } from '../image-search/operations/rpc-operations.ts';
import { hostName } from '../oss/oss-address.ts';
import { refusalReply } from '../oss/send-oss-reply.ts';
import type { Refusal } from '../signature/verdict.ts';
import type { FullResponse } from './buffered-response.ts';
import type { FaultedCall } from './faulted-call.ts';

type Words = readonly [status: number, code: string, message: string];

/** What the services answer when they are overloaded, or when what was signed is too old, in their own words. */
const REFUSALS = {
  // https://www.alibabacloud.com/help/en/oss/support/http-status-code-503, May 29, 2025
  unavailable: {
    imageSearch: [
      503,
      'ServiceUnavailable',
      'The request has failed due to a temporary failure of the server.',
    ],
    oss: [503, 'ServiceUnavailable', 'Thread pool is almost full, please retry later.'],
  },
  throttled: {
    imageSearch: [403, 'DeniedRequest', 'The request is denied due to instance flow control.'],
    oss: [503, 'TotalQpsLimitExceeded', 'Max total qps limit is exceeded.'],
  },
  // https://www.alibabacloud.com/help/zh/oss/support/429-error, Dec 03, 2024
  'throttled-429': {
    imageSearch: [429, 'Throttling.User', 'Request was denied due to user flow control.'],
    oss: [429, 'QpsLimitExceeded', 'Please reduce your request rate.'],
  },
  // the gateway of temporary credentials; OSS of a signed URL
  expired: {
    imageSearch: [403, 'InvalidSecurityToken.Expired', 'Specified SecurityToken is expired.'],
    oss: [403, 'AccessDenied', 'Request has expired.'],
  },
} as const satisfies Record<string, Readonly<Record<FaultedCall['service'], Words>>>;

export function faultRefusal(
  name: keyof typeof REFUSALS,
  { service, operation = '', request }: FaultedCall,
): FullResponse {
  const [usual, code, message]: Words = REFUSALS[name][service];
  const row = name === 'throttled' ? RPC_OPERATIONS.get(operation) : undefined;
  const status = (row !== undefined && 'rate' in row ? row.rate?.status : undefined) ?? usual;
  return FORMS[service]({ ok: false, status, code, message }, request);
}

const FORMS: Readonly<
  Record<FaultedCall['service'], (refusal: Refusal, request: FaultedCall['request']) => FullResponse>
> = {
  imageSearch: ({ status, code, message }, { headers }) => {
    const requestId = randomUUID().toUpperCase();
    return {
      status,
      headers: { 'Content-Type': 'application/json;charset=utf-8', 'x-acs-request-id': requestId },
      body: Buffer.from(
        JSON.stringify({ RequestId: requestId, HostId: headers.host ?? '', Code: code, Message: message }),
      ),
    };
  },
  oss: (refusal, { method = '', headers: { host = '' } }) => {
    const requestId = randomBytes(12).toString('hex').toUpperCase();
    const reply = refusalReply(refusal, { method, requestId, hostId: hostName(host) });
    return {
      status: reply.status,
      headers: { ...reply.headers, Server: 'AliyunOSS', 'x-oss-request-id': requestId },
      body: Buffer.from(reply.body ?? ''),
    };
  },
};
