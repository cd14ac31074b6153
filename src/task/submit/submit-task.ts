import { type ImageSearchError, isImageSearchError } from '../../shared/image-search-error.ts';
import type { Clock } from '../../shared/sleep.ts';
import { pollDelay } from '../poll-delay.ts';
import { samePlace, type TaskCalls } from '../task-calls.ts';
import { TaskList } from '../task-list.ts';
import type { TaskRef } from '../task-ref.ts';
import type { TaskState } from '../task-state.ts';
import { findStarted } from './find-started.ts';
import { assertMetaFile } from './meta-file.ts';
import { answerIsLost, busy, saysBusy, uncertain } from './submit-errors.ts';
import type { SubmitIntent } from './submit-intent.ts';
import type { TaskOrder } from './task-order.ts';

export interface SubmitSurroundings {
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
export async function submitTask(order: TaskOrder, around: SubmitSurroundings): Promise<TaskRef> {
  const { calls, clock } = around;
  const { place, address, store, callbackAddress, signal } = order;
  for (let refusals = 1; ; refusals++) {
    const { before, adopted } = await whenIdle(order, around);
    if (adopted !== undefined) return adopted;
    const written = await order.prepare?.();
    if (store !== undefined) await assertMetaFile(store, address, written?.etag ?? order.etag, signal);
    const { region, instance } = calls;
    const intent: SubmitIntent = { version: 1, region, instance, ...place, before };
    await order.onIntent?.(intent);
    signal?.throwIfAborted();
    try {
      return await calls.start(place, callbackAddress, signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (!isImageSearchError(error)) throw error;
      if (answerIsLost(error)) return await startedAnyway(error, intent, around, signal);
      if (!saysBusy(error) || order.whenRunning === 'refuse' || refusals === MOST_REFUSALS) throw error;
      await clock.sleep(pollDelay(refusals), signal); // another was faster, or the last one is still being put away
    }
  }
}

/** Looks until no task is running, or one that may be taken for this. */
async function whenIdle(
  { place, whenRunning, since, signal }: TaskOrder,
  { calls, waitFor }: SubmitSurroundings,
): Promise<{ readonly before: readonly string[]; readonly adopted?: TaskRef }> {
  for (;;) {
    const before: string[] = [];
    let running: TaskState | undefined;
    for await (const state of new TaskList(calls, undefined, signal)) {
      if (samePlace(state.ref, place)) before.push(state.ref.id);
      if (state.status !== 'PROCESSING') continue;
      running = state;
      break;
    }
    if (running === undefined) return { before };
    const isAskedFor = samePlace(running.ref, place) && running.createdAt >= since;
    if (whenRunning === 'adopt' && isAskedFor) return { before, adopted: running.ref };
    if (whenRunning !== 'wait') throw busy(running.ref);
    await waitFor(running.ref);
  }
}

async function startedAnyway(
  error: ImageSearchError,
  intent: SubmitIntent,
  around: SubmitSurroundings,
  signal: AbortSignal | undefined,
): Promise<TaskRef> {
  let found: TaskRef | undefined;
  try {
    found = await findStarted(intent, around, signal);
  } catch (cause) {
    signal?.throwIfAborted();
    throw uncertain(error, cause);
  }
  if (found === undefined) throw error; // the service knows of no such task: the caller may submit again
  return found;
}
