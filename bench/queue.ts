import { statSync } from 'node:fs';
import { inWorker } from './child.ts';
import { type Figure, rounded } from './figure.ts';
import { interleaved } from './rounds.ts';
import { temporaryFolder } from './temporary-folder.ts';

const FILES = 5_000;
const ROUNDS = 1; // a round takes minutes
const STEPS = FILES * 4 + 1;

/** A queue of 5,000 files through the emulator: what it writes, and the time, against a storage that keeps nothing. */
export async function* benchQueue(): AsyncGenerator<Figure, void, void> {
  await using folder = await temporaryFolder();
  const path = folder.pathOf('bench.queue');
  const run = (work: 'file' | 'nothing') => () =>
    inWorker('queue.worker.mjs', { work, files: FILES, path, entriesPath: `${path}.entries` }, FILES);
  const middle = await interleaved(ROUNDS, { file: run('file'), nothing: run('nothing') });
  yield {
    name: `bytes that a queue of ${FILES} files wrote, which never writes a byte again`,
    value: rounded(statSync(path).size / 1e6),
    unit: 'MB',
    against: {
      name: 'its entries in the end, as JSON',
      value: rounded(statSync(`${path}.entries`).size / 1e6),
    },
  };
  yield {
    name: `queue of ${FILES} files through the emulator, each of its ${STEPS} steps on the disk`,
    value: middle('file', 'seconds'),
    unit: 's',
    against: { name: 'with a storage that keeps nothing', value: middle('nothing', 'seconds') },
  };
}
