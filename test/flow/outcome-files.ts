import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntryOutcome } from '../../src/index.ts';

/** The file of a state that an outcome belongs in. */
const FILE_OF = {
  ...{ imported: 'imported', deleted: 'imported', skipped: 'imported' },
  ...{ refused: 'refused', failed: 'failed' },
} as const satisfies Record<SettledStatus, string>;

/** A dry run alone says `ready`, and keeps no files. */
type SettledStatus = Exclude<EntryOutcome['status'], 'ready'>;

export interface FiledOutcome {
  /** Without its extension. */
  readonly file: string;
  readonly outcome: EntryOutcome & { readonly status: SettledStatus };
}

/** Every outcome in the three files of a state. */
export async function outcomesIn(state: string): Promise<FiledOutcome[]> {
  const read = async (file: string) => {
    const lines = (await readFile(join(state, `${file}.jsonl`), 'utf8')).split('\n').filter(Boolean);
    return lines.map((line) => ({ file, outcome: JSON.parse(line) as FiledOutcome['outcome'] }));
  };
  return (await Promise.all([...new Set(Object.values(FILE_OF))].map(read))).flat();
}

/** An outcome and the file that it is in, as a line to be compared; `n` is the row of the catalogue, from 1. */
export const filedLine = (
  n: number,
  status: EntryOutcome['status'],
  file: string = FILE_OF[status as SettledStatus],
): string => `${n} ${status} in ${file}.jsonl`;
