import { writeFile } from 'node:fs/promises';
import { startEmulator } from 'imagesearch-import/emulator';
import { makeImage } from '../samples/make-images.ts';
import { inWorker } from './child.ts';
import type { Figure } from './figure.ts';
import { interleaved } from './rounds.ts';
import { type TemporaryFolder, temporaryFolder } from './temporary-folder.ts';

const MANY = 2_000;
const FEW = 500;
const ROUNDS = 3;
const FORMATS = ['jpeg', 'png', 'webp', 'gif', 'bmp', 'tiff', 'ppm'] as const;

/** V8 collects garbage early, so that the peak shows what the work needs. */
const LEAN = ['--optimize-for-size'];

/**
 * An import of 2,000 images into an instance of 5 queries a second: its time against the bare uploads' and against that
 * of an import that asks the gallery for nothing; its memory against that of 500 images.
 */
export async function* benchImport(): AsyncGenerator<Figure, void, void> {
  await using folder = await temporaryFolder();
  const names = await makeImages(folder);
  const run =
    (work: 'upload' | 'import', images: number, verify: 'sample' | 'no', flags: readonly string[] = []) =>
    async () => {
      const catalogue = await writeCatalogue(folder, names.slice(0, images));
      await using emulator = await startEmulator({ taskDurationMs: 0 });
      const { gallery: _, close: __, ...reach } = emulator;
      const input = { work, catalogue, images: folder.path, folder: 'bench', emulator: reach, verify };
      return await inWorker('import.worker.mjs', input, images, flags);
    };
  const middle = await interleaved(ROUNDS, {
    upload: run('upload', MANY, 'no'),
    sample: run('import', MANY, 'sample'),
    many: run('import', MANY, 'no'),
    few: run('import', FEW, 'no'),
    manyLean: run('import', MANY, 'no', LEAN),
    fewLean: run('import', FEW, 'no', LEAN),
  });
  yield {
    name: `import of ${MANY} images, verify: 'no'`,
    value: middle('many', 'seconds'),
    unit: 's',
    against: { name: `upload of the same ${MANY} images alone`, value: middle('upload', 'seconds') },
  };
  yield {
    name: `import of ${MANY} images, verify: 'sample', at 5 queries a second`,
    value: middle('sample', 'seconds'),
    unit: 's',
    against: { name: "with verify: 'no': at most 11 s less", value: middle('many', 'seconds') },
  };
  yield {
    name: `peak memory of an import of ${MANY} images, node --optimize-for-size`,
    value: middle('manyLean', 'peakMb'),
    unit: 'MB',
    against: { name: `of ${FEW} images`, value: middle('fewLean', 'peakMb') },
  };
  yield {
    name: `peak memory of an import of ${MANY} images, node without flags`,
    value: middle('many', 'peakMb'),
    unit: 'MB',
    against: { name: `of ${FEW} images`, value: middle('few', 'peakMb') },
  };
}

async function makeImages(folder: TemporaryFolder): Promise<string[]> {
  const names: string[] = [];
  for (let n = 0; n < MANY; n++) {
    const format = FORMATS[n % FORMATS.length] ?? 'jpeg';
    const name = `image-${n}.${format}`;
    await writeFile(
      folder.pathOf(name),
      await makeImage({ format, width: 120 + (n % 97), height: 120 + (n % 89), seed: n }),
    );
    names.push(name);
  }
  return names;
}

async function writeCatalogue(folder: TemporaryFolder, names: readonly string[]): Promise<string> {
  const path = folder.pathOf('catalogue.csv');
  const rows = names.map((name, n) => `P${n},${name},${n % 10},content of product ${n}`);
  await writeFile(path, `ProductId,Image,CategoryId,CustomContent\n${rows.join('\n')}\n`);
  return path;
}
