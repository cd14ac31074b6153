import { ImageSearchError } from '../../shared/image-search-error.ts';
import type { TaskRef } from '../task-ref.ts';
import { isUnsent } from '../unsent.ts';
import { LOOK_MS } from './find-started.ts';

/** What says nothing of whether the work was done, even with a status of 4xx. */
const UNCLEAR = ['BAD_ANSWER', 'TIMEOUT', 'CONNECTION_LOST', 'RequestTimeout'];

/** Whether the call may have been carried out although it failed here: unless it was refused for sure. */
export function answerIsLost(error: ImageSearchError): boolean {
  const { code, httpStatus = 0 } = error;
  const isRefused = httpStatus >= 400 && httpStatus < 500 && !UNCLEAR.includes(code);
  return !isRefused && !saysBusy(error) && !isUnsent(error);
}

/** What a second task is answered with: inferred, as no document says it (help page "Error codes", Jan 21 2026). */
export const saysBusy = ({ code }: ImageSearchError): boolean => code === 'Console.IncrementStatusError';

export const busy = ({ id, bucket, path, instance }: TaskRef) =>
  new ImageSearchError(
    `Cannot submit as instance "${instance}" runs one batch task at a time: task ${id} (oss://${bucket}${path}) is still running`,
    {
      code: 'TASK_RUNNING',
      retryable: true,
      advice: `Wait for task ${id} to end, then submit again`,
    },
  );

export const uncertain = ({ message, requestId }: ImageSearchError, cause: unknown) =>
  new ImageSearchError(
    `${message}; and IncreaseList, which would tell whether the task was started, failed too`,
    {
      code: 'SUBMIT_UNCERTAIN',
      requestId,
      advice:
        'Look at the list of tasks before submitting again; TaskQueue, or findStarted() with a saved intent, does',
      cause,
    },
  );

/** The call failed, and IncreaseList knows of no task that came of it. */
export function unknownToTheList({
  message,
  code,
  requestId,
  httpStatus,
  retryable,
  cause,
}: ImageSearchError) {
  return new ImageSearchError(
    `${message}; IncreaseList, asked for ${LOOK_MS / 1000} s, knows of no task that came of it`,
    {
      code,
      requestId,
      httpStatus,
      retryable,
      cause,
      advice: 'Look at the list of tasks, and submit again if there is none; TaskQueue does both',
    },
  );
}
