import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { animatedImage, makeImage, rotatedImage } from '../samples/make-images.ts';
import { IMAGE_FORMATS } from '../src/image/image-facts.ts';
import type { TemporaryFolder } from './temporary-folder.ts';

/** Pictures to look at. */
interface ImageSet {
  readonly name: string;
  readonly paths: readonly string[];
}

const SIDES = [
  [120, 100],
  [400, 300],
  [800, 800],
  [1200, 900],
] as const;

/** Pictures of every format, and the real ones with known answers where their folder is present. */
export async function imageSets(folder: TemporaryFolder): Promise<readonly ImageSet[]> {
  const made = { name: 'made images', paths: await makeFiles(folder) };
  const corpus = resolve(import.meta.dirname, '../../shared/corpus');
  const list = join(corpus, 'expected.json');
  if (!existsSync(list)) return [made];
  const answers = JSON.parse(readFileSync(list, 'utf8')) as Record<string, { readonly verdict: string }>;
  const paths = Object.entries(answers).flatMap(([path, { verdict }]) =>
    verdict === 'image' ? [join(corpus, path)] : [],
  );
  return [made, { name: 'real images', paths }];
}

async function makeFiles(folder: TemporaryFolder): Promise<string[]> {
  const paths: string[] = [];
  const save = async (name: string, image: Uint8Array) => {
    await writeFile(folder.pathOf(name), image);
    paths.push(folder.pathOf(name));
  };
  for (const format of IMAGE_FORMATS) {
    for (const [width, height] of SIDES)
      await save(`${width}.${format}`, await makeImage({ format, width, height, seed: width }));
  }
  for (const format of ['jpeg', 'png', 'webp', 'tiff'] as const)
    await save(`turned.${format}`, await rotatedImage(format, 6));
  for (const format of ['gif', 'webp'] as const)
    await save(`moving.${format}`, await animatedImage(format, 4));
  return paths;
}
