import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CatalogueSource, readCatalogue } from '../../src/catalogue/read-catalogue.ts';
import { a, b, codes, entries, messages, rowsOf, testFolder, writeFileIn } from './catalogue-files.ts';

const folder = testFolder();
const file = (name: string, content: string | Uint8Array) => writeFileIn(folder, name, content);

describe('readCatalogue of objects', () => {
  test.each<[string, () => Iterable<object> | AsyncIterable<object>]>([
    ['an array', () => [a, b]],
    ['a Set', () => new Set([a, b])],
    [
      'a generator',
      function* () {
        yield a;
        yield b;
      },
    ],
    [
      'an async generator',
      async function* () {
        yield a;
        yield b;
      },
    ],
  ])('gives the place in it when the source is %s', async (_, source) => {
    expect(await rowsOf(source())).toEqual([
      { place: { source: null, line: 1 }, entry: a, issues: [] },
      { place: { source: null, line: 2 }, entry: b, issues: [] },
    ]);
  });

  test('gives a row with an issue when something is no object', async () => {
    const rows = await rowsOf([a, null, 'shoe', 7, undefined, b] as object[]);
    expect(codes(rows)).toEqual([[1], ...[2, 3, 4, 5].map((line) => [line, 'CATALOGUE_UNREADABLE']), [6]]);
    expect(messages(rows)[1]).toBe('The entry is "shoe": it must be an object');
  });

  test("leaves the caller's objects as they are", async () => {
    const entry = Object.freeze({ ...a, region: Object.freeze({ x1: 1, x2: 2, y1: 3, y2: 4 }) });
    expect(entries(await rowsOf([entry]))).toEqual([entry]);
  });

  test.each([
    [{ image: 'a.jpg' }, 'CATALOGUE_PRODUCT_ID_MISSING'],
    [{ productId: '', image: 'a.jpg' }, 'CATALOGUE_PRODUCT_ID_MISSING'],
    [{ productId: '1' }, 'CATALOGUE_IMAGE_MISSING'],
    [{ productId: '1', picName: 'a.jpg' }, 'CATALOGUE_IMAGE_MISSING'],
    [{ operationType: 'ADD', productId: '1' }, 'CATALOGUE_IMAGE_MISSING'],
    [{ operationType: 'DELETE', image: 'a.jpg' }, 'CATALOGUE_PRODUCT_ID_MISSING'],
  ])('refuses %j', async (entry, code) => {
    expect(await rowsOf([entry])).toMatchObject([
      { entry: undefined, issues: [{ code, severity: 'error' }] },
    ]);
  });

  test.each([
    [{ operationType: 'DELETE', productId: '1' }],
    [{ operationType: 'DELETE', productId: '1', picName: 'a.jpg' }],
    [{ operationType: 'DELETE', productId: '1', image: 'a.jpg' }],
  ])('takes %j', async (entry) => {
    expect(await rowsOf([entry])).toMatchObject([{ entry, issues: [] }]);
    expect(entries(await rowsOf([{ ...entry, operationType: 'delete' }]))).toEqual([entry]);
  });

  test("rejects with the source's failure after the rows before it", async () => {
    const failure = new Error('The database is gone');
    const rows = readCatalogue(
      (async function* () {
        yield a;
        throw failure;
      })(),
    );
    expect((await rows.next()).value?.entry).toEqual(a);
    await expect(rows.next()).rejects.toBe(failure);
  });
});

describe('readCatalogue of a folder', () => {
  test('gives files of every depth in the order of names, hidden ones left out', async () => {
    const root = join(folder, 'images');
    for (const name of ['b/2', '.git', 'a']) mkdirSync(join(root, name), { recursive: true });
    for (const name of [
      'b/2/x.png',
      'b/y.JPEG',
      'b/.DS_Store',
      '.git/z.jpg',
      'a/商品.jpg',
      'c.tar.gz',
      '10',
      'b.jpg',
    ]) {
      writeFileSync(join(root, name), '');
    }
    const rows = await rowsOf(root);
    expect(entries(rows)).toEqual([
      { productId: '10', image: '10' },
      { productId: 'a/商品', image: 'a/商品.jpg' },
      { productId: 'b/2/x', image: 'b/2/x.png' },
      { productId: 'b/y', image: 'b/y.JPEG' },
      { productId: 'b', image: 'b.jpg' },
      { productId: 'c.tar', image: 'c.tar.gz' },
    ]);
    expect(rows.map(({ place }) => place)).toEqual(
      [1, 2, 3, 4, 5, 6].map((line) => ({ source: root, line })),
    );
  });

  test("is one when its name ends like a file's", async () => {
    const root = join(folder, 'folder.csv');
    mkdirSync(root);
    writeFileSync(join(root, 'a.jpg'), '');
    expect(entries(await rowsOf(root))).toEqual([{ productId: 'a', image: 'a.jpg' }]);
    expect(await rowsOf(mkdtempSync(join(folder, 'empty-')))).toEqual([]);
  });
});

describe('readCatalogue', () => {
  test.each(['catalogue.xlsx', 'catalogue', 'catalogue.txt'])(
    'rejects with TypeError when the file is %s',
    async (name) => {
      const read = rowsOf(file(name, ''));
      await expect(read).rejects.toThrow(TypeError);
      await expect(read).rejects.toThrow(
        /its name must end with one of \.csv, \.tsv, \.jsonl, \.ndjson, \.json, or be a folder's$/,
      );
    },
  );

  test.each(['missing.csv', 'missing.jsonl', 'missing'])(
    "rejects with the system's error when %s is not there",
    async (name) => {
      await expect(rowsOf(join(folder, name))).rejects.toMatchObject({ code: 'ENOENT' });
    },
  );

  test.each([42, null, undefined, {}])('rejects with TypeError when the source is %j', async (source) => {
    await expect(rowsOf(source as unknown as CatalogueSource)).rejects.toThrow(TypeError);
  });
});
