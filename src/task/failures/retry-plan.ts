import type { ImageFailure } from './failure-line.ts';
import { type FailureReason, reasonOf } from './failure-reasons.ts';

/** What to do with each failure of a task. Every one of them is in exactly one of the three. */
export interface RetryPlan {
  /** To be submitted again as they are. */
  readonly retry: readonly ImageFailure[];
  /** To be submitted again once the image is repaired or its line corrected. */
  readonly repair: readonly ImageFailure[];
  /** Nothing helps them, or no document knows their code. */
  readonly giveUp: readonly ImageFailure[];
}

/**
 * Sorts the failures of a task by what helps them, by the table `FAILURE_REASONS`; each has its advice.
 *
 * @example
 * const { retry, repair, giveUp } = await retryPlan(tasks.failures(state));
 */
export async function retryPlan(
  failures: Iterable<ImageFailure> | AsyncIterable<ImageFailure>,
): Promise<RetryPlan> {
  const plan: Record<FailureReason['remedy'], ImageFailure[]> = { retry: [], repair: [], giveUp: [] };
  for await (const failure of failures) plan[reasonOf(failure.code).remedy].push(failure);
  return plan;
}
