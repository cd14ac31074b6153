import type { ImageFailure } from './failure-line.ts';
import type { FailureReason } from './failure-reasons.ts';

/**
 * Sorts the failures of a task by their remedy; each is in exactly one of the three lists. `retry` are to be submitted again as
 * they are, `repair` once the image is repaired or its line corrected; for `giveUp` nothing helps, or no document knows the code.
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
