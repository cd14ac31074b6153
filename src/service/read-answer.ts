import { ImageSearchError } from '../shared/image-search-error.ts';
import { parseWithLongIds } from '../shared/parse-json.ts';
import type { ProxyServer } from '../shared/proxy.ts';
import { type Credentials, withoutSecrets } from './credentials.ts';
import { adviceFor, isRetryable } from './error-advice.ts';
import { bareCause, networkFailure, proxyRefusal } from './network-error.ts';
import { retryAfterMs } from './retry-after.ts';
import { type AnswerStatus, AnswerTooLong, MOST_ANSWER_BYTES, type SendResult } from './send-request.ts';

/** An answer that reports success. */
export interface ServiceAnswer {
  /** The JSON object of the answer. Its field `Success`, if there is one, is not false. */
  readonly body: Readonly<Record<string, unknown>>;
  /** How long the service asks to wait before the next call, in ms, 300,000 at most; undefined when it does not say. */
  readonly retryAfterMs: number | undefined;
}

/** The call that an answer belongs to. */
interface AnsweredCall {
  /** What messages call it: `Detail of instance "shop" at HOST`. */
  readonly what: string;
  readonly credentials: Credentials;
  readonly parameters: Readonly<Record<string, string>>;
  readonly url: URL;
  /** The proxy that the call went through. */
  readonly proxy: ProxyServer | undefined;
  /** Milliseconds since 1970. */
  now(): number;
}

/**
 * Reads an answer that reports success: status 200 and a JSON object without `Success: false`.
 *
 * @throws {ImageSearchError} for every other answer
 */
export function readAnswer(call: AnsweredCall, sent: SendResult): ServiceAnswer {
  const { status } = sent;
  if (sent.error !== undefined) throw sendingFailure(call, sent.error, status);
  const body = parseObject(sent.text);
  if (status.httpStatus === 200 && body !== undefined) return successOf(call, body, status);
  const requestId = (body && requestIdIn(body)) ?? status.requestId;
  const refusal = proxyRefusal(call.proxy, call.url, { ...status, requestId });
  if (refusal !== undefined) throw sendingFailure(call, refusal, status);
  const code = (status.httpStatus ?? 0) >= 400 ? textOf(body?.['Code'] ?? body?.['code']) : undefined;
  const said = code && cleanMessage(body?.['Message'] ?? body?.['message'] ?? body?.['Msg'], call);
  const what =
    said ?? `it answered ${described(status)}${body === undefined ? ' without a JSON object' : ''}`;
  throw failure(call, code ?? 'BAD_ANSWER', what, { ...status, requestId });
}

function successOf(call: AnsweredCall, body: ServiceAnswer['body'], status: AnswerStatus): ServiceAnswer {
  if (body['Success'] === false || body['Success'] === 'false') {
    const code = String(body['Code'] ?? 'UNSUCCESSFUL');
    const said = cleanMessage(body['Msg'] ?? body['Message'], call) ?? 'it reported no success';
    throw failure(call, code, said, { ...status, requestId: requestIdIn(body) ?? status.requestId });
  }
  return { body, retryAfterMs: retryAfterMs(status.retryAfter, call.now()) };
}

/** The error for a call that got no whole answer. */
function sendingFailure(call: AnsweredCall, error: Error, status: AnswerStatus): ImageSearchError {
  if (error instanceof AnswerTooLong) {
    const what = `it answered ${described(status)} with more than ${MOST_ANSWER_BYTES} bytes`;
    return failure(call, 'BAD_ANSWER', what, status, undefined, false);
  }
  const network = networkFailure(error, call.proxy);
  const what = network?.what ?? 'it answered in an unknown form';
  const known = { ...status, httpStatus: network?.httpStatus ?? status.httpStatus };
  return failure(call, network?.code ?? 'BAD_ANSWER', what, known, bareCause(error));
}

export const requestIdIn = ({ RequestId: id }: ServiceAnswer['body']): string | undefined =>
  typeof id === 'string' && id !== '' ? id : undefined;

function failure(
  call: AnsweredCall,
  code: string,
  what: string,
  status: AnswerStatus,
  cause?: unknown,
  retryable = isRetryable(code, status.httpStatus),
): ImageSearchError {
  return new ImageSearchError(`Cannot call ${call.what}: ${what}`, {
    code,
    requestId: status.requestId,
    httpStatus: status.httpStatus,
    retryable,
    retryAfterMs: retryAfterMs(status.retryAfter, call.now()),
    advice: adviceFor(code).advice,
    cause,
  });
}

const LONGEST_MESSAGE = 2_000;
/** Parameters that no message may repeat: a callback's address may contain a token, and content belongs to the customer. */
const PRIVATE_PARAMETERS = ['CallbackAddress', 'CustomContent', 'PicContent'];
/** A shorter value reveals nothing, and removing it would damage ordinary words. */
const isRevealing = (value: string): boolean => value.length >= 6;
/** Base64, such as a part of an image: longer than any name or signature. */
const BASE64_RUN = /[\w+/%=-]{120,}/g;

/** The service's message without the parts of the request that it may repeat: secrets, and the bytes of an image. */
function cleanMessage(said: unknown, { credentials, parameters }: AnsweredCall): string | undefined {
  if (said === undefined || said === null) return undefined;
  const hidden = PRIVATE_PARAMETERS.map((name) => parameters[name] ?? '').filter(isRevealing);
  const clean = withoutSecrets(String(said), credentials, hidden).replace(BASE64_RUN, '…');
  return clean.length > LONGEST_MESSAGE ? `${clean.slice(0, LONGEST_MESSAGE - 1)}…` : clean;
}

const textOf = (value: unknown): string | undefined =>
  value === undefined || value === null ? undefined : String(value);

const described = ({ httpStatus }: AnswerStatus) =>
  httpStatus === undefined ? 'something' : `HTTP ${httpStatus}`;

function parseObject(text: string): ServiceAnswer['body'] | undefined {
  try {
    const value: unknown = parseWithLongIds(text, 'Id');
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as ServiceAnswer['body'])
      : undefined;
  } catch {
    return undefined; // the caller reports the answer as bad, with its status
  }
}
