import type { IncomingHttpHeaders } from 'node:http';
import { type CallEnding, publishCall } from '../service/calls/publish-call.ts';
import type { CredentialCache } from '../service/credentials/credential-cache.ts';
import type { Credentials } from '../service/credentials/credentials.ts';
import { adviceFor } from '../service/errors/error-advice.ts';
import { AdaptiveLimit } from '../shared/async/adaptive-limit.ts';
import { retry } from '../shared/async/retry.ts';
import { processWait } from '../shared/async/shortage-wait.ts';
import type { Clock } from '../shared/async/sleep.ts';
import { foreignWord } from '../shared/errors/foreign-text.ts';
import { ImageSearchError, isImageSearchError } from '../shared/errors/image-search-error.ts';
import { OSS_CALLS, type OssCallMessage } from './oss-call-message.ts';
import { type OssRoute, ossError } from './oss-error.ts';
import { BodyFailed } from './put/send-body.ts';

/** The part that is the same in all answers. */
export interface HasResponse {
  readonly res: { readonly status: number; readonly headers: object };
}

export interface OssCallsOptions {
  readonly credentials: CredentialCache;
  readonly route: OssRoute;
  readonly clock: Clock;
}

/**
 * Makes the calls of one store: with credentials that are valid, again while that may help, fewer at once while OSS refuses
 * some for being too many, and with an `ImageSearchError` for every failure.
 */
export class OssCalls {
  readonly #options: OssCallsOptions;
  readonly #limit = new AdaptiveLimit();

  constructor(options: OssCallsOptions) {
    this.#options = options;
  }

  /**
   * @param action what the call does, as messages name it: `store oss://bucket/key`
   * @param work makes the call once; `attempted` is `action` with the host
   * @throws {ImageSearchError}, the signal's reason, or what reading the body threw
   */
  run<T extends HasResponse>(
    action: string,
    signal: AbortSignal | undefined,
    work: (credentials: Credentials, attempted: string) => Promise<T>,
  ): Promise<T> {
    const { credentials: cache, route, clock } = this.#options;
    const attempted = `${action} at ${route.url.host}`;
    let attempt = 0;
    const send = (credentials: Credentials) => {
      attempt += 1;
      const call: Omit<OssCallMessage, keyof CallEnding> = { action, endpoint: route.url.host, attempt };
      return publishCall(OSS_CALLS, call, () => sendOnce(credentials), endingOf);
    };
    const sendOnce = async (credentials: Credentials) => {
      try {
        const answer = await work(credentials, attempted);
        if (!headersOf(answer.res)['x-oss-request-id']) throw notFromOss(attempted, answer.res.status);
        return answer;
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof BodyFailed) throw error.cause; // of the file, not of OSS
        throw ossError(attempted, error, credentials, route);
      }
    };
    const once = () => this.#limit.run(() => cache.use(send, signal), isThrottled, signal);
    return retry(() => processWait.run(once, { signal, clock }), { signal, clock });
  }
}

export const headersOf = ({ headers }: { readonly headers: object }) => headers as IncomingHttpHeaders;

/** The part of a call's message that is known when the call has ended. */
const endingOf = (outcome: { readonly answer: HasResponse } | { readonly error: unknown }) => {
  if ('answer' in outcome) {
    const { res } = outcome.answer;
    return { httpStatus: res.status, requestId: foreignWord(headersOf(res)['x-oss-request-id']) };
  }
  if (!isImageSearchError(outcome.error)) return {}; // aborted, or of the file
  const { code, httpStatus, requestId } = outcome.error;
  return { code, httpStatus, requestId };
};

/** OSS answers 429 or 503 when there are too many calls, whatever the code (help pages "429 error", "HTTP 503"). */
const isThrottled = (error: unknown): boolean =>
  isImageSearchError(error) && (error.httpStatus === 429 || error.httpStatus === 503);

/** A status of 200 is no success by itself: a proxy's login page has it, too. Every answer of OSS has a request id. */
const notFromOss = (action: string, httpStatus: number) =>
  new ImageSearchError(`Cannot ${action}: the answer, HTTP ${httpStatus}, did not come from OSS`, {
    code: 'BAD_ANSWER',
    httpStatus,
    ...adviceFor('BAD_ANSWER'),
  });
