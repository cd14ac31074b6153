import { type ImageSearchError, isImageSearchError } from '../shared/image-search-error.ts';
import type { Clock } from '../shared/sleep.ts';
import { isSettled, type TaskState } from './task-state.ts';
import { isUnsent } from './unsent.ts';

/** What one poll tells. */
export interface TaskLook {
  readonly state: TaskState;
  /** When the service wants to be asked again, in ms from now. */
  readonly retryAfterMs: number | undefined;
}

export interface WatchTaskOptions {
  readonly clock: Clock;
  /** The wait after the nth poll (from 0), in ms. */
  readonly delay: (n: number) => number;
  /** No wait goes beyond this, in milliseconds since 1970. */
  readonly until: number;
  readonly signal: AbortSignal | undefined;
}

/** How long polls may fail on end, with what may pass, before the watching ends: a task runs for hours. */
const PATIENCE_MS = 600_000;

/** How long a task that was just started may be missing: no document says how soon IncreaseList shows one. */
const UNSEEN_MS = 5_000;

/** Yields the state at every poll, the settled one last. What the service asks for beats `delay`. */
export async function* watchTask(
  look: () => Promise<TaskLook>,
  { clock, delay, until, signal }: WatchTaskOptions,
): AsyncGenerator<TaskState, void, void> {
  let hasSeen = false;
  const began = clock.now();
  const mayPass = (error: ImageSearchError): boolean =>
    error.retryable ||
    (hasSeen && isUnsent(error)) || // at the first poll an address would be wrong; now the line is down
    (!hasSeen && error.code === 'TASK_NOT_FOUND' && clock.now() - began < UNSEEN_MS);
  let failingSince: number | undefined;
  for (let n = 0; ; n++) {
    signal?.throwIfAborted();
    const seen = await look().catch((error) => {
      if (isImageSearchError(error) && mayPass(error)) return error;
      throw error;
    });
    if ('state' in seen) {
      [hasSeen, failingSince] = [true, undefined];
      yield seen.state;
      if (isSettled(seen.state)) return;
    } else {
      failingSince ??= clock.now();
      if (clock.now() >= Math.min(until, failingSince + PATIENCE_MS)) throw seen;
    }
    const wait = seen.retryAfterMs ?? delay(n);
    await clock.sleep(Math.min(wait, Math.max(0, until - clock.now())), signal);
  }
}
