import { MetaFileBuilder } from '../../meta/meta-file-builder.ts';
import { META_FILE_NAME } from '../../meta/model/meta-file-name.ts';
import type { MetaRecord } from '../../meta/model/meta-record.ts';
import { keyIn } from '../../service/addresses/oss-address.ts';
import { assertConserved } from '../../shared/errors/conservation.ts';
import { isImageSearchError } from '../../shared/errors/image-search-error.ts';
import type { TaskRef } from '../../shared/model/task-ref.ts';
import type { TaskState } from '../../task/calls/task-state.ts';
import type { ImportContext } from '../import-context.ts';
import { type NumberedLine, readLedger } from '../ledger.ts';
import type { TaskFacts } from '../state/import-facts.ts';
import { linesOfPart, type Part, sizeOfPart } from '../state/part.ts';
import type { Shard } from '../state/shard.ts';

/**
 * Runs the batch task for some lines of a shard to its end: writes increment.meta, puts it in its place and starts the task, once
 * whatever happened before, and waits for it. All tasks use one folder, as PicName must not depend on the shard.
 */
export async function runTask(shard: Shard, part: Part, context: ImportContext): Promise<TaskState> {
  const { settings, services, run } = context;
  const { signal, pollDelay, onProgress } = settings;
  const facts = shard.taskFacts(part);
  const ref = facts.task ?? (await startTask(shard, part, context));
  run.taskRef = ref;
  run.isWorthKeeping = true;
  if (facts.over?.status === 'FAIL') return knownState(facts.over, ref);
  if (facts.task === undefined) await shard.noteTask(part, { task: ref });
  onProgress({ stage: 'waiting', done: 0, of: 1, taskId: ref.id });
  try {
    const state = await services.tasks.wait(ref, { signal, pollDelay });
    onProgress({ stage: 'waiting', done: 1, of: 1, taskId: ref.id, isOver: true });
    const { status, code, message, errorUrl } = state;
    if (facts.over === undefined) await shard.noteTask(part, { over: { status, code, message, errorUrl } });
    return state;
  } catch (error) {
    const { over } = facts;
    if (over === undefined || !isImageSearchError(error, 'TASK_NOT_FOUND')) throw error;
    // The service has forgotten a task that an earlier run has seen to its end.
    return knownState(over, ref);
  }
}

/** The state of a task that an earlier run has seen to its end. */
const knownState = (over: NonNullable<TaskFacts['over']>, ref: TaskRef): TaskState => ({
  ...{ ...over, errorUrl: over.errorUrl, ref },
  ...{ createdAt: Number.NaN, modifiedAt: Number.NaN },
});

async function startTask(shard: Shard, part: Part, context: ImportContext): Promise<TaskRef> {
  const { to = '', folder, onProgress, signal } = context.settings;
  const { tasks, store } = context.services;
  const metaKey = keyIn(folder, META_FILE_NAME);
  const previousIntent = shard.taskFacts(part).intent ?? undefined;
  await writeMetaFile(shard, part, context);
  return tasks.submit(to, {
    ...{ store, signal, previousIntent, whenRunning: 'wait' },
    beforeSubmit: async () => {
      await shard.confirm(); // the file in its place may be that of whoever has taken over
      return store.put(metaKey, { path: shard.metaFile }, { signal });
    },
    onIntent: async (intent) => {
      await shard.noteTask(part, { intent });
      await shard.confirm(); // this process may have stood still since, and the next step starts the task
    },
    // What an earlier run has sent, with an unknown result, counts on.
    onRefused: () => shard.noteTask(part, { intent: previousIntent ?? null }),
    onRunning: (otherTask) => onProgress({ stage: 'waiting', done: 0, of: 1, taskId: undefined, otherTask }),
  });
}

async function writeMetaFile(shard: Shard, part: Part, context: ImportContext): Promise<void> {
  const { serviceType, settings } = context;
  const { profile, signal } = settings;
  const builder = new MetaFileBuilder({ serviceType, profile });
  const records = recordsOf(shard.ledger, part);
  const { adds, deletes } = await builder.writeTo(shard.metaFile, { records, signal });
  assertConserved('increment.meta', sizeOfPart(part), { adds, deletes }); // every line was checked before its upload
}

async function* recordsOf(ledger: string, part: Part): AsyncGenerator<MetaRecord, void, void> {
  for await (const { record } of readPart(ledger, part)) yield record;
}

/** The lines of a part, in order. Each has its number in the shard. */
export async function* readPart(ledger: string, part: Part): AsyncGenerator<NumberedLine, void, void> {
  const wanted = linesOfPart(part);
  let next = wanted.next();
  for await (const line of readLedger(ledger)) {
    if (next.done) return;
    if (line.line !== next.value) continue;
    yield line;
    next = wanted.next();
  }
}
