import type { Clock } from '../../shared/async/sleep.ts';
import { callable } from '../../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../../shared/options/known-options.ts';
import type { BatchTaskClient } from '../batch-task-client.ts';
import { checkCallbackAddress, type SubmitOptions } from '../submit/submit-options.ts';
import type { QueuedFile } from './queue-entry.ts';
import type { QueueStorage } from './queue-storage.ts';

/** What a `TaskQueue` takes. A misspelt name is an error. */
export interface TaskQueueOptions {
  /** The client that submits. */
  readonly tasks: BatchTaskClient;
  /** Where the queue is stored, such as `queueFile(path)`. */
  readonly storage: QueueStorage;
  /** The bucket of the files: asked for each file just before its task starts. @default not asked */
  readonly store?: SubmitOptions['store'] | undefined;
  /**
   * Runs when it is a file's turn and no task is running: the moment to put increment.meta into its folder, where several
   * files share a folder. After a crash it may run again, until the task has started. The `store` must then show the ETag
   * that this function returns.
   */
  readonly beforeSubmit?:
    | ((
        file: QueuedFile,
        options: { readonly signal: AbortSignal | undefined },
        // biome-ignore lint/suspicious/noConfusingVoidType: a function that returns nothing must be allowed, too
      ) => Promise<{ readonly etag?: string | undefined } | void>)
    | undefined;
  /** Called by the service when a task is over. */
  readonly callbackAddress?: string | undefined;
  /** The clock for the waits between tries. @default the system clock */
  readonly clock?: Clock | undefined;
}

const QUEUE_OPTIONS: OptionNames<TaskQueueOptions> = {
  ...{ tasks: true, storage: true, store: true, beforeSubmit: true, callbackAddress: true, clock: true },
};

/** @throws {TypeError} before any I/O, when an option is missing, unknown or breaks a rule */
export function checkQueueOptions(options: TaskQueueOptions): TaskQueueOptions {
  knownOptions('TaskQueue.open()', options, QUEUE_OPTIONS);
  const { tasks, storage, callbackAddress, beforeSubmit } = options;
  const isStorage = typeof storage?.load === 'function' && typeof storage.append === 'function';
  if (typeof tasks?.submit !== 'function' || !isStorage)
    throw new TypeError(
      "Cannot open a queue as it needs 'tasks', a BatchTaskClient, and 'storage', such as queueFile(path)",
    );
  checkCallbackAddress(callbackAddress);
  if (beforeSubmit !== undefined) callable('beforeSubmit', beforeSubmit);
  return options;
}
