import { ImageSearchError } from '../shared/image-search-error.ts';
import type { TaskRef } from './task-ref.ts';

/** Whether the call may have been carried out although it failed here. */
export const answerIsLost = ({ code, httpStatus }: ImageSearchError) =>
  ['TIMEOUT', 'CONNECTION_LOST', 'BAD_ANSWER'].includes(code) || (httpStatus ?? 0) >= 500;

export const lost = (what: string) =>
  new ImageSearchError(`Cannot go on: ${what}`, { code: 'BAD_ANSWER', retryable: true });

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
      advice: 'Submit again later: it looks first, and refuses while such a task is running',
      cause,
    },
  );
