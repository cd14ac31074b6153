import { JsonLinesWriter } from '../../shared/files/json-lines-file.ts';
import type { PlannedEntry } from '../plan/planned-entry.ts';
import type { SettledFact } from '../state/import-facts.ts';
import type { Shard, ShardEntry } from '../state/shard.ts';

/**
 * Writes down the entries of a shard that are imported again in the next round, in their order. One whose image is stored
 * brings its line of the ledger, so that nothing is sent twice. A DELETE goes with the ADD that replaces it.
 *
 * @param numbers of the entries
 */
export async function writeAgain(shard: Shard, numbers: ReadonlySet<number>): Promise<SettledFact['again']> {
  if (numbers.size === 0) return { entries: 0, lines: 0, deletes: 0 };
  const counts = { entries: 0, lines: 0, deletes: 0 };
  const entries = await JsonLinesWriter.create<ShardEntry>(shard.file('again'));
  const deletes = await JsonLinesWriter.create<PlannedEntry>(shard.file('againDeletes'));
  const ledger = shard.ledgerEntries();
  try {
    for await (const { prepared: _, ...entry } of shard.entries()) {
      const { value: line } = await ledger.next();
      if (!line || !numbers.has(entry.number)) continue;
      counts.entries += 1;
      if ('record' in line) counts.lines += 1;
      const isStored = 'record' in line && line.failure === undefined;
      await entries.add(isStored ? { ...entry, prepared: { ...line, isLater: undefined } } : entry);
    }
    for await (const entry of shard.replacedDeletes()) {
      if (!isReplacedBy(entry, numbers)) continue;
      counts.deletes += 1;
      await deletes.add(entry);
    }
    await entries.sync();
    await deletes.sync();
    return counts;
  } finally {
    await ledger.return();
    await entries.close();
    await deletes.close();
  }
}

/** Whether one of these entries replaces a DELETE. */
export const isReplacedBy = ({ replacedBy }: PlannedEntry, numbers: ReadonlySet<number>): boolean =>
  replacedBy !== undefined && numbers.has(replacedBy.number);
