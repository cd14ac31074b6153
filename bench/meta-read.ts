import { writeMetaFile } from '../samples/make-meta.ts';
import { inWorker } from './child.ts';
import type { Figure } from './figure.ts';
import { interleaved } from './rounds.ts';
import { temporaryFolder } from './temporary-folder.ts';

const LINES = 1_000_000;
const ROUNDS = 5;

/** Checked records in batches, against what reads and parses without checking. */
export async function* benchMetaRead(): AsyncGenerator<Figure, void, void> {
  await using folder = await temporaryFolder();
  const path = folder.pathOf('increment.meta');
  await writeMetaFile(path, { lines: LINES });
  const middle = await interleaved(ROUNDS, {
    batches: () => inWorker('meta-read.worker.mjs', { work: 'batches', path }, LINES),
    readline: () => inWorker('meta-read.worker.mjs', { work: 'readline', path }, LINES),
  });
  yield {
    name: `read ${LINES} lines, checked, in batches (at most 0.556)`,
    value: middle('batches', 'seconds'),
    unit: 's',
    against: { name: 'readline and JSON.parse, nothing checked', value: middle('readline', 'seconds') },
  };
}
