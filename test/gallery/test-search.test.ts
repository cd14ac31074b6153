import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { Emulator } from '../../src/emulator/index.ts';
import { GalleryClient } from '../../src/gallery/gallery-client.ts';
import { type SearchedImage, testSearch } from '../../src/gallery/search/test-search.ts';
import { startEmulator } from '../support/start-emulator.ts';
import { connection } from '../support/test-bed.ts';

const SIZE = { format: 'jpeg', width: 130, height: 110 } as const;

let emulator: Emulator;
let gallery: GalleryClient;
let pictures: Uint8Array[];
beforeAll(async () => {
  emulator = await startEmulator();
  gallery = new GalleryClient(connection(emulator));
  pictures = await Promise.all([1, 2, 3, 4].map((seed) => makeImage({ ...SIZE, seed })));
  for (const [n, picture] of pictures.slice(0, 3).entries())
    await gallery.add({ productId: `P${n}`, picName: 'a.jpg', picture });
  await gallery.add({ productId: 'TWIN', picName: 'a.jpg', picture: pictures[0] as Uint8Array });
});
afterAll(() => emulator.close());

const image = (productId: string, n: number): SearchedImage => ({
  ...{ productId, picName: 'a.jpg', picture: pictures[n] as Uint8Array },
});

async function results(images: readonly SearchedImage[]) {
  const all: string[] = [];
  for await (const { productId, isFirst, place } of testSearch(images, { gallery, count: 4 }))
    all.push(`${productId} ${isFirst} ${place}`);
  return all;
}

it('testSearch() tells of each image, in order, whether its own product is found first', async () => {
  expect(await results([image('P1', 1), image('P2', 2), image('P9', 1)])).toEqual([
    ...['P1 true 1', 'P2 true 1', 'P9 false undefined'],
  ]);
});

it('testSearch() takes an identical picture of another product for no fault', async () => {
  for (const one of await results([image('P0', 0), image('TWIN', 0)])) expect(one).toMatch(/true [12]$/);
});

it('testSearch() tells when another product is found first', async () => {
  await gallery.add({ productId: 'P1', picName: 'a.jpg', picture: pictures[3] as Uint8Array });
  const [result] = await results([image('P1', 2)]);
  expect(result).toMatch(/^P1 false [2-4]$/);
});
