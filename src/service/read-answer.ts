import { ImageSearchError } from '../shared/image-search-error.ts';
import { parseWithLongIds } from '../shared/parse-json.ts';
import type { ProxyServer } from '../shared/proxy.ts';
import { type Credentials, withoutSecrets } from './credentials.ts';
import { adviceFor, isRetryable } from './error-advice.ts';
import { bareCause, networkFailure, proxyRefusal } from './network-error.ts';
import { retryAfterMs } from './retry-after.ts';
import { type AnswerStatus, AnswerTooLong, MOST_ANSWER_BYTES, type Sent } from './send-request.ts';

/** An answer that reports success. */
export interface ServiceAnswer {
  /** As it came. `Success`, where it has one, is not false. */
  readonly body: Readonly<Record<string, unknown>>;
  /** How long the service asks to wait before the next call, in ms, 300,000 at most; undefined when it does not say. */
  readonly retryAfterMs: number | undefined;
}

/** The call that is answered. */
interface Asked {
  /** As a person reads it: `Detail of instance "shop" at HOST`. */
  readonly what: string;
  readonly credentials: Credentials;
  readonly parameters: Readonly<Record<string, string>>;
  readonly url: URL;
  /** That the call went through. */
  readonly proxy: ProxyServer | undefined;
  /** Milliseconds since 1970. */
  now(): number;
}

/** @throws {ImageSearchError} unless it is 200 with a JSON object that does not say `Success: false` */
export function readAnswer(asked: Asked, sent: Sent): ServiceAnswer {
  const { status } = sent;
  if (sent.error !== undefined) throw sendingFailure(asked, sent.error, status);
  const body = parseObject(sent.text);
  if (status.httpStatus === 200 && body !== undefined) return successOf(asked, body, status);
  const requestId = (body && requestIdIn(body)) ?? status.requestId;
  const refusal = proxyRefusal(asked.proxy, asked.url, { ...status, requestId });
  if (refusal !== undefined) throw sendingFailure(asked, refusal, status);
  const code = (status.httpStatus ?? 0) >= 400 ? textOf(body?.['Code'] ?? body?.['code']) : undefined;
  const said = code && worded(body?.['Message'] ?? body?.['message'] ?? body?.['Msg'], asked);
  const what =
    said ?? `it answered ${described(status)}${body === undefined ? ' without a JSON object' : ''}`;
  throw failure(asked, code ?? 'BAD_ANSWER', what, { ...status, requestId });
}

function successOf(asked: Asked, body: ServiceAnswer['body'], status: AnswerStatus): ServiceAnswer {
  if (body['Success'] === false || body['Success'] === 'false') {
    const code = String(body['Code'] ?? 'UNSUCCESSFUL');
    const said = worded(body['Msg'] ?? body['Message'], asked) ?? 'it reported no success';
    throw failure(asked, code, said, { ...status, requestId: requestIdIn(body) ?? status.requestId });
  }
  return { body, retryAfterMs: retryAfterMs(status.retryAfter, asked.now()) };
}

/** What came between us and a whole answer. */
function sendingFailure(asked: Asked, error: Error, status: AnswerStatus): ImageSearchError {
  if (error instanceof AnswerTooLong) {
    const what = `it answered ${described(status)} with more than ${MOST_ANSWER_BYTES} bytes`;
    return failure(asked, 'BAD_ANSWER', what, status, undefined, false);
  }
  const network = networkFailure(error, asked.proxy);
  const what = network?.what ?? 'it answered in an unknown form';
  const known = { ...status, httpStatus: network?.httpStatus ?? status.httpStatus };
  return failure(asked, network?.code ?? 'BAD_ANSWER', what, known, bareCause(error));
}

export const requestIdIn = ({ RequestId: id }: ServiceAnswer['body']): string | undefined =>
  typeof id === 'string' && id !== '' ? id : undefined;

function failure(
  asked: Asked,
  code: string,
  what: string,
  status: AnswerStatus,
  cause?: unknown,
  retryable = isRetryable(code, status.httpStatus),
): ImageSearchError {
  return new ImageSearchError(`Cannot call ${asked.what}: ${what}`, {
    code,
    requestId: status.requestId,
    httpStatus: status.httpStatus,
    retryable,
    retryAfterMs: retryAfterMs(status.retryAfter, asked.now()),
    advice: adviceFor(code).advice,
    cause,
  });
}

const LONGEST_SAID = 2_000;
/** A callback's address may hold a token of the receiver's, and content is the customer's. */
const PRIVATE_PARAMETERS = ['CallbackAddress', 'CustomContent', 'PicContent'];
/** A shorter one tells nothing, and would take its letters out of every word. */
const isTelling = (value: string): boolean => value.length >= 6;
/** Longer than any name or signature: base64, such as a part of an image. */
const LONG_RUN = /[\w+/%=-]{120,}/g;

/** What the service says, without what it may repeat of the request: secrets, and the bytes of an image. */
function worded(said: unknown, { credentials, parameters }: Asked): string | undefined {
  if (said === undefined || said === null) return undefined;
  const hidden = PRIVATE_PARAMETERS.map((name) => parameters[name] ?? '').filter(isTelling);
  const clean = withoutSecrets(String(said), credentials, hidden).replace(LONG_RUN, '…');
  return clean.length > LONGEST_SAID ? `${clean.slice(0, LONGEST_SAID - 1)}…` : clean;
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
