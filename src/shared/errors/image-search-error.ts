import type { TaskRef } from '../model/task-ref.ts';
import { thrownByCaller } from './callers-code.ts';

/** The codes of this package; every other code is the service's. `explain` and docs/codes/errors.md have the next step for each. */
export const OWN_ERROR_CODES = [
  'NO_CREDENTIALS',
  'CONNECTION_REFUSED',
  'HOST_NOT_FOUND',
  'CERTIFICATE_REJECTED',
  'TLS_FAILED',
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
  'EXPORT_FAILED',
  'EXPORT_FILE_UNREADABLE',
  'LISTING_UNREADABLE',
  'PLAN_STALE',
  'SHARP_MISSING',
  'YAUZL_MISSING',
  'AWS_SDK_MISSING',
  'AZURE_SDK_MISSING',
  'OUT_OF_FILES',
  'OUT_OF_MEMORY',
  'DISK_FULL',
  'PACKAGE_MISSING',
  'QUEUE_UNREACHABLE',
  'QUEUE_REFUSED',
  'STATE_TAKEN',
  'STATE_NOT_FOUND',
  'IMAGES_NOT_HERE',
  'WORKER_FAILED',
] as const;

const brand = Symbol.for('imagesearch-import.ImageSearchError');

/**
 * The network or the service failed, so that a call of Image Search or OSS did not succeed; or a call needs something that
 * is missing: credentials, an optional package, open files, memory, or space on the disk.
 *
 * Misuse of this package throws `TypeError` or `RangeError` instead, and what is wrong with a
 * customer's data comes as issues.
 *
 * @example
 * try {
 *   await gallery.detail();
 * } catch (error) {
 *   if (!(error instanceof ImageSearchError)) throw error;
 *   console.error(error.code, error.requestId, error.retryable, error.advice);
 * }
 */
export class ImageSearchError extends Error {
  /** The name of the class. */
  override readonly name = 'ImageSearchError';
  readonly [brand] = true;
  /** The service's code or ours; docs/errors.md has them. */
  readonly code: string;
  /** What Alibaba's support asks for; undefined when there was no answer. */
  readonly requestId: string | undefined;
  /** Of the answer; undefined when there was none. */
  readonly httpStatus: number | undefined;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** The wait before the next try that the service asks for, in ms, 300,000 at most; undefined when it asks for no wait. */
  readonly retryAfterMs: number | undefined;
  /** What to do about it, where that is known. */
  readonly advice: string | undefined;
  /** The batch task that was started before the error. It continues at the service, and can be waited for. */
  taskRef: TaskRef | undefined;
  /** Of an import: the folder from which it can be continued; undefined when there is none. */
  state: string | undefined;
  /** Of an import: how many entries have their outcome already. */
  settled: number | undefined;

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
 * Puts facts into an error: the task that was started before it, since that continues at the service whatever the error is,
 * and the state that was kept. What takes no property, such as a frozen error or a string, becomes the cause of an error that
 * does.
 */
export function withFacts(
  error: unknown,
  facts: Partial<Pick<ImageSearchError, 'taskRef' | 'state' | 'settled'>>,
): Error {
  const carrier =
    error instanceof Error && Object.isExtensible(error) ? error : thrownByCaller('Cannot continue', error);
  return Object.assign(carrier, facts);
}

/**
 * True for an `ImageSearchError` of any loaded copy of this package, with the given code if one is named.
 *
 * @example
 * await gallery.detail().catch((error: unknown) => {
 *   if (!isImageSearchError(error, 'Console.InstanceNotFound')) throw error;
 *   console.error('There is no such instance');
 * });
 */
export function isImageSearchError(error: unknown, code?: string): error is ImageSearchError {
  return (
    error instanceof Error &&
    brand in error &&
    (code === undefined || (error as ImageSearchError).code === code)
  );
}
