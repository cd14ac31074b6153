import type { ImageFailure } from './failure-line.ts';
import { type FailureRemedy, reasonOf } from './failure-reasons.ts';

/** What to do with the failures of a task. Every failure is in exactly one of the three lists. */
export interface RetryPlan {
  /** Submit these images again as they are. */
  readonly retry: readonly ImageFailure[];
  /** Repair the image or correct its line, then submit it again. */
  readonly repair: readonly ImageFailure[];
  /** No change helps, or no document lists the code. */
  readonly giveUp: readonly ImageFailure[];
}

/**
 * Sorts the failures of a task by their remedy in the table `FAILURE_REASONS`. Each failure has its own advice.
 *
 * @example
 * const { retry, repair, giveUp } = await retryPlan(tasks.failures(state));
 */
export async function retryPlan(
  failures: Iterable<ImageFailure> | AsyncIterable<ImageFailure>,
): Promise<RetryPlan> {
  const plan: Record<FailureRemedy, ImageFailure[]> = { retry: [], repair: [], giveUp: [] };
  for await (const failure of failures) plan[reasonOf(failure.code).remedy].push(failure);
  return plan;
}
