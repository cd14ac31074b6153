import type { BatchTask } from './batch-task.ts';
import type { InstanceState } from './instance-state.ts';
import { runBatchTask, type TaskContext } from './run-batch-task.ts';
import { callbackOf, sendCallback } from './send-callback.ts';

export interface StartTaskOptions extends Omit<TaskContext, 'instance'> {
  /** Ends tasks that are still running. */
  readonly signal: AbortSignal;
  readonly onDefect: (error: unknown) => void;
  /** URL of the task's failure file; empty when there are no failures. */
  readonly errorUrl: (task: BatchTask) => string;
}

/** Puts a task on an instance's list and lets it run. */
export function startTask(
  instance: InstanceState,
  about: Pick<BatchTask, 'bucket' | 'path' | 'callbackAddress'>,
  options: StartTaskOptions,
): BatchTask {
  const now = options.clock.now();
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
  instance.addTask(task);
  void run(task, instance, options);
  return task;
}

/** Runs interrupted tasks again from their start: repeating their changes gives the same gallery. */
export function resumeTasks(instance: InstanceState, options: StartTaskOptions): void {
  for (const task of instance.tasks) if (task.status === 'PROCESSING') void run(task, instance, options);
}

/** A defect of the emulator ends the task as FAIL, so that no client waits for ever. */
async function run(
  task: BatchTask,
  instance: InstanceState,
  { signal, onDefect, errorUrl, ...context }: StartTaskOptions,
): Promise<void> {
  try {
    await runBatchTask(task, { ...context, instance }, signal);
  } catch (error) {
    if (signal.aborted) return;
    instance.changeTask(task, {
      status: 'FAIL',
      code: 'Console.InternalError',
      message: 'internal error',
      modifiedAt: context.clock.now(),
    });
    onDefect(error);
  } finally {
    if (!signal.aborted) {
      const callback = callbackOf(task, instance.options.name, errorUrl(task));
      void sendCallback(task.callbackAddress, callback, signal);
    }
  }
}
