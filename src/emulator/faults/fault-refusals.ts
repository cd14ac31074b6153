import { randomBytes, randomUUID } from 'node:crypto';
import { RPC_OPERATIONS } from '../image-search/operations/rpc-operations.ts';
import { hostName } from '../oss/oss-address.ts';
import { refusalReply } from '../oss/send-oss-reply.ts';
import type { FullResponse } from './buffered-response.ts';
import type { FaultedCall } from './faulted-call.ts';

interface Words {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** What the services answer when they are overloaded, in their own words. */
const REFUSALS = {
  // https://www.alibabacloud.com/help/en/oss/support/http-status-code-503, May 29, 2025
  unavailable: {
    imageSearch: {
      status: 503,
      code: 'ServiceUnavailable',
      message: 'The request has failed due to a temporary failure of the server.',
    },
    oss: {
      status: 503,
      code: 'ServiceUnavailable',
      message: 'Thread pool is almost full, please retry later.',
    },
  },
  throttled: {
    imageSearch: {
      status: 403,
      code: 'DeniedRequest',
      message: 'The request is denied due to instance flow control.',
    },
    oss: { status: 503, code: 'TotalQpsLimitExceeded', message: 'Max total qps limit is exceeded.' },
  },
  // https://www.alibabacloud.com/help/zh/oss/support/429-error, Dec 03, 2024
  'throttled-429': {
    imageSearch: {
      status: 429,
      code: 'Throttling.User',
      message: 'Request was denied due to user flow control.',
    },
    oss: { status: 429, code: 'QpsLimitExceeded', message: 'Please reduce your request rate.' },
  },
} as const satisfies Record<string, Readonly<Record<FaultedCall['service'], Words>>>;

export function faultRefusal(
  name: keyof typeof REFUSALS,
  { service, operation = '', request }: FaultedCall,
): FullResponse {
  const words: Words = REFUSALS[name][service];
  const row = name === 'throttled' ? RPC_OPERATIONS.get(operation) : undefined;
  const status = (row !== undefined && 'rate' in row ? row.rate?.status : undefined) ?? words.status;
  return FORMS[service]({ ...words, status }, request);
}

const FORMS: Readonly<
  Record<FaultedCall['service'], (words: Words, request: FaultedCall['request']) => FullResponse>
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
  oss: ({ status, code, message }, { method = '', headers }) => {
    const requestId = randomBytes(12).toString('hex').toUpperCase();
    const { host = '' } = headers;
    const reply = refusalReply(
      { ok: false, status, code, message },
      { method, requestId, hostId: hostName(host) },
    );
    return {
      status: reply.status,
      headers: { ...reply.headers, Server: 'AliyunOSS', 'x-oss-request-id': requestId },
      body: Buffer.from(reply.body ?? ''),
    };
  },
};
