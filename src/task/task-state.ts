import { ImageSearchError } from '../shared/image-search-error.ts';
import type { TaskRef } from './task-ref.ts';

/** Whether a task of this status is over. The statuses are those of IncreaseList (API 2020-12-14). */
export const SETTLED = { PROCESSING: false, SUCCESS: true, FAIL: true } as const satisfies Record<
  string,
  boolean
>;

export type TaskStatus = keyof typeof SETTLED;

/** What the service says of a task. SUCCESS means that it ran through, not that every image is in: see `failures`. */
export interface TaskState {
  readonly ref: TaskRef;
  readonly status: TaskStatus;
  /** `0` is success. No list of the others is published. */
  readonly code: string;
  readonly message: string;
  /** Where the file of failures lies; valid for two hours. */
  readonly errorUrl: string | undefined;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly modifiedAt: number;
}

/** An item of IncreaseList, made regular: ids come as numbers or strings, and so do the times. */
export function readTaskState(
  raw: Readonly<Record<string, unknown>>,
  region: string,
  instance: string,
): TaskState {
  const id = String(raw['Id'] ?? '');
  const status = String(raw['Status'] ?? '');
  if (!Object.hasOwn(SETTLED, status) || id === '') {
    throw new ImageSearchError(
      `Cannot read task ${id || '(no id)'} as its status must be one of ${Object.keys(SETTLED).join(', ')}: current value is "${status}"`,
      {
        code: 'UNKNOWN_TASK_STATUS',
        advice: 'Look at the task in the console, and report the status it shows',
      },
    );
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
    status: status as TaskStatus,
    code: String(raw['Code'] ?? ''),
    message: String(raw['Msg'] ?? ''),
    errorUrl: raw['ErrorUrl'] ? String(raw['ErrorUrl']) : undefined,
    createdAt: Number(raw['UtcCreate'] ?? 0),
    modifiedAt: Number(raw['UtcModified'] ?? 0),
  };
}
