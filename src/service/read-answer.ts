import { ImageSearchError } from '../shared/image-search-error.ts';
import { parseWithLongIds } from '../shared/parse-json.ts';
import type { AnswerStatus } from './answer-status.ts';
import { type Credentials, withoutSecrets } from './credentials.ts';
import { adviceFor, isRetryable } from './error-advice.ts';
import { bareCause, networkFailure } from './network-error.ts';
import { retryAfterMs } from './retry-after.ts';

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
  /** Milliseconds since 1970. */
  now(): number;
}

/** @throws {ImageSearchError} unless it is 200 with a JSON object that does not say `Success: false` */
export function readAnswer(asked: Asked, status: AnswerStatus, text: string): ServiceAnswer {
  const body = status.httpStatus === 200 ? parseObject(text) : undefined;
  if (body === undefined)
    throw failure(asked, 'BAD_ANSWER', `it answered ${described(status)} without a JSON object`, status);
  if (body['Success'] === false || body['Success'] === 'false') {
    const code = String(body['Code'] ?? 'UNSUCCESSFUL');
    const said = worded(body['Msg'] ?? body['Message'], asked) ?? 'it reported no success';
    throw failure(asked, code, said, { ...status, requestId: requestIdIn(body) ?? status.requestId });
  }
  return { body, retryAfterMs: retryAfterMs(status.retryAfter, asked.now()) };
}

/** Turns what the client throws into our error. `seen` is what Node saw of the answer, which the client may have lost. */
export function callFailure(asked: Asked, error: unknown, seen: AnswerStatus): ImageSearchError {
  if (error instanceof ImageSearchError) return error;
  if (error instanceof SyntaxError)
    return failure(asked, 'BAD_ANSWER', `it answered ${described(seen)} without JSON`, seen);
  const { code, data, statusCode } = error as {
    code?: string;
    data?: Record<string, unknown>;
    statusCode?: number;
  };
  if (data !== undefined && statusCode !== undefined) {
    const status = { ...seen, httpStatus: statusCode, requestId: requestIdIn(data) ?? seen.requestId };
    const said = worded(data['Message'] ?? data['Msg'], asked) ?? `it answered ${described(status)}`;
    return failure(asked, code === undefined || code === 'undefined' ? 'BAD_ANSWER' : code, said, status);
  }
  const network = networkFailure(error);
  const what = network?.what ?? `it answered ${described(seen)} in an unknown form`;
  return failure(asked, network?.code ?? 'BAD_ANSWER', what, seen, bareCause(error));
}

export const requestIdIn = ({ RequestId: id }: ServiceAnswer['body']): string | undefined =>
  typeof id === 'string' && id !== '' ? id : undefined;

function failure(asked: Asked, code: string, what: string, status: AnswerStatus, cause?: unknown) {
  return new ImageSearchError(`Cannot call ${asked.what}: ${what}`, {
    code,
    requestId: status.requestId,
    httpStatus: status.httpStatus,
    retryable: isRetryable(code, status.httpStatus),
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
