import type { TaskRef } from './task-ref.ts';

/** Our own codes; every other code is the service's. `docs/errors.md` says what to do at each. */
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
 * The network or the service failed: a call to Image Search or OSS did not do what was asked. Or what a call takes
 * is not there: credentials, or a package that is optional.
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
  /** How long the service asks to wait before the next try, in ms, 300,000 at most; undefined when it does not say. */
  readonly retryAfterMs: number | undefined;
  readonly advice: string | undefined;
  /** The batch task that was started before the error, and that goes on at the service: to wait for, or to look at. */
  taskRef: TaskRef | undefined;

  /** @param details what is known of the failed call, beside the message */
  constructor(
    message: string,
    details: {
      /** Stable: the service's own code (`Console.InstanceNotFound`, `NoSuchBucket`) or one of ours in capitals. */
      readonly code: string;
      /** What Alibaba's support asks for; absent when no answer came. */
      readonly requestId?: string | undefined;
      readonly httpStatus?: number | undefined;
      /** Whether the same call may succeed later, unchanged. */
      readonly retryable?: boolean | undefined;
      /** How long the service asks to wait before the next try, in ms: its header `Retry-After`. */
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
 * Lets an error name the task that was started before it: any error, since whatever goes wrong then, the task goes on.
 * Gives the error back.
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
