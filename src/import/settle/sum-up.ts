import { assertConserved } from '../../shared/errors/conservation.ts';
import type { ImportSummary, VerificationCounts } from '../import-summary.ts';
import type { OutcomeCounts, PlannedFact } from '../state/import-facts.ts';
import type { ImportState } from '../state/import-state.ts';
import { verificationSummary } from './verification-summary.ts';

const MOST_UNMATCHED = 100;
export const LONGEST_UNMATCHED = 1_000; // characters

/** At most so many lines, and so much of each, as a summary shows. */
export const shownUnmatched = (lines: readonly string[]): readonly string[] =>
  lines.slice(0, MOST_UNMATCHED).map((line) => line.slice(0, LONGEST_UNMATCHED));

export const NO_OUTCOMES: OutcomeCounts = { imported: 0, deleted: 0, refused: 0, skipped: 0, failed: 0 };

/**
 * Sums up what became of the entries of all shards.
 *
 * @throws {Error} when an entry is not accounted for: a defect of this package
 */
export function sumUp(state: ImportState, planned: PlannedFact, seconds: number): ImportSummary {
  const counts = { ...NO_OUTCOMES };
  const unmatched: string[] = [];
  const asked: VerificationCounts[] = [];
  let submitted = 0;
  let tasks = 0;
  for (const [round, cut] of state.rounds.entries()) {
    const again = { entries: 0, deletes: 0 };
    const told = { ...NO_OUTCOMES };
    for (const shard of state.settled(round)) {
      for (const status of STATUSES) told[status] += shard.counts[status];
      submitted += shard.lines - shard.again.lines;
      tasks += shard.tasks;
      if (shard.verification !== undefined) asked.push(shard.verification);
      unmatched.push(...shard.unmatched);
      again.entries += shard.again.entries;
      again.deletes += shard.again.deletes;
    }
    assertConserved(`round ${round + 1}`, cut.entries, { ...told, again: again.entries + again.deletes });
    for (const status of STATUSES) counts[status] += told[status];
  }
  const { imported, deleted, refused, skipped, failed } = counts;
  const supplied = planned.entries;
  assertConserved('importCatalogue', supplied, { imported, deleted, refused, skipped, failed });
  assertConserved('the accepted entries', supplied - refused, { submitted, skipped });
  assertConserved('the batch tasks', submitted, { imported, deleted, failed });
  return {
    ...{ supplied, accepted: supplied - refused, refused, skipped, submitted },
    ...{ succeeded: imported + deleted, failed },
    retried: state.rounds[1] === undefined ? 0 : state.rounds[1].entries - state.rounds[1].deletes,
    ...{ tasks, route: planned.route, seconds },
    verification: asked.length === 0 ? undefined : verificationSummary(asked),
    unmatched: unmatched.length === 0 ? undefined : shownUnmatched(unmatched),
    catalogue: planned.catalogue,
  };
}

const STATUSES = Object.keys(NO_OUTCOMES) as (keyof OutcomeCounts)[];
