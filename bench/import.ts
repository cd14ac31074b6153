import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator } from 'imagesearch-import/emulator';
import { makeImage } from '../samples/make-images.ts';
import { inFreshProcess } from './child.ts';
import { type Figure, median, rounded } from './figure.ts';

const MANY = 2_000;
const FEW = 500;
const ROUNDS = 3;
const FORMATS = ['jpeg', 'png', 'webp', 'gif', 'bmp', 'tiff', 'ppm'] as const;

interface Measured {
  readonly done: number;
  readonly seconds: number;
  readonly peakMb: number;
}

/** V8 collects garbage early, so that the peak shows what the work needs. */
const LEAN = ['--optimize-for-size'];

const RUNS = {
  upload: { work: 'upload', images: MANY, flags: [] },
  many: { work: 'import', images: MANY, flags: [] },
  few: { work: 'import', images: FEW, flags: [] },
  manyLean: { work: 'import', images: MANY, flags: LEAN },
  fewLean: { work: 'import', images: FEW, flags: LEAN },
} as const;

/** An import of 2,000 images: its time against the bare uploads', its memory against that of 500. */
export async function* benchImport(): AsyncGenerator<Figure, void, void> {
  const folder = await mkdtemp(join(tmpdir(), 'imagesearch-bench-'));
  try {
    const names = await makeImages(folder);
    const measured: Record<keyof typeof RUNS, Measured[]> = {
      upload: [],
      many: [],
      few: [],
      manyLean: [],
      fewLean: [],
    };
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, { work, images, flags }] of Object.entries(RUNS)) {
        const catalogue = await writeCatalogue(folder, names, images);
        const result = await run(work, catalogue, folder, flags);
        if (result.done !== images) throw new Error(`${work} did ${result.done} of ${images}`);
        measured[name as keyof typeof RUNS].push(result);
      }
    }
    const middle = (name: keyof typeof RUNS, of: 'seconds' | 'peakMb') =>
      rounded(median(measured[name].map((result) => result[of])));
    yield {
      name: `import of ${MANY} images, the whole flow with every image verified`,
      value: middle('many', 'seconds'),
      unit: 's',
      against: { name: `upload of the same ${MANY} images alone`, value: middle('upload', 'seconds') },
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
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(
  work: string,
  catalogue: string,
  images: string,
  flags: readonly string[],
): Promise<Measured> {
  await using emulator = await startEmulator({ taskDurationMs: 0 });
  const { gallery: _, close: __, ...reach } = emulator;
  return await inFreshProcess(
    'import.worker.mjs',
    { work, catalogue, images, folder: 'bench', emulator: reach },
    flags,
  );
}

async function makeImages(folder: string): Promise<string[]> {
  const names: string[] = [];
  for (let n = 0; n < MANY; n++) {
    const format = FORMATS[n % FORMATS.length] ?? 'jpeg';
    const name = `image-${n}.${format}`;
    await writeFile(
      join(folder, name),
      await makeImage({ format, width: 120 + (n % 97), height: 120 + (n % 89), seed: n }),
    );
    names.push(name);
  }
  return names;
}

async function writeCatalogue(folder: string, names: readonly string[], count: number): Promise<string> {
  const path = join(folder, `catalogue-${count}.csv`);
  const rows = names.slice(0, count).map((name, n) => `P${n},${name},${n % 10},content of product ${n}`);
  await writeFile(path, `ProductId,Image,CategoryId,CustomContent\n${rows.join('\n')}\n`);
  return path;
}
