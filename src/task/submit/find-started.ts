import { growingDelay } from '../../shared/async/growing-delay.ts';
import type { Clock } from '../../shared/async/sleep.ts';
import { ImageSearchError } from '../../shared/errors/image-search-error.ts';
import type { TaskCalls } from '../calls/task-calls.ts';
import type { ListedTask, TaskHistory } from '../calls/task-history.ts';
import { isAtLocation } from '../calls/task-location.ts';
import type { TaskRef } from '../calls/task-ref.ts';

/**
 * What is about to be sent, as plain JSON. Saved before IncreaseInstance is called, it lets another process find the task
 * that the call started: a task of this location that was not there before.
 */
export interface SubmitIntent {
  /** The version of the format, for those that save it. */
  readonly version: 1;
  /** The region of the instance. */
  readonly region: string;
  /** The instance that is to run the task. */
  readonly instance: string;
  /** The bucket that increment.meta is in. */
  readonly bucket: string;
  /** The folder of increment.meta in the bucket. */
  readonly path: TaskRef['path'];
  /** Ids of the tasks of this location, and of the tasks without a location, that were listed before the call. */
  readonly before: readonly string[];
}

/** How long to search for a started task: no document says how soon IncreaseList shows it. */
export const SEARCH_MS = 5_000;

export interface FindContext {
  readonly calls: TaskCalls;
  readonly clock: Clock;
  readonly history: TaskHistory;
}

/** The task that an intent started; undefined when IncreaseList does not show it within `SEARCH_MS`. */
export async function findStarted(
  intent: SubmitIntent,
  { calls, clock, history }: FindContext,
  signal: AbortSignal | undefined,
): Promise<TaskRef | undefined> {
  const until = clock.now() + SEARCH_MS;
  for (let n = 0; ; n++) {
    const isLast = clock.now() >= until; // by when the reading begins, since a long list takes seconds to read
    const found = startedBy(intent, await history.read(calls, signal));
    if (found !== undefined || isLast) return found;
    await clock.sleep(Math.min(growingDelay(n), Math.max(0, until - clock.now())), signal);
  }
}

/**
 * The first of these tasks that is at the location of the intent and was not there before it.
 *
 * @throws {ImageSearchError} `BAD_ANSWER` when a new task is listed without its location
 */
export function startedBy(intent: SubmitIntent, tasks: readonly ListedTask[]): TaskRef | undefined {
  const before = new Set(intent.before);
  const added = tasks.filter(({ ref }) => !before.has(ref.id));
  const unknown = added.find(({ ref }) => isAtLocation(ref, intent) === undefined);
  if (unknown !== undefined) {
    throw new ImageSearchError(
      `Cannot tell which folder task ${unknown.ref.id} reads: IncreaseList gives no bucket or path`,
      {
        code: 'BAD_ANSWER',
        retryable: true,
      },
    );
  }
  return added.filter(({ ref }) => isAtLocation(ref, intent)).toSorted(byCreation)[0]?.ref;
}

/** By creation time; ties and unreadable times fall back to the smaller id. */
const byCreation = (one: ListedTask, other: ListedTask): number =>
  one.createdAt - other.createdAt || Number(one.ref.id) - Number(other.ref.id);
