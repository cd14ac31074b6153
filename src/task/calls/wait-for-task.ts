import { Deadline } from '../../shared/async/deadline.ts';
import { type Clock, systemClock } from '../../shared/async/sleep.ts';
import { isImageSearchError } from '../../shared/errors/image-search-error.ts';
import { atLeast } from '../../shared/options/checks.ts';
import { TaskStillRunning } from './task-errors.ts';
import type { TaskRef } from './task-ref.ts';
import { isSettled, type TaskState } from './task-state.ts';
import { type TaskPoll, type WatchOptions, watchTask } from './watch-task.ts';

/** What `wait` takes. A misspelt name is an error. */
export interface WaitOptions extends WatchOptions {
  /** How long to wait, in ms. The last poll begins when that time is over, and may take three seconds more. @default no limit */
  readonly maxWaitMs?: number | undefined;
}

/** Time allowed for the last poll, including up to 1 s in the rate limiter. */
const LAST_POLL_MS = 3_000;

/**
 * Polls until the task is over, and returns its last state.
 *
 * @param poll waits for a service that is away, and not beyond `until`, in ms since 1970
 * @throws {TaskStillRunning} when `maxWaitMs` is over and the task is not
 * @throws {RangeError} when `maxWaitMs` is out of its range
 */
export async function waitForTask(
  ref: TaskRef,
  poll: (signal: AbortSignal | undefined, until: number) => Promise<TaskPoll>,
  { maxWaitMs, pollDelay, signal, clock }: WaitOptions & { readonly clock: Clock },
): Promise<TaskState> {
  const until =
    maxWaitMs === undefined ? Number.POSITIVE_INFINITY : clock.now() + atLeast(0, 'maxWaitMs', maxWaitMs);
  const isOver = () => clock.now() >= until;
  const stillRunning = (cause?: unknown) => new TaskStillRunning(ref, maxWaitMs ?? 0, cause);
  const deadline = pollDeadline(maxWaitMs, clock, signal);
  try {
    const context = { clock, pollDelay, until, signal: deadline.signal };
    for await (const state of watchTask(() => poll(deadline.signal, until), context)) {
      if (isSettled(state)) return state;
      if (isOver()) throw stillRunning();
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof TaskStillRunning) throw error;
    const mayPass = isImageSearchError(error) && error.retryable;
    throw (mayPass && isOver()) || deadline.ended(error) ? stillRunning(error) : error;
  } finally {
    deadline.clear();
  }
  throw new Error('Defect in waitForTask: watching ended before the task. Please report this');
}

/** Aborts a poll that hangs past the deadline. Only with the system clock: an injected clock cannot drive a real timer. */
function pollDeadline(
  maxWaitMs: number | undefined,
  clock: Clock,
  signal: AbortSignal | undefined,
): Deadline {
  const hasTimer = maxWaitMs !== undefined && clock === systemClock;
  return new Deadline(hasTimer ? maxWaitMs + LAST_POLL_MS : undefined, signal);
}
