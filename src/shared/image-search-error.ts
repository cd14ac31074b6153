import type { TaskRef } from './task-ref.ts';

/** The codes of this package; every other code is the service's. `docs/errors.md` has the next step for each. */
export const OWN_ERROR_CODES = [
  'NO_CREDENTIALS',
  'CONNECTION_REFUSED',
  'HOST_NOT_FOUND',
  'CERTIFICATE_REFUSED',
  'PROXY_REFUSED',
  'CONNECTION_LOST',
  'TIMEOUT',
  'BAD_ANSWER',
  'UNSUCCESSFUL',
  'REGION_MISMATCH',
  'TASK_RUNNING',
  'SUBMIT_UNCERTAIN',
  'META_FILE_MISSING',
  'META_FILE_CHANGED',
  'TASK_NOT_FOUND',
  'TASK_STILL_RUNNING',
  'UNKNOWN_TASK_STATUS',
  'FAILURE_FILE_UNREADABLE',
  'SHARP_MISSING',
] as const;

const brand = Symbol.for('imagesearch-import.ImageSearchError');

/**
 * The network or the service failed, so that a call of Image Search or OSS did not succeed; or a call needs something that
 * is missing: credentials, or an optional package.
 *
 * Misuse of this package throws `TypeError` or `RangeError` instead, and what is wrong with a
 * customer's data comes as issues.
 */
export class ImageSearchError extends Error {
  override readonly name = 'ImageSearchError';
  readonly [brand] = true;
  readonly code: string;
  readonly requestId: string | undefined;
  readonly httpStatus: number | undefined;
  readonly retryable: boolean;
  /** The wait before the next try that the service asks for, in ms, 300,000 at most; undefined when it asks for no wait. */
  readonly retryAfterMs: number | undefined;
  readonly advice: string | undefined;
  /** The batch task that was started before the error. It continues at the service, and can be waited for. */
  taskRef: TaskRef | undefined;

  /** @param details the facts about the failed call, beside the message */
  constructor(
    message: string,
    details: {
      /** Stable: the service's own code (`Console.InstanceNotFound`, `NoSuchBucket`), or a code of this package in capitals. */
      readonly code: string;
      /** The id that Alibaba's support asks for; undefined when no answer came. */
      readonly requestId?: string | undefined;
      readonly httpStatus?: number | undefined;
      /** Whether the same call may succeed later, unchanged. */
      readonly retryable?: boolean | undefined;
      /** The wait before the next try that the service asks for by `Retry-After`, in ms. */
      readonly retryAfterMs?: number | undefined;
      /** The next step for a person. */
      readonly advice?: string | undefined;
      readonly cause?: unknown | undefined;
    },
  ) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.code = details.code;
    this.requestId = details.requestId;
    this.httpStatus = details.httpStatus;
    this.retryable = details.retryable ?? false;
    this.retryAfterMs = details.retryAfterMs;
    this.advice = details.advice;
  }
}

/**
 * Puts the reference of a task into an error that came after the task's start, since the task continues at the service
 * whatever the error is. Returns the error.
 */
export function withTaskRef(error: unknown, taskRef: TaskRef): unknown {
  if (error instanceof Error && Object.isExtensible(error)) Object.assign(error, { taskRef });
  return error;
}

/** True for an `ImageSearchError` of any loaded copy of this package, with the given code if one is named. */
export function isImageSearchError(error: unknown, code?: string): error is ImageSearchError {
  return (
    error instanceof Error &&
    brand in error &&
    (code === undefined || (error as ImageSearchError).code === code)
  );
}
