import { ImageSearchError } from '../../shared/errors/image-search-error.ts';
import type { TaskRef } from './task-ref.ts';

/** The statuses of IncreaseList (API 2020-12-14). */
export type TaskStatus = 'PROCESSING' | 'SUCCESS' | 'FAIL';

/** Whether a task with this status is over. */
const SETTLED: Readonly<Record<TaskStatus, boolean>> = { PROCESSING: false, SUCCESS: true, FAIL: true };

/** The same statuses in the words of the callback (NORMAL) and of the console (the others): help page "Upload images", Mar 08 2024. */
const OTHER_WORDS = {
  NORMAL: 'SUCCESS',
  Imported: 'SUCCESS',
  Processing: 'PROCESSING',
  Failed: 'FAIL',
} as const satisfies Record<string, TaskStatus>;

/** What the service says of a task. SUCCESS means that the task ran through, not that every image is in: see `failures`. */
export interface TaskState {
  /** The task. */
  readonly ref: TaskRef;
  /** A status that no document names is kept as it came. */
  readonly status: TaskStatus | (string & {});
  /** `0` is success. No document lists the other codes. */
  readonly code: string;
  /** What the service says of it. */
  readonly message: string;
  /** URL of the file of failures, valid for two hours; undefined when the task left no such file. */
  readonly errorUrl: string | undefined;
  /** Milliseconds since 1970; NaN when the service gives no time that can be read. */
  readonly createdAt: number;
  /** When it was changed last, in ms since 1970; NaN when the service does not say. */
  readonly modifiedAt: number;
}

/** Reads an item of IncreaseList. Ids, codes and times come as numbers or as strings; here they have one type each. */
export function readTaskState(
  raw: Readonly<Record<string, unknown>>,
  region: string,
  instance: string,
): TaskState {
  const id = String(raw['Id'] ?? '');
  if (id === '') {
    throw new ImageSearchError('Cannot read the list of tasks: a task has no id', {
      code: 'BAD_ANSWER',
      retryable: true,
    });
  }
  return {
    ref: {
      version: 1,
      region,
      instance,
      id,
      bucket: String(raw['BucketName'] ?? ''),
      path: String(raw['Path'] ?? ''),
    },
    status: statusOf(String(raw['Status'] ?? '')),
    code: String(raw['Code'] ?? ''),
    message: String(raw['Msg'] ?? ''),
    errorUrl: raw['ErrorUrl'] ? String(raw['ErrorUrl']) : undefined,
    createdAt: timeOf(raw['UtcCreate']),
    modifiedAt: timeOf(raw['UtcModified']),
  };
}

const statusOf = (word: string): string =>
  Object.hasOwn(OTHER_WORDS, word) ? OTHER_WORDS[word as keyof typeof OTHER_WORDS] : word;

/** Reads milliseconds, as a number or as digits, and a date that says its zone. */
function timeOf(raw: unknown): number {
  const text = String(raw ?? '');
  if (/^\d+$/.test(text)) return Number(text);
  return /(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
}

/**
 * Whether a task is over.
 *
 * @throws {ImageSearchError} `UNKNOWN_TASK_STATUS` when no document names the status
 * @example
 * console.log(isSettled(await tasks.get(ref)) ? 'over' : 'still running');
 */
export function isSettled({ ref, status }: TaskState): boolean {
  if (Object.hasOwn(SETTLED, status)) return SETTLED[status as TaskStatus];
  throw new ImageSearchError(
    `Cannot tell whether task ${ref.id} is over as its status must be one of ${Object.keys(SETTLED).join(', ')}: current value is "${status}"`,
    {
      code: 'UNKNOWN_TASK_STATUS',
      advice: 'Look at the task in the console, and report the status it shows',
    },
  );
}
