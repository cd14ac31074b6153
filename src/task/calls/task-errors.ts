import { neverReachedService } from '../../service/errors/network-error.ts';
import { ImageSearchError } from '../../shared/errors/image-search-error.ts';
import type { TaskRef } from './task-ref.ts';

/** `wait` was given a time, which is over, and the task still runs. That is no failure of the task, which goes on. */
export class TaskStillRunning extends ImageSearchError {
  /** The task, to wait for it again. */
  readonly ref: TaskRef;

  constructor(ref: TaskRef, maxWaitMs: number, cause?: unknown) {
    const what = cause === undefined ? 'it is still running' : 'the service could not be asked';
    super(`Cannot tell how task ${ref.id} ends: ${what} after ${maxWaitMs} ms`, {
      code: 'TASK_STILL_RUNNING',
      retryable: true,
      advice: `The task goes on: wait for task ${ref.id} again, or raise maxWaitMs`,
      cause,
    });
    this.ref = ref;
  }
}

export const taskNotFound = (
  id: string,
  instance: string,
  advice = 'Check the instance and the region that the task was submitted to',
) =>
  new ImageSearchError(`Cannot find task ${id} of instance "${instance}": IncreaseList does not know it`, {
    code: 'TASK_NOT_FOUND',
    advice,
  });

export const taskRunning = ({ id, bucket, path, instance }: TaskRef) =>
  new ImageSearchError(
    `Cannot submit as instance "${instance}" runs one batch task at a time: task ${id} (oss://${bucket}${path}) is still running`,
    {
      code: 'TASK_RUNNING',
      retryable: true,
      advice: `Wait for task ${id} to end, then submit again`,
    },
  );

/** How IncreaseInstance refuses a second task: inferred, as no document says it (help page "Error codes", Jan 21 2026). */
export const isRefusedByRunningTask = ({ code }: ImageSearchError): boolean =>
  code === 'Console.IncrementStatusError';

/** Codes that say nothing of whether the work was done, even when their status is 4xx. */
const UNCLEAR_CODES = ['BAD_ANSWER', 'TIMEOUT', 'CONNECTION_LOST', 'RequestTimeout'];

/** Whether the service may have started the task although the call failed: unless it clearly refused the call. */
export function mayHaveStarted(error: ImageSearchError): boolean {
  const { code, httpStatus = 0 } = error;
  const isRefused = httpStatus >= 400 && httpStatus < 500 && !UNCLEAR_CODES.includes(code);
  return !isRefused && !isRefusedByRunningTask(error) && !neverReachedService(error);
}

/** @param cause why IncreaseList could not answer */
export const submitUncertain = ({ message, requestId }: ImageSearchError, cause: unknown) =>
  new ImageSearchError(
    `${message}; and IncreaseList, which would show whether the task was started, failed too`,
    {
      code: 'SUBMIT_UNCERTAIN',
      requestId,
      advice:
        'Look at the list of tasks before submitting again; TaskQueue, or findStarted() with a saved intent, does',
      cause,
    },
  );

/** The call failed, and IncreaseList, asked for some time, shows no task that it started. */
export const startedTaskNotListed = (
  { message, code, requestId, httpStatus, retryable, cause }: ImageSearchError,
  askedForMs: number,
) =>
  new ImageSearchError(
    `${message}; IncreaseList, asked for ${askedForMs / 1000} s, shows no task that the call started`,
    {
      ...{ code, requestId, httpStatus, retryable, cause },
      advice: 'Look at the list of tasks, and submit again if the task is not there; TaskQueue does both',
    },
  );
