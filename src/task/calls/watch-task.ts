import { neverReachedService } from '../../service/network-error.ts';
import { callable } from '../../shared/checks.ts';
import { type ImageSearchError, isImageSearchError } from '../../shared/image-search-error.ts';
import { knownOptions, type OptionNames } from '../../shared/known-options.ts';
import type { Clock } from '../../shared/sleep.ts';
import { isSettled, type TaskState } from './task-state.ts';

export interface WatchOptions {
  readonly signal?: AbortSignal | undefined;
  /**
   * The wait after the nth poll (from 0), in ms, where the service does not ask for another.
   *
   * @default grows from 1 s to 30 s
   */
  readonly pollDelay?: ((n: number) => number) | undefined;
}

export const WATCH_OPTIONS: OptionNames<WatchOptions> = { signal: true, pollDelay: true };

/** @throws {TypeError} for an unknown option, or a `pollDelay` that is no function */
export function watchOptions(what: string, options: WatchOptions): WatchOptions {
  const { pollDelay } = knownOptions(what, options, WATCH_OPTIONS);
  if (pollDelay !== undefined) callable('pollDelay', pollDelay);
  return options;
}

/** The answer to one poll. */
export interface TaskPoll {
  readonly state: TaskState;
  /** When the service wants to be asked again, in ms from now. */
  readonly retryAfterMs: number | undefined;
}

export interface WatchContext extends WatchOptions {
  readonly clock: Clock;
  /** No wait goes beyond this time, in ms since 1970. @default no limit */
  readonly until?: number | undefined;
}

/** How long polls may keep failing in a way that may pass, before watching ends: a task runs for hours. */
const MOST_FAILING_MS = 600_000;

/** How long a task that was just started may be missing: no document says how soon IncreaseList shows it. */
const UNLISTED_MS = 5_000;

/** Yields the state at every poll, the settled state last. A wait that the service asks for takes the place of `pollDelay`. */
export async function* watchTask(
  poll: () => Promise<TaskPoll>,
  { clock, pollDelay = defaultPollDelay, until = Number.POSITIVE_INFINITY, signal }: WatchContext,
): AsyncGenerator<TaskState, void, void> {
  const startedAt = clock.now();
  let wasListed = false;
  let failingSince: number | undefined;
  const mayPass = (error: ImageSearchError): boolean =>
    error.retryable ||
    // At the first poll this error means a wrong address; after a poll that succeeded it means a network that is down.
    (wasListed && neverReachedService(error)) ||
    (!wasListed && error.code === 'TASK_NOT_FOUND' && clock.now() - startedAt < UNLISTED_MS);
  for (let n = 0; ; n++) {
    signal?.throwIfAborted();
    const polled = await poll().catch((error) => {
      if (isImageSearchError(error) && mayPass(error)) return error;
      throw error;
    });
    if ('state' in polled) {
      wasListed = true;
      failingSince = undefined;
      yield polled.state;
      if (isSettled(polled.state)) return;
    } else {
      failingSince ??= clock.now();
      if (clock.now() >= Math.min(until, failingSince + MOST_FAILING_MS)) throw polled;
    }
    const wait = polled.retryAfterMs ?? pollDelay(n);
    await clock.sleep(Math.min(wait, Math.max(0, until - clock.now())), signal);
  }
}

const FIRST_DELAY_MS = 1_000; // IncreaseList may be called once a second
const DELAY_GROWTH = 1.2;
const LONGEST_DELAY_MS = 30_000;

/** The wait after the nth poll (from 0), in ms: it grows by a fifth each time, up to 30 s, and varies by a tenth either way. */
export const defaultPollDelay = (n: number, random: () => number = Math.random): number =>
  Math.min(FIRST_DELAY_MS * DELAY_GROWTH ** n, LONGEST_DELAY_MS) * (0.9 + 0.2 * random());
