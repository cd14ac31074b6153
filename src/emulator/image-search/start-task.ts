import type { BatchTask } from './batch-task.ts';
import type { InstanceState } from './instance-state.ts';
import { runBatchTask, type TaskSurroundings } from './run-batch-task.ts';

export interface StartTaskOptions extends Omit<TaskSurroundings, 'instance'> {
  /** Ends tasks that are still running. */
  readonly signal: AbortSignal;
  readonly onDefect: (error: unknown) => void;
}

/** Puts a task on an instance's list and lets it run. A defect of ours ends it as FAIL, so that nobody waits for ever. */
export function startTask(
  instance: InstanceState,
  about: Pick<BatchTask, 'bucket' | 'path' | 'callbackAddress'>,
  { signal, onDefect, ...around }: StartTaskOptions,
): BatchTask {
  const now = around.clock.now();
  const task: BatchTask = {
    ...about,
    id: instance.tasks.length + 1,
    createdAt: now,
    modifiedAt: now,
    status: 'PROCESSING',
    code: '0',
    message: 'processing',
    failureKey: undefined,
  };
  instance.tasks.push(task);
  runBatchTask(task, { ...around, instance }, signal).catch((error) => {
    if (signal.aborted) return;
    Object.assign(task, {
      status: 'FAIL',
      code: 'Console.InternalError',
      message: 'internal error',
      modifiedAt: around.clock.now(),
    });
    onDefect(error);
  });
  return task;
}
