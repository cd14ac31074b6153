import {
  cutBody,
  endless,
  endlessly,
  type Fault,
  finish,
  reply,
  replyJson,
  resetAtOnce,
  staySilent,
  trickle,
} from '../support/fault-server.ts';
import { SECRET } from '../support/service-at.ts';

/** A bad answer, and the error that a call makes of it. */
export interface BadAnswer {
  readonly fault: string;
  readonly answer: Fault;
  readonly code: string;
  readonly httpStatus: number | undefined;
  readonly requestId?: string;
  readonly retryAfterMs?: number;
  readonly retryable: boolean;
  /** A part of the message. */
  readonly says: string;
  /** The message of the cause, where the failure lies below HTTP. */
  readonly cause?: RegExp;
}

const LATER = { retryable: true } as const;
const NEVER = { retryable: false } as const;
const BAD = { code: 'BAD_ANSWER', ...LATER } as const;
const LOST = { code: 'CONNECTION_LOST', ...LATER, says: 'the connection broke' } as const;
const NO_OBJECT = { ...BAD, httpStatus: 200, says: 'HTTP 200 without a JSON object' } as const;
const id = { 'x-acs-request-id': 'RID' };
const said = (Code: string, Message: string) => ({ RequestId: 'BODY-ID', HostId: 'h', Code, Message });

/** An answer that names a code. */
const named = (httpStatus: number, code: string, retryable: boolean): BadAnswer => ({
  fault: `${httpStatus} ${code}`,
  answer: replyJson(httpStatus, said(code, 'these words')),
  ...{ code, httpStatus, retryable, requestId: 'BODY-ID', says: ': ' },
});

const LATE = {
  code: 'TIMEOUT',
  ...LATER,
  says: 'no answer came in time',
  cause: /ReadTimeout\(\d+\)/,
} as const;

/** Answers that do not end within any time. */
export const LATE_ANSWERS: readonly BadAnswer[] = [
  { fault: 'silence', answer: staySilent, ...LATE, httpStatus: undefined },
  { fault: 'an answer that trickles', answer: trickle, ...LATE, httpStatus: 200 },
];

/** An answer that repeats the whole request, as a signature's refusal does. */
const repeating =
  (answer: (request: string) => Fault): Fault =>
  (socket, request, n) =>
    answer(request)(socket, request, n);

