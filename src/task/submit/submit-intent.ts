import type { TaskRef } from '../task-ref.ts';

/**
 * What is about to be sent, as plain JSON. Saved before IncreaseInstance, it lets another process find out what
 * became of it: a task of this place that was not there before.
 */
export interface SubmitIntent {
  readonly version: 1;
  readonly region: string;
  readonly instance: string;
  readonly bucket: string;
  readonly path: TaskRef['path'];
  /** The ids of the tasks of this place that there were, and of those whose place the service did not tell. */
  readonly before: readonly string[];
}
