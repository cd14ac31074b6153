import { BatchTaskClient } from '../task/batch-task-client.ts';
import { taskNotFound } from '../task/calls/task-errors.ts';
import type { TaskState } from '../task/calls/task-state.ts';
import { type ConnectionOptions, PROXY } from './connection.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Output, printable } from './output.ts';

export const taskClient = ({ region, instance, endpoint, network }: ConnectionOptions): BatchTaskClient =>
  new BatchTaskClient({ region, instance, endpoint, network, proxy: PROXY });

/** @throws {ImageSearchError} `TASK_NOT_FOUND` */
export async function taskOf(tasks: BatchTaskClient, id: string, signal: AbortSignal): Promise<TaskState> {
  const state = await tasks.find(id, { signal });
  if (state !== undefined) return state;
  throw taskNotFound(id, tasks.instance, 'Look at the list: imagesearch-import tasks');
}

/** Prints what the service says of a task. The address of its failures is signed, and so it is not printed. */
export function printTask(output: Output, state: TaskState): Promise<void> {
  const { ref, status, code, message, createdAt, modifiedAt, errorUrl } = state;
  const { id, bucket, path } = ref;
  const times = { createdAt: isoTime(createdAt), modifiedAt: isoTime(modifiedAt) };
  const ending = code === '0' ? '' : `${code} ${message}`;
  const lost = errorUrl === undefined ? '' : `images may have failed: imagesearch-import failures ${id}`;
  return output.result(
    { task: id, status, code, message, bucket, path, ...times, hasFailures: errorUrl !== undefined },
    printable(
      [id, status, `oss://${bucket}${path}`, times.createdAt ?? '', ending, lost].filter(Boolean).join('  '),
    ),
  );
}

const isoTime = (ms: number): string | null => (Number.isNaN(ms) ? null : new Date(ms).toISOString());

/** What a task that is over makes the process say. */
export const exitOf = ({ status }: TaskState): ExitCode => (status === 'SUCCESS' ? EXIT.fine : EXIT.data);

/** Watches a task to its end; each change is printed. A SUCCESS may have failures, and then the process says so. */
export async function watchToEnd(
  tasks: BatchTaskClient,
  state: Pick<TaskState, 'ref'>,
  output: Output,
  signal: AbortSignal,
): Promise<ExitCode> {
  let last: TaskState | undefined;
  try {
    for await (const now of tasks.watch(state.ref, { signal })) {
      if (now.status !== last?.status) await printTask(output, now);
      last = now;
    }
  } catch (error) {
    output.note(`Batch task ${state.ref.id} goes on at the service: watch ${state.ref.id} takes it up again`);
    throw error;
  }
  if (last === undefined) return EXIT.service;
  const failed = await count(tasks.failures(last, { signal }));
  if (failed === 0) return exitOf(last);
  output.note(`${failed} failures: imagesearch-import failures ${state.ref.id} tells of each`);
  return EXIT.data;
}

async function count(items: AsyncIterable<unknown>): Promise<number> {
  let number = 0;
  for await (const _ of items) number += 1;
  return number;
}
