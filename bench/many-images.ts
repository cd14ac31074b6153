import { link, writeFile } from 'node:fs/promises';
import { makeImage } from '../samples/make-images.ts';
import type { TemporaryFolder } from './temporary-folder.ts';

const FORMATS = ['jpeg', 'png', 'webp', 'gif'] as const; // small ones: the emulator holds them all
/** So many pictures differ; the other files are links to them, since a hundred thousand pictures take minutes to make. */
const PICTURES = 400; // a multiple of the formats: a link has the format of its picture

/** Makes files of small images in the folder, and returns their names. */
export async function makeManyImages(folder: TemporaryFolder, count: number): Promise<string[]> {
  const names = Array.from({ length: count }, (_, n) => `image-${n}.${FORMATS[n % FORMATS.length]}`);
  for (const [n, name] of names.entries()) {
    const first = names[n % PICTURES];
    if (first !== undefined && first !== name) await link(folder.pathOf(first), folder.pathOf(name));
    else await writeFile(folder.pathOf(name), await makePicture(n));
  }
  return names;
}

/** Writes a catalogue of the images, one row for each, and returns its path. */
export async function writeCatalogue(folder: TemporaryFolder, names: readonly string[]): Promise<string> {
  const path = folder.pathOf(`catalogue-${names.length}.csv`);
  const rows = names.map((name, n) => `P${n},${name},${n % 10},content of product ${n}`);
  await writeFile(path, `ProductId,Image,CategoryId,CustomContent\n${rows.join('\n')}\n`);
  return path;
}

const makePicture = (n: number) =>
  makeImage({
    ...{ format: FORMATS[n % FORMATS.length] ?? 'jpeg', seed: n },
    ...{ width: 100 + (n % 53), height: 100 + (n % 47) },
  });