export const BAD_ANSWERS: readonly BadAnswer[] = [
  // not JSON
  {
    fault: '503 with HTML',
    answer: reply(503, '<html>down</html>', id),
    ...{ ...BAD, httpStatus: 503, requestId: 'RID', says: 'HTTP 503' },
  },
  { fault: '502 with HTML', answer: reply(502, '<html>'), ...BAD, httpStatus: 502, says: 'HTTP 502' },
  { fault: '502 with text', answer: reply(502, 'Bad Gateway'), ...BAD, httpStatus: 502, says: 'HTTP 502' },
  { fault: '500 with an empty body', answer: reply(500), ...BAD, httpStatus: 500, says: 'HTTP 500' },
  { fault: '500 with an array', answer: replyJson(500, []), ...BAD, httpStatus: 500, says: 'HTTP 500' },
  { fault: '500 with null', answer: replyJson(500, null), ...BAD, httpStatus: 500, says: 'HTTP 500' },
  { fault: '400 that names no code', answer: replyJson(400, {}), ...BAD, httpStatus: 400, says: 'HTTP 400' },
  { fault: '200 with HTML', answer: reply(200, '<html>', id), ...NO_OBJECT, requestId: 'RID' },
  { fault: '200 with an empty body', answer: reply(200), ...NO_OBJECT },
  { fault: '200 with null', answer: replyJson(200, null), ...NO_OBJECT },
  { fault: '200 with an array', answer: replyJson(200, [{ Success: true }]), ...NO_OBJECT },
  { fault: '200 with a number', answer: replyJson(200, 1), ...NO_OBJECT },
  { fault: '200 with broken JSON', answer: reply(200, '{"Success":true'), ...NO_OBJECT },
  { fault: '204', answer: reply(204), ...BAD, httpStatus: 204, says: 'HTTP 204' },
  {
    fault: '302',
    answer: reply(302, '', { location: 'http://127.0.0.1:1/' }),
    ...{ ...BAD, httpStatus: 302, says: 'HTTP 302' },
  },
  // no success
  {
    fault: '200 without success, with a code',
    answer: replyJson(200, { Success: false, Code: 'X', Msg: 'm' }),
    ...{ code: 'X', httpStatus: 200, ...NEVER, says: ': m' },
  },
  {
    fault: '200 without success, and nothing else',
    answer: replyJson(200, { Success: false }, id),
    ...{ code: 'UNSUCCESSFUL', httpStatus: 200, ...NEVER, requestId: 'RID', says: 'no success' },
  },
  {
    fault: '200 without success for now',
    answer: replyJson(200, { Success: false, ...said('InternalError', 'm') }),
    ...{ code: 'InternalError', httpStatus: 200, ...LATER, requestId: 'BODY-ID', says: ': m' },
  },
  // codes
  named(400, 'InvalidInstance', false),
  named(400, 'DeniedRequest', true),
  named(403, 'DeniedRequest', true),
  named(403, 'NoPermission', false),
  named(409, 'Console.InstanceStatusError', false),
  named(429, 'Throttling', true),
  named(400, 'Throttling.Resource', true),
  named(429, 'UnknownToUs', true),
  named(500, 'UnknownToUs', true),
  named(400, 'UnknownToUs', false),
  named(500, 'UnsupportedInstanceType', false),
  named(500, 'UnsupportedOperationType', false),
  // a hint when to come again
  {
    fault: '503 with a hint',
    answer: replyJson(503, said('ServiceUnavailable', 'm'), { 'retry-after': '7' }),
    ...{ code: 'ServiceUnavailable', httpStatus: 503, ...LATER, requestId: 'BODY-ID', says: ': m' },
    retryAfterMs: 7_000,
  },
  {
    fault: '503 with HTML and a hint',
    answer: reply(503, '<html>', { 'retry-after': '7' }),
    ...{ ...BAD, httpStatus: 503, says: 'HTTP 503', retryAfterMs: 7_000 },
  },
  // below HTTP
  { fault: 'a reset at once', answer: resetAtOnce, ...LOST, httpStatus: undefined, cause: /ECONNRESET/ },
  // Node 24 tells of the reset itself.
  { fault: 'a body that is cut', answer: cutBody, ...LOST, httpStatus: 200, cause: /aborted|ECONNRESET/ },
  { fault: 'an end without an answer', answer: finish, ...LOST, httpStatus: undefined, cause: /hang up/ },
  {
    fault: 'something that is not HTTP',
    answer: (socket) => void socket.end('SSH-2.0-OpenSSH_9.6\r\n'),
    ...{ ...BAD, httpStatus: undefined, says: 'in an unknown form', cause: /Parse Error/ },
  },
  {
    fault: '503 with a page of 65537 bytes',
    answer: reply(503, ' '.repeat(65_537), id),
    ...{ ...BAD, httpStatus: 503, requestId: 'RID', says: 'HTTP 503 with more than 65536 bytes' },
  },
  {
    fault: '400 with a page without an end',
    answer: endlessly(400),
    ...{ ...BAD, ...NEVER, httpStatus: 400, says: 'HTTP 400 with more than 65536 bytes' },
  },
  {
    fault: '400 with a code of 200 letters',
    answer: replyJson(400, said('C'.repeat(200), 'm'), id),
    ...{ ...BAD, httpStatus: 400, requestId: 'BODY-ID', says: 'HTTP 400' },
  },
  {
    fault: 'an answer without an end',
    answer: endless,
    ...{ ...BAD, ...NEVER, httpStatus: 200, says: 'HTTP 200 with more than 8388608 bytes' },
  },
  // what was sent comes back
  {
    fault: '403 that repeats the request',
    answer: repeating((request) =>
      replyJson(403, said('SignatureDoesNotMatch', `server canonical request is [${request}] ${SECRET}`)),
    ),
    ...{ code: 'SignatureDoesNotMatch', httpStatus: 403, ...NEVER, requestId: 'BODY-ID' },
    says: ': server…',
  },
  {
    fault: '200 that repeats the request',
    answer: repeating((request) => replyJson(200, { Success: false, Code: 'X', Msg: `no: ${request}` })),
    ...{ code: 'X', httpStatus: 200, ...NEVER, says: ': no:…' },
  },
  {
    fault: '503 with text that repeats the request',
    answer: repeating((request) => reply(503, request)),
    ...{ ...BAD, httpStatus: 503, says: 'HTTP 503' },
  },
];
