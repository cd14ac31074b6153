import { inWorker } from './child.ts';
import type { Figure } from './figure.ts';
import { imageSets } from './image-files.ts';
import { interleaved } from './rounds.ts';
import { temporaryFolder } from './temporary-folder.ts';

const ROUNDS = 5;
const SCRIPT = 'images.worker.mjs';

const KINDS = [
  { where: 'in memory', ours: 'ours', libraries: 'libraries', repeats: 2000, most: 0.167 },
  {
    where: 'as local files',
    ours: 'oursOfFiles',
    libraries: 'librariesOfFiles',
    repeats: 80,
    most: 0.1,
  },
] as const;

/** Format, sides, orientation and wholeness of images, against three libraries that give the first three. */
export async function* benchImageSpeed(): AsyncGenerator<Figure, void, void> {
  await using folder = await temporaryFolder();
  for (const { name, paths } of await imageSets(folder)) {
    for (const { where, ours, libraries, repeats, most } of KINDS) {
      const done = paths.length * repeats;
      const run = (work: string) => () => inWorker(SCRIPT, { work, images: paths, repeats }, done);
      const middle = await interleaved(ROUNDS, { ours: run(ours), libraries: run(libraries) });
      const micros = (work: 'ours' | 'libraries') => Math.round((middle(work, 'seconds') * 1e8) / done) / 100;
      yield {
        name: `${paths.length} ${name} ${where}, checked (at most ${most})`,
        value: micros('ours'),
        unit: 'µs per image',
        against: { name: 'file-type, image-size and exifr', value: micros('libraries') },
      };
    }
  }
}
