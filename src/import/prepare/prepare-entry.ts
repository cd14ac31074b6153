import type { LedgerEntry } from '../ledger.ts';
import type { ShardEntry } from '../state/shard.ts';
import { checkEntry, type EntryChecks } from './check-entry.ts';
import type { SendEntry } from './send-entry.ts';

export interface PrepareTools extends EntryChecks {
  readonly send: SendEntry;
}

/**
 * Checks an entry with its image, and sends it on its way. Returns the line of the ledger, which says what became of it.
 *
 * @param mustBeLater whether the entry must be carried out after another one of its shard, in a later task
 */
export async function prepareEntry(
  entry: ShardEntry,
  mustBeLater: boolean,
  tools: PrepareTools,
  signal: AbortSignal,
): Promise<LedgerEntry> {
  const { number, place, productId, picName } = entry;
  if (entry.prepared !== undefined) return entry.prepared;
  const checked = await checkEntry(entry, tools, signal);
  const names = { number, place, picName, supplied: checked.supplied };
  if (checked.status === 'refused')
    return { ...names, productId, refused: checked.issues, mayPass: checked.mayPass };
  const { record } = checked;
  const { refused, stored, failure, issues: ofWay = [] } = await tools.send(checked, signal);
  const issues = [...checked.issues, ...ofWay];
  if (refused !== undefined) return { ...names, productId, refused: [...refused, ...issues] };
  return { ...names, record, issues, stored, failure, isLater: mustBeLater ? true : undefined };
}
