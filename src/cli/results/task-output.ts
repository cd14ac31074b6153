import { type BatchTaskClient, ImageSearchError, type TaskState } from '../../index.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { counted } from '../output/counted.ts';
import { nextCommand } from '../output/next-command.ts';
import { inColumns } from '../output/text-width.ts';

/** @throws {TypeError} for what is no id, {ImageSearchError} `TASK_NOT_FOUND` */
export async function taskOf(
  tasks: BatchTaskClient,
  id: string,
  settings: Context['settings'],
  signal: AbortSignal,
): Promise<TaskState> {
  if (!/^\d{1,20}$/.test(id))
    throw new TypeError(
      `Cannot ask for batch task ${JSON.stringify(id)} as the id of a task has digits alone: list them with ${nextCommand('tasks', settings)}`,
    );
  const state = await tasks.find(id, { signal });
  if (state !== undefined) return state;
  throw new ImageSearchError(`Cannot find task ${id} of instance "${tasks.instance}"`, {
    code: 'TASK_NOT_FOUND',
    advice: `List the tasks that the service knows: ${nextCommand('tasks', settings)}`,
  });
}

/** Of a list of tasks: the widths that ids, statuses, folders and times usually have. */
const WIDTHS = [8, 10, 32, 24];

/** What stands above the tasks of a list. */
export const TASK_COLUMNS = inColumns(['ID', 'STATUS', 'FOLDER', 'CREATED', 'REMARKS'], WIDTHS);

/** Prints the state of a task. The address of its failure file is not printed, since it is signed. */
export function printTask({ output, settings }: Context, state: TaskState): Promise<void> | undefined {
  const { ref, status, code, message, createdAt, modifiedAt, errorUrl } = state;
  const { id, bucket, path } = ref;
  const times = { createdAt: isoTime(createdAt), modifiedAt: isoTime(modifiedAt) };
  const reason = code === '0' ? '' : `${code} ${message}`;
  const hint =
    errorUrl === undefined ? '' : `images may have failed: ${nextCommand(`failures ${id}`, settings)}`;
  return output.result(
    { task: id, status, code, message, bucket, path, ...times, hasFailures: errorUrl !== undefined },
    inColumns(
      [
        id,
        status,
        `oss://${bucket}${path}`,
        times.createdAt ?? '',
        [reason, hint].filter(Boolean).join('  '),
      ],
      WIDTHS,
    ),
  );
}

const isoTime = (ms: number): string | null => (Number.isNaN(ms) ? null : new Date(ms).toISOString());

/** The exit code for a task that is over. */
export const exitOf = ({ status }: TaskState): ExitCode => (status === 'SUCCESS' ? EXIT.fine : EXIT.data);

/** Watches a task to its end, and prints each change. The exit code also reports failures of a task that ended in SUCCESS. */
export async function watchToEnd(
  tasks: BatchTaskClient,
  state: Pick<TaskState, 'ref'>,
  context: Context,
): Promise<ExitCode> {
  const { output, settings, signal } = context;
  let last: TaskState | undefined;
  try {
    for await (const now of tasks.watch(state.ref, { signal })) {
      if (now.status !== last?.status) await printTask(context, now);
      last = now;
    }
  } catch (error) {
    output.note(
      `Batch task ${state.ref.id} goes on at the service; watch it with: ${nextCommand(`watch ${state.ref.id}`, settings)}`,
    );
    throw error;
  }
  if (last === undefined) return EXIT.service;
  const failed = await count(tasks.failures(last, { signal }));
  if (failed === 0) return exitOf(last);
  output.note(
    `${counted(failed, 'failure')}, listed by: ${nextCommand(`failures ${state.ref.id}`, settings)}`,
  );
  return EXIT.data;
}

async function count(items: AsyncIterable<unknown>): Promise<number> {
  let number = 0;
  for await (const _ of items) number += 1;
  return number;
}
