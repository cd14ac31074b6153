import type { ImageFailure } from './failure-line.ts';
import type { FailureReason } from './failure-reasons.ts';

/**
 * Sorts the failures of a task by their remedy in the table `FAILURE_REASONS`. Every failure is in exactly one of the three
 * lists, and has its own advice. `giveUp` also has the failures whose code no document lists.
 *
 * @example
 * const { retry, repair, giveUp } = await retryPlan(tasks.failures(state));
 */
export async function retryPlan(
  failures: Iterable<ImageFailure> | AsyncIterable<ImageFailure>,
): Promise<Readonly<Record<FailureReason['remedy'], readonly ImageFailure[]>>> {
  const plan: Record<FailureReason['remedy'], ImageFailure[]> = { retry: [], repair: [], giveUp: [] };
  for await (const failure of failures) plan[failure.remedy].push(failure);
  return plan;
}
