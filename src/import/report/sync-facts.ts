import { join } from 'node:path';
import { MOST_LINE_BYTES } from '../../shared/files/journal.ts';
import { readJournal } from '../../shared/files/read-journal.ts';
import { JOURNAL } from '../state/import-state.ts';
import { SYNC_JOURNAL, type SyncFacts } from '../sync/sync-state.ts';

/**
 * What the journal of a sync says, whether it is over, was interrupted or still runs: nothing is locked or changed.
 *
 * @throws {RangeError} for a damaged journal
 */
export async function readSyncFacts(folder: string, signal: AbortSignal | undefined): Promise<SyncFacts> {
  let facts: SyncFacts = {};
  for await (const { record, line } of readJournal(
    join(folder, JOURNAL),
    SYNC_JOURNAL,
    MOST_LINE_BYTES,
    signal,
  ))
    if (line > 1) facts = { ...facts, ...record };
  return facts;
}
