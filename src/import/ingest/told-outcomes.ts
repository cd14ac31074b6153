import { join } from 'node:path';
import type { EntryOutcome, SettledOutcome } from '../entry-outcome.ts';
import { wholeLinesOf } from '../state/growing-lines.ts';
import type { StoredEntry } from './stored-entry.ts';

/** What became of the entries of an import that is over, by the files in its state. */
export async function* outcomesIn(state: string): AsyncGenerator<EntryOutcome, void, void> {
  for (const name of ['imported', 'refused', 'failed'])
    for await (const { value } of wholeLinesOf<SettledOutcome>(join(state, `${name}.jsonl`))) {
      const { number: _, ...outcome } = value;
      yield outcome;
    }
}

/** Of an entry whose image cannot be read at all: it is never written down. */
export function unreadOutcome(
  { productId, picName }: StoredEntry,
  line: number,
  issue: EntryOutcome['issues'][number],
): EntryOutcome {
  const place = { source: null, line, lines: 1 };
  const names = { productId, picName: picName ?? null };
  return { status: 'refused', place, ...names, verified: false, issues: [issue] };
}
