import { callable } from '../../shared/checks.ts';
import type { Clock } from '../../shared/sleep.ts';
import type { BatchTaskClient } from '../batch-task-client.ts';
import type { MetaFileStore } from '../submit/meta-file.ts';
import { checkCallbackAddress } from '../submit/task-order.ts';
import type { QueuedFile } from './queue-entry.ts';
import type { QueueStorage } from './queue-storage.ts';

export interface TaskQueueOptions {
  readonly tasks: BatchTaskClient;
  /** Where the queue is kept through crashes, such as `queueFile(path)`. */
  readonly storage: QueueStorage;
  /** Where the files lie: each is asked for just before its task starts. @default not asked */
  readonly store?: MetaFileStore | undefined;
  /**
   * Runs when it is a file's turn and no task is running: the moment to put increment.meta in its place, where several
   * share a folder. After a crash it may run again, until the task has started. The ETag that it gives is looked for.
   */
  readonly beforeSubmit?: (
    file: QueuedFile,
    options: { readonly signal: AbortSignal | undefined },
    // biome-ignore lint/suspicious/noConfusingVoidType: a function that gives nothing must be allowed, too
  ) => Promise<{ readonly etag?: string | undefined } | void>;
  /** Called by the service when a task is over. */
  readonly callbackAddress?: string | undefined;
  /** For the waits between tries. @default the machine's */
  readonly clock?: Clock | undefined;
}

/** @throws {TypeError} before any I/O, when an option is missing or breaks a rule */
export function checkQueueOptions(options: TaskQueueOptions): TaskQueueOptions {
  const { tasks, storage, callbackAddress, beforeSubmit } = options;
  const isStorage = typeof storage?.load === 'function' && typeof storage.append === 'function';
  if (typeof tasks?.submit !== 'function' || !isStorage)
    throw new TypeError(
      "Cannot open a queue as it takes 'tasks', a BatchTaskClient, and 'storage', such as queueFile(path)",
    );
  checkCallbackAddress(callbackAddress);
  if (beforeSubmit !== undefined) callable('beforeSubmit', beforeSubmit);
  return options;
}
