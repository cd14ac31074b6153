import { assertConserved } from '../../shared/errors/conservation.ts';
import { imageOf, type NumberedOutcome, notSubmitted } from '../entry-outcome.ts';
import { isRenamed, judgeReplaced } from '../settle/replaced-deletes.ts';
import type { Shard } from '../state/shard.ts';
import type { DryRunTally } from './dry-run-tally.ts';

/** Yields what would become of the entries of a prepared shard: those that would be submitted are `ready`. */
export async function* settleDry(
  shard: Shard,
  tally: DryRunTally,
): AsyncGenerator<NumberedOutcome, void, void> {
  const notDone = new Set<number>();
  let [entries, refused] = [0, 0];
  for await (const entry of shard.ledgerEntries()) {
    entries += 1;
    if ('record' in entry) {
      const { number, place, picName, record, stored, issues } = entry;
      if (isRenamed(issues)) notDone.add(number);
      const names = { number, place, productId: record.productId, picName, stored, ...imageOf(entry) };
      yield tally.count({ ...names, status: 'ready', verified: false, issues });
    } else {
      notDone.add(entry.number);
      refused += 1;
      yield tally.count(notSubmitted(entry, 'refused', entry.refused));
    }
  }
  const { prepared } = shard.facts;
  assertConserved('settleDry', entries, { lines: prepared?.lines ?? 0, refused });
  for await (const entry of shard.replacedDeletes()) {
    const { status, issues } = judgeReplaced(entry, notDone);
    yield tally.count(notSubmitted(entry, status, issues));
  }
  if (prepared !== undefined) tally.countTasks(prepared);
}
