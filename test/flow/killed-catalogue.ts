import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeImage } from '../../samples/make-images.ts';
import type { CatalogueEntry, EntryOutcome } from '../../src/index.ts';

export const SHARDS = 8;

/** An entry of the catalogue, and what must become of it. */
export interface KnownEntry {
  readonly row: CatalogueEntry & { readonly productId: string };
  readonly status: EntryOutcome['status'];
  /** Undefined when the row names no file, or one that does not exist. */
  readonly file?: 'good' | 'broken' | undefined;
}

/** An image in the gallery. */
export interface KnownImage {
  readonly ProductId: string;
  readonly PicName: string;
  readonly CustomContent: string;
}

const oldImage = (ProductId: string, PicName: string): KnownImage => ({
  ...{ ProductId, PicName, CustomContent: 'from before' },
});

const SINGLE_DELETES = 9;
const KEPT = oldImage('KEPT', 'old.png');

/** The gallery before the import: what the catalogue deletes, and an image that it does not name. */
export const OLD_IMAGES: readonly KnownImage[] = [
  ...Array.from({ length: SINGLE_DELETES }, (_, n) => oldImage(`OLD${n}`, 'old.png')),
  ...['front.png', 'back.png'].map((picName) => oldImage('WHOLE', picName)),
  oldImage('RENEWED', 'old.png'),
  KEPT,
];

/** Whether the service fails, for a passing reason, when it first meets an image of this product. */
export const failsAtFirst = (productId: string): boolean => productId.startsWith('PASSING');

/** How often a batch task must carry out an ADD. */
export const timesOf = ({ row, status }: KnownEntry): number => {
  if (status !== 'imported') return 0;
  return failsAtFirst(row.productId) ? 2 : 1;
};

/**
 * A catalogue of eight shards. In the first and the fourth, images are missing or broken; in the second, some fail at first;
 * in the third, DELETEs have their ADD in the fourth; in the fifth, old images are deleted, a product as a whole too, and
 * another one is deleted as a whole and gets new images.
 */
export function knownEntries(entries: number): KnownEntry[] {
  const inShard = entries / SHARDS;
  return Array.from({ length: entries }, (_, n) => entryOf(n, inShard));
}

/** The gallery once the entries are imported. */
export const galleryAfter = (entries: readonly KnownEntry[]): KnownImage[] => [
  KEPT,
  ...entries
    .filter(({ status }) => status === 'imported')
    .map(({ row: { productId, image, customContent } }) => ({
      ...{ ProductId: productId, PicName: String(image), CustomContent: customContent ?? '' },
    })),
];

/** Writes the catalogue and its images: each is a file of its own, so that its uploads can be counted. */
export async function writeKnownCatalogue(folder: string, entries: readonly KnownEntry[]): Promise<string> {
  const image = await makeImage({ format: 'png', width: 120, height: 100 });
  const originals = { good: join(folder, 'good.png'), broken: join(folder, 'broken.png') };
  await writeFile(originals.good, image);
  await writeFile(originals.broken, image.subarray(0, image.length / 2));
  for (const { row, file } of entries)
    if (file !== undefined) await copyFile(originals[file], join(folder, String(row.image)));
  const path = join(folder, 'catalogue.jsonl');
  await writeFile(path, entries.map(({ row }) => `${JSON.stringify(row)}\n`).join(''));
  return path;
}

/** @param n from 0 */
function entryOf(n: number, inShard: number): KnownEntry {
  const shard = Math.floor(n / inShard) + 1;
  const image = `${n}.png`;
  const add = (productId: string): KnownEntry => ({
    row: { productId, image, customContent: `content ${n}` },
    ...{ status: 'imported', file: 'good' },
  });
  const remove = (productId: string, picName?: string): KnownEntry => ({
    row: { operationType: 'DELETE', productId, ...(picName && { picName }) },
    status: 'deleted',
  });
  if (shard === 1 || shard === 4) {
    if (n % 23 === 5) return { ...add(`P${n}`), status: 'refused', file: undefined };
    if (n % 23 === 7) return { ...add(`P${n}`), status: 'refused', file: 'broken' };
  }
  if (shard === 2 && n % 7 === 2) return add(`PASSING${n}`);
  if (shard === 3 && n % 11 === 3) {
    const { row, status } = entryOf(n + inShard, inShard);
    const isReplaced = status === 'imported';
    return { ...remove(row.productId, String(row.image)), status: isReplaced ? 'skipped' : 'refused' };
  }
  if (shard === 5) {
    const place = n % inShard;
    if (place < SINGLE_DELETES) return remove(`OLD${place}`, 'old.png');
    if (place === SINGLE_DELETES) return remove('WHOLE');
    if (place === SINGLE_DELETES + 1) return remove('RENEWED');
    if (place <= SINGLE_DELETES + 3) return add('RENEWED');
  }
  return add(`P${n}`);
}
