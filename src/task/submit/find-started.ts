import { ImageSearchError } from '../../shared/image-search-error.ts';
import type { Clock } from '../../shared/sleep.ts';
import { defaultPollDelay } from '../poll-delay.ts';
import type { TaskCalls } from '../task-calls.ts';
import type { TaskRef } from '../task-ref.ts';
import type { TaskState } from '../task-state.ts';
import { allTasks } from './all-tasks.ts';
import type { SubmitIntent } from './submit-intent.ts';
import { isOfPlace } from './task-place.ts';

/** How long a task is looked for: no document says how soon IncreaseList shows one. */
export const LOOK_MS = 5_000;

/** The task that came of an intent; undefined when, after some seconds of looking, the service knows of none. */
export async function findStarted(
  intent: SubmitIntent,
  { calls, clock }: { readonly calls: TaskCalls; readonly clock: Clock },
  signal: AbortSignal | undefined,
): Promise<TaskRef | undefined> {
  const until = clock.now() + LOOK_MS;
  for (let look = 0; ; look++) {
    const isLast = clock.now() >= until; // a long list takes seconds: what counts is when its reading began
    const found = startedBy(intent, await allTasks(calls, signal));
    if (found !== undefined || isLast) return found;
    await clock.sleep(Math.min(defaultPollDelay(look), Math.max(0, until - clock.now())), signal);
  }
}

/**
 * The first of these tasks that came after an intent, of its place.
 *
 * @throws {ImageSearchError} `BAD_ANSWER` when one came of which the service does not say the place
 */
export function startedBy(intent: SubmitIntent, tasks: readonly TaskState[]): TaskRef | undefined {
  const before = new Set(intent.before);
  const later = tasks.filter(({ ref }) => !before.has(ref.id));
  const unknown = later.find(({ ref }) => isOfPlace(ref, intent) === undefined);
  if (unknown !== undefined) {
    throw new ImageSearchError(
      `Cannot tell what task ${unknown.ref.id} is of: IncreaseList gives no bucket or path`,
      {
        code: 'BAD_ANSWER',
        retryable: true,
      },
    );
  }
  return later.filter(({ ref }) => isOfPlace(ref, intent)).toSorted(byAge)[0]?.ref;
}

/** Oldest first; of one moment, or of none, the smaller id. */
const byAge = (one: TaskState, other: TaskState): number =>
  one.createdAt - other.createdAt || Number(one.ref.id) - Number(other.ref.id);
