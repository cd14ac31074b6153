import { growingDelay } from '../../shared/async/growing-delay.ts';
import { untilAborted } from '../../shared/async/until-aborted.ts';
import { type ImageSearchError, isImageSearchError } from '../../shared/errors/image-search-error.ts';
import {
  isRefusedByRunningTask,
  mayHaveStarted,
  startedTaskNotListed,
  submitUncertain,
  taskRunning,
} from '../calls/task-errors.ts';
import { isAtLocation } from '../calls/task-location.ts';
import type { TaskRef } from '../calls/task-ref.ts';
import { assertMetaFile } from './check-meta-file.ts';
import { type FindContext, findStarted, SEARCH_MS, type SubmitIntent, startedBy } from './find-started.ts';
import type { SubmitSettings } from './submit-options.ts';

export interface SubmitContext extends FindContext {
  /** Resolves when a task is over. */
  readonly waitFor: (ref: TaskRef) => Promise<unknown>;
}

/** How often in a row the service may refuse because of a running task while its list shows no running task. */
const MOST_REFUSALS = 10;

/**
 * Starts a task, once: when no other task is running, increment.meta is in its folder, and the intent is saved. When the
 * answer is lost, IncreaseList is searched for the task; the call is never sent again.
 */
export async function submitTask(settings: SubmitSettings, context: SubmitContext): Promise<TaskRef> {
  const { calls, clock } = context;
  const { location, callbackAddress, signal } = settings;
  for (let refusals = 1; ; refusals++) {
    const idle = await whenIdle(settings, context);
    if (idle.ours !== undefined) return idle.ours;
    if (idle.waited) refusals = 1;
    await prepareMetaFile(settings);
    const { region, instance } = calls;
    // A task that came after the previous intent may be the task of that intent, so the previous list counts.
    const before = settings.previousIntent?.before ?? idle.before;
    const intent: SubmitIntent = { version: 1, region, instance, ...location, before };
    await untilAborted(Promise.resolve(settings.onIntent?.(intent)), signal);
    signal?.throwIfAborted();
    try {
      return await calls.start(location, callbackAddress, signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (!isImageSearchError(error)) throw error;
      if (mayHaveStarted(error)) return await findAfterLostAnswer(error, intent, context, signal);
      await settings.onRefused?.();
      const mayPass = isRefusedByRunningTask(error) && settings.whenRunning !== 'refuse';
      if (!mayPass || refusals === MOST_REFUSALS) throw error;
      // Another process was faster, or the service has not yet finished with the last task.
      await clock.sleep(growingDelay(refusals), signal);
    }
  }
}

/** What the list shows once no task is in the way. */
interface IdleInstance {
  /** Ids of the tasks of this location, and of the tasks without a location. */
  readonly before: readonly string[];
  /** The task that is asked for, if it is there already. */
  readonly ours?: TaskRef | undefined;
  /** Whether another task had to be waited for. */
  readonly waited: boolean;
}

/** Reads the list until no task is running, or one is listed that can be taken for the task that is asked for. */
async function whenIdle(
  settings: SubmitSettings,
  { calls, history, waitFor }: SubmitContext,
): Promise<IdleInstance> {
  const { location, whenRunning, onRunning, adoptSince, previousIntent, signal } = settings;
  for (let waited = false; ; waited = true) {
    const tasks = await history.read(calls, signal);
    const mayBeHere = tasks.filter(({ ref }) => isAtLocation(ref, location) !== false);
    const before = mayBeHere.map(({ ref }) => ref.id);
    const ours = previousIntent === undefined ? undefined : startedBy(previousIntent, tasks);
    if (ours !== undefined) return { before, ours, waited };
    const running = tasks.find(({ status }) => status === 'PROCESSING');
    if (running === undefined) return { before, waited };
    const { ref, createdAt } = running;
    if (whenRunning === 'adopt' && isAtLocation(ref, location) === true && createdAt >= adoptSince) {
      await assertMeta(settings, settings.etag);
      return { before, ours: ref, waited };
    }
    if (whenRunning !== 'wait') throw taskRunning(ref);
    onRunning?.(ref);
    await waitFor(ref).catch((error) => {
      // The list no longer knows the task: treat it as finished.
      if (!isImageSearchError(error, 'TASK_NOT_FOUND')) throw error;
    });
  }
}

/** Has the caller put increment.meta into its folder, and makes sure that it is there. */
async function prepareMetaFile(settings: SubmitSettings): Promise<void> {
  const { beforeSubmit, etag, signal } = settings;
  const written = await untilAborted(Promise.resolve(beforeSubmit?.({ signal })), signal);
  await assertMeta(settings, written?.etag ?? etag);
}

async function assertMeta(
  { store, address, signal }: SubmitSettings,
  etag: string | undefined,
): Promise<void> {
  if (store !== undefined) await untilAborted(assertMetaFile(store, address, etag, signal), signal);
}

async function findAfterLostAnswer(
  error: ImageSearchError,
  intent: SubmitIntent,
  context: SubmitContext,
  signal: AbortSignal | undefined,
): Promise<TaskRef> {
  let found: TaskRef | undefined;
  try {
    found = await findStarted(intent, context, signal);
  } catch (cause) {
    signal?.throwIfAborted();
    throw submitUncertain(error, cause);
  }
  if (found === undefined) throw startedTaskNotListed(error, SEARCH_MS);
  return found;
}
