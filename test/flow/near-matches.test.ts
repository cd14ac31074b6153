import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NearMatches } from '../../src/import/prepare/near-matches.ts';
import { importAndCollect, into, quickEmulator } from './import-test-bed.ts';

const NFC = 'caf\u00e9.jpg';
const NFD = 'cafe\u0301.jpg';

let folder: string;
beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'near-matches-')), 'images');
  for (const path of ['shoes/red', 'Bags']) await mkdir(join(folder, path), { recursive: true });
  for (const path of ['a.jpg', '1001.jpg', NFD, 'shoes/red/b.PNG', 'Bags/c.jpeg', 'Bags/c.webp', '1.5 m.jpg'])
    await writeFile(join(folder, path), 'picture');
});
afterAll(() => rm(join(folder, '..'), { recursive: true }));

describe('NearMatches', () => {
  it.each<[string, string, string[]]>([
    ['another case', 'A.JPG', ['a.jpg']],
    ['another form of Unicode', NFC, [NFD]],
    ['no extension', '1001', ['1001.jpg']],
    ['another extension', '1001.jpeg', ['1001.jpg']],
    ['blanks around it', ' a.jpg ', ['a.jpg']],
    ['backslashes and another case', 'Shoes\\Red\\b.png', ['shoes/red/b.PNG']],
    ['the folder of images before it', 'images/a.jpg', ['a.jpg']],
    ['a path of another machine', 'C:\\shop\\images\\shoes\\red\\b.png', ['shoes/red/b.PNG']],
    ['a path above the folder of images', '../images/bags/c.jpeg', ['Bags/c.jpeg', 'Bags/c.webp']],
    ['another extension, which two files have', 'bags/c.jpg', ['Bags/c.jpeg', 'Bags/c.webp']],
    ['a dot that begins no extension', '1.5 M', ['1.5 m.jpg']],
    ['nothing in common', 'shoes/red/x.png', []],
    ['no part', '', []],
    ['the name of a folder', 'shoes', []],
  ])('finds the files that are meant when a name has %s', async (_, name, expected) => {
    expect((await new NearMatches(folder, 'inside').find(name)).toSorted()).toEqual(expected);
  });

  it('finds nothing when there is no folder', async () => {
    expect(await new NearMatches(join(folder, 'nowhere'), 'inside').find('a.jpg')).toEqual([]);
  });

  it('names 3 files at most when more are near', async () => {
    const full = join(folder, '..', 'full');
    await mkdir(full);
    for (const extension of ['jpg', 'png', 'gif', 'bmp', 'webp'])
      await writeFile(join(full, `A.${extension}`), '');
    expect(await new NearMatches(full, 'inside').find('a')).toHaveLength(3);
  });
});

it('importCatalogue() names product, the name as written, the path looked for and near matches when an image is missing', async () => {
  await using emulator = await quickEmulator();
  const rows = [
    { productId: 'P1', image: 'Shoes\\RED\\B.png', picName: 'b.png' },
    { productId: 'P2', image: 'unknown.png' },
  ];
  const { outcomes } = await importAndCollect(rows, { ...into(emulator), images: folder });
  const told = outcomes.map(({ issues }) => issues.find(({ code }) => code === 'IMAGE_MISSING')?.message);
  expect(told).toEqual([
    `Image "Shoes\\\\RED\\\\B.png" of product "P1" does not exist: looked for "${join(folder, 'Shoes/RED/B.png')}"; did you mean "shoes/red/b.PNG"?`,
    `Image "unknown.png" of product "P2" does not exist: looked for "${join(folder, 'unknown.png')}"; correct its name or supply it`,
  ]);
});
