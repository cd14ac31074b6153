import { type ImageSearchError, isImageSearchError } from '../../shared/image-search-error.ts';
import type { Clock } from '../../shared/sleep.ts';
import { untilAborted } from '../../shared/until-aborted.ts';
import { defaultPollDelay } from '../poll-delay.ts';
import type { TaskCalls } from '../task-calls.ts';
import type { TaskRef } from '../task-ref.ts';
import { allTasks } from './all-tasks.ts';
import { findStarted, startedBy } from './find-started.ts';
import { assertMetaFile } from './meta-file.ts';
import { answerIsLost, busy, saysBusy, uncertain, unknownToTheList } from './submit-errors.ts';
import type { SubmitIntent } from './submit-intent.ts';
import type { TaskOrder } from './task-order.ts';
import { isOfPlace } from './task-place.ts';

export interface SubmitContext {
  readonly calls: TaskCalls;
  readonly clock: Clock;
  /** Resolves when a task is over. */
  readonly waitFor: (ref: TaskRef) => Promise<unknown>;
}

/** How often in a row the service may call itself busy while its list shows no running task. */
const MOST_REFUSALS = 10;

/**
 * Starts a task, once: when no other is running, with the file in its place, and its intent saved. An answer that was
 * lost is looked for in IncreaseList, never sent again.
 */
export async function submitTask(order: TaskOrder, around: SubmitContext): Promise<TaskRef> {
  const { calls, clock } = around;
  const { place, callbackAddress, signal } = order;
  for (let refusals = 1; ; refusals++) {
    const idle = await whenIdle(order, around);
    if (idle.ours !== undefined) return idle.ours;
    if (idle.waited) refusals = 1;
    await prepared(order);
    const { region, instance } = calls;
    const before = order.previousIntent?.before ?? idle.before; // what came after the first try may be its own
    const intent: SubmitIntent = { version: 1, region, instance, ...place, before };
    await untilAborted(Promise.resolve(order.onIntent?.(intent)), signal);
    signal?.throwIfAborted();
    try {
      return await calls.start(place, callbackAddress, signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (!isImageSearchError(error)) throw error;
      if (answerIsLost(error)) return await startedAnyway(error, intent, around, signal);
      const mayPass = saysBusy(error) && order.whenRunning !== 'refuse';
      if (!mayPass || refusals === MOST_REFUSALS) throw error;
      await clock.sleep(defaultPollDelay(refusals), signal); // another was faster, or the last one is still being put away
    }
  }
}

interface Idle {
  /** Those of this place that there were, and those whose place is not known. */
  readonly before: readonly string[];
  /** The task that is asked for, if it is there already. */
  readonly ours?: TaskRef | undefined;
  /** Whether another one was in the way. */
  readonly waited: boolean;
}

/** Looks until no task is running, or one is there that may be taken for this. */
async function whenIdle(order: TaskOrder, { calls, waitFor }: SubmitContext): Promise<Idle> {
  const { place, whenRunning, adoptSince, previousIntent, signal } = order;
  for (let waited = false; ; waited = true) {
    const tasks = await allTasks(calls, signal);
    const mayBeOfPlace = tasks.filter(({ ref }) => isOfPlace(ref, place) !== false);
    const before = mayBeOfPlace.map(({ ref }) => ref.id);
    const ours = previousIntent === undefined ? undefined : startedBy(previousIntent, tasks);
    if (ours !== undefined) return { before, ours, waited };
    const running = tasks.find(({ status }) => status === 'PROCESSING');
    if (running === undefined) return { before, waited };
    const { ref, createdAt } = running;
    if (whenRunning === 'adopt' && isOfPlace(ref, place) === true && createdAt >= adoptSince) {
      await assertMeta(order, order.etag);
      return { before, ours: ref, waited };
    }
    if (whenRunning !== 'wait') throw busy(ref);
    await waitFor(ref).catch((error) => {
      if (!isImageSearchError(error, 'TASK_NOT_FOUND')) throw error; // forgotten is over, too
    });
  }
}

/** The file put into its place, and looked at there. */
async function prepared(order: TaskOrder): Promise<void> {
  const { beforeSubmit, etag, signal } = order;
  const written = await untilAborted(Promise.resolve(beforeSubmit?.({ signal })), signal);
  await assertMeta(order, written?.etag ?? etag);
}

async function assertMeta({ store, address, signal }: TaskOrder, etag: string | undefined): Promise<void> {
  if (store !== undefined) await untilAborted(assertMetaFile(store, address, etag, signal), signal);
}

async function startedAnyway(
  error: ImageSearchError,
  intent: SubmitIntent,
  around: SubmitContext,
  signal: AbortSignal | undefined,
): Promise<TaskRef> {
  let found: TaskRef | undefined;
  try {
    found = await findStarted(intent, around, signal);
  } catch (cause) {
    signal?.throwIfAborted();
    throw uncertain(error, cause);
  }
  if (found === undefined) throw unknownToTheList(error);
  return found;
}
