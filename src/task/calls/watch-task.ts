import { growingDelay } from '../../shared/async/growing-delay.ts';
import type { Clock } from '../../shared/async/sleep.ts';
import { isImageSearchError } from '../../shared/errors/image-search-error.ts';
import { callable } from '../../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../../shared/options/known-options.ts';
import { isSettled, type TaskState } from './task-state.ts';

/** What `watch` takes. A misspelt name is an error. */
export interface WatchOptions {
  /** Ends the work when it is aborted; the promise then rejects with the signal's own reason. */
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

/** How long a task that was just started may be missing: no document says how soon IncreaseList shows it. */
const UNLISTED_MS = 5_000;

/**
 * Yields the state at every poll, the settled state last. A wait that the service asks for takes the place of `pollDelay`.
 *
 * @param poll waits for a service that is away
 */
export async function* watchTask(
  poll: () => Promise<TaskPoll>,
  { clock, pollDelay = growingDelay, until = Number.POSITIVE_INFINITY, signal }: WatchContext,
): AsyncGenerator<TaskState, void, void> {
  const listedBy = Math.min(clock.now() + UNLISTED_MS, until);
  let wasListed = false;
  for (let n = 0; ; n++) {
    signal?.throwIfAborted();
    const polled = await poll().catch((error) => {
      const mayShow = !wasListed && clock.now() < listedBy;
      if (mayShow && isImageSearchError(error, 'TASK_NOT_FOUND')) return undefined;
      throw error;
    });
    if (polled !== undefined) {
      wasListed = true;
      yield polled.state;
      if (isSettled(polled.state)) return;
    }
    const wait = polled?.retryAfterMs ?? pollDelay(n);
    await clock.sleep(Math.min(wait, Math.max(0, until - clock.now())), signal);
  }
}
