import { type Emulator, startEmulator } from 'imagesearch-import/emulator';
import { inWorker } from './child.ts';
import type { Figure } from './figure.ts';
import { makeManyImages, writeCatalogue } from './many-images.ts';
import { interleaved } from './rounds.ts';
import { temporaryFolder } from './temporary-folder.ts';

const IMAGES = 20_000;
const ROUNDS = 3;

/**
 * An import of 20,000 small images, in two tasks, against what it cannot do without: their uploads with ali-oss alone, and
 * then the tasks. What a sample of the gallery adds, on an instance of 5 queries a second; and what an import of images
 * takes that are all in the bucket.
 */
export async function* benchImport(): AsyncGenerator<Figure, void, void> {
  await using folder = await temporaryFolder();
  const names = await makeManyImages(folder, IMAGES);
  const catalogue = await writeCatalogue(folder, names);
  const runOn = ({ gallery: _, close: __, ...emulator }: Emulator, work: 'bare' | 'import', options = {}) =>
    inWorker('import.worker.mjs', { work, catalogue, images: folder.path, emulator, options }, IMAGES);
  const run = (work: 'bare' | 'import', options?: object) => async () => {
    await using emulator = await startEmulator({ taskDurationMs: 0 });
    return await runOn(emulator, work, options);
  };
  const again = async () => {
    await using emulator = await startEmulator({ taskDurationMs: 0 });
    await runOn(emulator, 'import', { verify: 'no' });
    return await runOn(emulator, 'import', { verify: 'no', skipUnchanged: true });
  };
  const middle = await interleaved(ROUNDS, {
    bare: run('bare'),
    whole: run('import', { verify: 'no' }),
    sample: run('import', { verify: 'sample' }),
    again,
  });
  const whole = { name: "import with verify: 'no'", value: middle('whole', 'seconds') };
  yield {
    ...{ name: `import of ${IMAGES} images, verify: 'no'`, value: whole.value, unit: 's' },
    against: { name: 'their uploads with ali-oss, and then the tasks', value: middle('bare', 'seconds') },
  };
  yield {
    ...{
      name: "import with verify: 'sample': at most 11 s more",
      value: middle('sample', 'seconds'),
      unit: 's',
    },
    against: whole,
  };
  yield {
    ...{ name: 'the same import again with skipUnchanged', value: middle('again', 'seconds'), unit: 's' },
    against: whole,
  };
}
