import { writeMetaFile } from '../samples/make-meta.ts';
import { inWorker } from './child.ts';
import type { Figure } from './figure.ts';
import { interleaved } from './rounds.ts';
import { temporaryFolder } from './temporary-folder.ts';

const MANY = 10_000_000;
const FEW = 500_000;
const ROUNDS = 3;

/** What reading needs must not grow with the file: 2.5 GB against 130 MB. */
export async function* benchMetaMemory(): AsyncGenerator<Figure, void, void> {
  await using folder = await temporaryFolder();
  const [many, few] = [folder.pathOf('many.meta'), folder.pathOf('few.meta')];
  await writeMetaFile(many, { lines: MANY });
  await writeMetaFile(few, { lines: FEW });
  for (const { work, title } of [
    { work: 'batches', title: `reading ${MANY} lines in batches` },
    { work: 'lint', title: `lint of ${MANY} lines, duplicates looked for` },
    { work: 'lintLines', title: `lint of ${MANY} lines, duplicates not looked for` },
  ]) {
    const middle = await interleaved(ROUNDS, {
      many: () => inWorker('meta-read.worker.mjs', { work, path: many }, MANY),
      few: () => inWorker('meta-read.worker.mjs', { work, path: few }, FEW),
    });
    yield {
      name: `peak memory of ${title} (at most 120 MB and 1.3)`,
      value: middle('many', 'peakMb'),
      unit: 'MB',
      against: { name: `of ${FEW} lines`, value: middle('few', 'peakMb') },
    };
  }
}
