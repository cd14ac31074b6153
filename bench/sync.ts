import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { inFreshProcess } from './child.ts';
import { startExportService } from './export-service.ts';
import { type Figure, rounded } from './figure.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** `SYNC_IMAGES=10000000 npm run bench -- sync` takes a quarter of an hour, and 8 GB of the disk. */
const IMAGES = Number(process.env['SYNC_IMAGES'] ?? 1_000_000);
/** One of so many is missing in the gallery, as many are superfluous, and as many have another content. */
const DIFFERENT = 1_000;
/** Coprime to every power of ten: the export comes in another order than the catalogue. */
const STRIDE = 7_919;

interface Synced {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
  readonly mostDiskMb: number;
  readonly kinds: Readonly<Record<string, number>>;
  readonly same: number;
}

/** A catalogue against the export of a gallery of the same size, to the finished plan. */
export async function* benchSync(): AsyncGenerator<Figure, void, void> {
  await using folder = await temporaryFolder();
  const [catalogue, exported] = [folder.pathOf('catalogue.jsonl'), folder.pathOf('export.jsonl')];
  await pipeline(lines(rowOf), createWriteStream(catalogue));
  await pipeline(lines(heldOf), createWriteStream(exported));
  const bytes = (await stat(catalogue)).size + (await stat(exported)).size;
  await using service = await startExportService(exported, IMAGES);
  const input = { catalogue, exported, folder: folder.path, endpoint: service.endpoint };
  const parsed = await inFreshProcess<Synced>('sync.worker.mjs', { ...input, work: 'parse' });
  const synced = await inFreshProcess<Synced>('sync.worker.mjs', { ...input, work: 'sync' });
  const each = IMAGES / DIFFERENT;
  const found = { ...synced.kinds, same: synced.same };
  const expected = { missing: each, superfluous: each, changed: each, same: IMAGES - 2 * each };
  for (const [kind, count] of Object.entries(expected))
    if (found[kind as keyof typeof found] !== count)
      throw new Error(`The sync has found ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`);
  const name = `plan of a sync, ${IMAGES} images on either side`;
  const against = 'readline and JSON.parse of both files';
  yield {
    ...{ name: `${name} (at most 3)`, value: rounded(synced.seconds), unit: 's' },
    against: { name: against, value: rounded(parsed.seconds) },
  };
  yield {
    ...{ name: `processor time of that ${name}`, value: rounded(synced.cpuSeconds), unit: 's' },
    against: { name: against, value: rounded(parsed.cpuSeconds) },
  };
  yield {
    ...{ name: `peak memory of that ${name} (less than 300)`, value: rounded(synced.peakMb), unit: 'MB' },
    against: { name: against, value: rounded(parsed.peakMb) },
  };
  yield {
    ...{ name: `disk of that ${name} (at most 2)`, value: rounded(synced.mostDiskMb), unit: 'MB' },
    against: { name: 'both files', value: rounded(bytes / 2 ** 20) },
  };
}

function* lines(of: (n: number) => object): Generator<string, void, void> {
  const batch = 1_000;
  for (let first = 0; first < IMAGES; first += batch)
    yield Array.from({ length: batch }, (_, n) => `${JSON.stringify(of(first + n))}\n`).join('');
}

const nameOf = (n: number) => `${n % 1000}/p${n}.jpg`;

const rowOf = (n: number) => ({
  productId: String(100_000_000 + n),
  image: nameOf(n),
  categoryId: n % 8,
  customContent: contentOf(n),
  intAttr: n,
  strAttr: `brand-${n % 100}`,
});

/** What the gallery holds, in an order of its own: the first of each thousand has another name. */
const heldOf = (at: number) => {
  const n = (at * STRIDE) % IMAGES;
  const isOther = n % DIFFERENT === 0;
  return {
    ProductId: String(100_000_000 + n + (isOther ? IMAGES : 0)),
    PicName: nameOf(n),
    CategoryId: n % 8,
    CustomContent: n % DIFFERENT === 1 ? 'another one' : contentOf(n),
    IntAttr: n,
    StrAttr: `brand-${n % 100}`,
  };
};

const contentOf = (n: number) =>
  `红色 shirt number ${n}, with a description of about a hundred characters that fills the line`;
