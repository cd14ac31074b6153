import { ImageSearchError } from '../shared/image-search-error.ts';
import type { TaskRef } from './task-ref.ts';

/** The time given to `wait` is over and the task is not: no failure of the task, which goes on. */
export class TaskStillRunning extends ImageSearchError {
  /** To wait for it again. */
  readonly ref: TaskRef;

  constructor(ref: TaskRef, timeoutMs: number, cause?: unknown) {
    const what = cause === undefined ? 'it is still running' : 'the service has not said so';
    super(`Cannot tell how task ${ref.id} ends: ${what} after ${timeoutMs} ms`, {
      code: 'TASK_STILL_RUNNING',
      retryable: true,
      advice: `The task goes on: wait for task ${ref.id} again, or allow more time`,
      cause,
    });
    this.ref = ref;
  }
}
