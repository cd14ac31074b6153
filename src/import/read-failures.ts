import { isImageSearchError } from '../shared/image-search-error.ts';
import type { BatchTaskClient } from '../task/batch-task-client.ts';
import type { TaskState } from '../task/calls/task-state.ts';
import type { ImageFailure } from '../task/failures/failure-line.ts';

export interface ReportedFailures {
  readonly failures: readonly ImageFailure[];
  /** True when an image may have failed that is not among the failures: then the gallery has the last word. */
  readonly inDoubt: boolean;
  /** Why the file could not be read, for people. */
  readonly trouble: readonly string[];
}

/**
 * What the task left of failures. A file that cannot be read does not end an import whose task is over, since every
 * entry is to be told; and an empty one proves nothing, as no document says when there is one.
 */
export async function readFailures(
  tasks: BatchTaskClient,
  state: TaskState,
  signal: AbortSignal | undefined,
): Promise<ReportedFailures> {
  const failures: ImageFailure[] = [];
  try {
    for await (const failure of tasks.failures(state, { signal })) failures.push(failure);
    return { failures, inDoubt: state.errorUrl !== undefined && failures.length === 0, trouble: [] };
  } catch (error) {
    if (!isImageSearchError(error)) throw error;
    return { failures, inDoubt: true, trouble: [error.message] };
  }
}
