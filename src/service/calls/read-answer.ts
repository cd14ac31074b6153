import { foreignWord } from '../../shared/errors/foreign-text.ts';
import { ImageSearchError } from '../../shared/errors/image-search-error.ts';
import { AnswerTooLong } from '../../shared/http/answer-too-long.ts';
import type { ProxyServer } from '../../shared/http/proxy.ts';
import { objectInJson, parseWithLongIds } from '../../shared/text/parse-json.ts';
import type { Credentials } from '../credentials/credentials.ts';
import { bareCause } from '../errors/bare-cause.ts';
import { adviceFor, isRetryable } from '../errors/error-advice.ts';
import { refusalOnTheWay } from '../errors/foreign-answer.ts';
import { foreignMessage } from '../errors/foreign-message.ts';
import { networkFailure } from '../errors/network-error.ts';
import { retryAfterMs } from '../errors/retry-after.ts';
import type { AnswerStatus, SendResult } from './send-request.ts';

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
  const answer = { ...status, requestId, body: sent.text };
  const refusal = refusalOnTheWay(call.proxy, call.url, answer);
  if (refusal !== undefined) throw sendingFailure(call, refusal, status);
  const code = (status.httpStatus ?? 0) >= 400 ? foreignWord(body?.['Code'] ?? body?.['code']) : undefined;
  const said = code && cleanMessage(body?.['Message'] ?? body?.['message'] ?? body?.['Msg'], call);
  const what =
    said ?? `it answered ${described(status)}${body === undefined ? ' without a JSON object' : ''}`;
  throw failure(call, code ?? 'BAD_ANSWER', what, { ...status, requestId });
}

function successOf(call: AnsweredCall, body: ServiceAnswer['body'], status: AnswerStatus): ServiceAnswer {
  if (body['Success'] === false || body['Success'] === 'false') {
    const code = foreignWord(body['Code']) ?? 'UNSUCCESSFUL';
    const said = cleanMessage(body['Msg'] ?? body['Message'], call) ?? 'it reported no success';
    throw failure(call, code, said, { ...status, requestId: requestIdIn(body) ?? status.requestId });
  }
  return { body, retryAfterMs: retryAfterMs(status.retryAfter, call.now()) };
}

/** The error for a call that got no whole answer. */
function sendingFailure(call: AnsweredCall, error: Error, status: AnswerStatus): ImageSearchError {
  if (error instanceof AnswerTooLong) {
    return failure(call, 'BAD_ANSWER', error.message, status, undefined, error.retryable);
  }
  const network = networkFailure(error, call.proxy);
  if (network === undefined)
    return failure(call, 'BAD_ANSWER', 'it answered in an unknown form', status, bareCause(error));
  const { code, what, httpStatus = status.httpStatus, cause, retryable } = network;
  return failure(call, code, what, { ...status, httpStatus }, cause, retryable);
}

export const requestIdIn = ({ RequestId: id }: ServiceAnswer['body']): string | undefined => foreignWord(id);

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

/** Parameters that no message may repeat: a callback's address may contain a token, and content belongs to the customer. */
const PRIVATE_PARAMETERS = ['CallbackAddress', 'CustomContent', 'PicContent'];
/** A shorter value reveals nothing, and removing it would damage ordinary words. */
const isRevealing = (value: string): boolean => value.length >= 6;
/** The service's message without the parts of the request that it may repeat. */
const cleanMessage = (said: unknown, { credentials, parameters }: AnsweredCall): string | undefined =>
  foreignMessage(
    said,
    credentials,
    PRIVATE_PARAMETERS.map((name) => parameters[name] ?? '').filter(isRevealing),
  );

const described = ({ httpStatus }: AnswerStatus) =>
  httpStatus === undefined ? 'something' : `HTTP ${httpStatus}`;

/** Undefined for another text: the caller reports the answer as bad, with its status. */
function parseObject(text: string): ServiceAnswer['body'] | undefined {
  const value = objectInJson(text, (json) => parseWithLongIds(json, 'Id'));
  return value === undefined || Array.isArray(value) ? undefined : (value as ServiceAnswer['body']);
}
