import type { LedgerEntry } from '../ledger.ts';
import type { LedgerParts } from '../stored/ledger-parts.ts';
import { type EntriesOfShard, type PrepareContext, preparedEntries } from './prepared-entries.ts';

/** What became of the entries of a part. */
export interface PreparedPart {
  /** How many entries of the shard are in its ledger now. */
  readonly rows: number;
  readonly entries: readonly LedgerEntry[];
}

/**
 * Prepares the entries of a shard that its ledger in the store does not have, and adds them part by part. Yields each part once
 * it is stored.
 */
export async function* prepareParts(
  shard: EntriesOfShard,
  ledger: LedgerParts,
  context: PrepareContext,
  signal: AbortSignal,
): AsyncGenerator<PreparedPart, void, void> {
  let rows = await ledger.rows(signal);
  let part: LedgerEntry[] = [];
  const store = async (): Promise<PreparedPart> => {
    const entries = await ledger.add(rows, part, signal);
    rows += part.length;
    part = [];
    return { rows, entries };
  };
  for await (const entry of preparedEntries(shard, rows, context, signal)) {
    part.push(entry);
    if (part.length === ledger.partRows) yield await store();
  }
  if (part.length > 0) yield await store();
}
