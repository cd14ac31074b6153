import { type ImageSearchError, isImageSearchError } from './image-search-error.ts';
import { type Clock, systemClock } from './sleep.ts';

export interface RetryOptions {
  /** How many calls to make, the first included; a function decides by the error. @default 4 */
  readonly attempts?: (number | ((error: ImageSearchError) => number)) | undefined;
  /** The wait after the first failure, in ms; it doubles from there. @default 200 */
  readonly firstDelayMs?: number | undefined;
  /** The longest wait, in ms. @default 10_000 */
  readonly maxDelayMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock | undefined;
  /** Returns a number in [0, 1), which varies the waits. @default Math.random */
  readonly random?: (() => number) | undefined;
}

/** The longest wait that the service can ask for, in ms, so that no header delays a call for hours. */
export const MAX_RETRY_AFTER_MS = 300_000;

/**
 * Repeats `call`, which receives the number of the try, while it fails with a retryable `ImageSearchError`. The last error is
 * thrown as it is. A wait that the error asks for takes the place of the delays here.
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
