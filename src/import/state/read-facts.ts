import { join } from 'node:path';
import { MOST_LINE_BYTES } from '../../shared/files/journal.ts';
import { readJournal } from '../../shared/files/read-journal.ts';
import type { DatedFact } from './import-facts.ts';
import { IMPORT_JOURNAL, JOURNAL } from './import-state.ts';

const HEAD = { journal: IMPORT_JOURNAL.kind, version: IMPORT_JOURNAL.version };

/**
 * The facts of an import that is over, was interrupted, or still runs in another process: nothing is locked or changed.
 *
 * @throws {RangeError} for a damaged journal, or one of another kind
 */
export async function* readFacts(
  state: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<DatedFact, void, void> {
  const path = join(state, JOURNAL);
  for await (const { record, line } of readJournal(path, HEAD, MOST_LINE_BYTES, signal))
    if (line > 1) yield record as DatedFact;
}
