import { type ImageSearchError, isImageSearchError } from '../errors/image-search-error.ts';
import { type Clock, systemClock } from './sleep.ts';

export interface RetryOptions {
  /** The number of calls, including the first; a function gives it by the error. @default 4 */
  readonly attempts?: (number | ((error: ImageSearchError) => number)) | undefined;
  /** The wait after the first failure, in ms; it doubles from there. @default 200 */
  readonly firstDelayMs?: number | undefined;
  /** The longest wait, in ms. @default 10_000 */
  readonly maxDelayMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock | undefined;
  /** A number in [0, 1) that spreads the waits. @default Math.random */
  readonly random?: (() => number) | undefined;
}

/** The longest wait that the service can ask for, in ms, so that a header cannot hold a call for hours. */
export const MAX_RETRY_AFTER_MS = 300_000;

/**
 * Repeats `call`, which gets the number of the attempt, while it fails with a retryable `ImageSearchError`. The last failure is
 * thrown unchanged. The wait that a failure asks for (`retryAfterMs`) replaces the delays of the options.
 */
export async function retry<T>(
  call: (attempt: number) => Promise<T>,
  options: RetryOptions = {},
): Promise<T> {
  const {
    attempts = 4,
    firstDelayMs = 200,
    maxDelayMs = 10_000,
    signal,
    clock = systemClock,
    random = Math.random,
  } = options;
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    try {
      return await call(attempt);
    } catch (error) {
      if (!isImageSearchError(error) || !error.retryable) throw error;
      if (attempt >= (typeof attempts === 'number' ? attempts : attempts(error))) throw error;
      const delay = Math.min(firstDelayMs * 2 ** (attempt - 1), maxDelayMs);
      const wait = error.retryAfterMs ?? delay / 2 + (delay / 2) * random();
      await clock.sleep(Math.min(wait, MAX_RETRY_AFTER_MS), signal);
    }
  }
}
