import type { BatchTask } from './batch-task.ts';
import type { InstanceState } from './instance-state.ts';
import { runBatchTask, type TaskSurroundings } from './run-batch-task.ts';
import { callbackOf, sendCallback } from './send-callback.ts';

export interface StartTaskOptions extends Omit<TaskSurroundings, 'instance'> {
  /** Ends tasks that are still running. */
  readonly signal: AbortSignal;
  readonly onDefect: (error: unknown) => void;
  /** Where the task's failures can be read, empty when there are none. */
  readonly errorUrl: (task: BatchTask) => string;
}

/** Puts a task on an instance's list and lets it run. A defect of ours ends it as FAIL, so that nobody waits for ever. */
export function startTask(
  instance: InstanceState,
  about: Pick<BatchTask, 'bucket' | 'path' | 'callbackAddress'>,
  { signal, onDefect, errorUrl, ...around }: StartTaskOptions,
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
  runBatchTask(task, { ...around, instance }, signal)
    .catch((error) => {
      if (signal.aborted) return;
      Object.assign(task, {
        status: 'FAIL',
        code: 'Console.InternalError',
        message: 'internal error',
        modifiedAt: around.clock.now(),
      });
      onDefect(error);
    })
    .finally(() => {
      if (signal.aborted) return;
      const callback = callbackOf(task, instance.options.name, errorUrl(task));
      void sendCallback(task.callbackAddress, callback, signal);
    });
  return task;
}
