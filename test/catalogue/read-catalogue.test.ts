import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CatalogueSource } from '../../src/catalogue/model/catalogue-source.ts';
import { readCatalogue } from '../../src/catalogue/read-catalogue.ts';
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
      { place: { source: null, line: 1, lines: 1 }, entry: a, issues: [] },
      { place: { source: null, line: 2, lines: 1 }, entry: b, issues: [] },
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
    [{ operationType: 'DELETE', productId: '1', picName: 'a.jpg' }],
    [{ operationType: 'DELETE', productId: '1', image: 'a.jpg' }],
  ])('takes %j', async (entry) => {
    expect(await rowsOf([entry])).toMatchObject([{ entry, issues: [] }]);
    expect(entries(await rowsOf([{ ...entry, operationType: 'delete' }]))).toEqual([entry]);
  });

  test("rejects with the source's failure, and where it came, after the rows before it", async () => {
    const failure = new Error('The database is gone');
    const rows = readCatalogue(
      (async function* () {
        yield a;
        throw failure;
      })(),
    );
    expect((await rows.next()).value?.entry).toEqual(a);
    const error = await rows.next().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      message: 'The iterator of the catalogue threw after entry 1: The database is gone',
    });
    expect((error as Error).cause).toBe(failure);
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
      undefined, // c.tar.gz
    ]);
    expect(rows.map(({ place }) => place)).toEqual(
      [2, 3, 5, 6, 7, 8].map((line) => ({ source: root, line, lines: 1 })), // hidden ones are counted
    );
  });

  test("is one when its name ends like a file's", async () => {
    const root = join(folder, 'folder.csv');
    mkdirSync(root);
    writeFileSync(join(root, 'a.jpg'), '');
    expect(entries(await rowsOf(root))).toEqual([{ productId: 'a', image: 'a.jpg' }]);
  });

  test('rejects when it holds nothing', async () => {
    await expect(rowsOf(mkdtempSync(join(folder, 'empty-')))).rejects.toThrow(/has no row: it is empty/);
  });
});

describe('readCatalogue', () => {
  test.each([
    ['catalogue.xlsx', /it is empty$/],
    ['catalogue', /give its format .*, or a name that ends with one of .*, each also with .gz$/],
    ['catalogue.txt', /it is empty: its first line must name the columns$/],
  ])('rejects with TypeError when %s is empty', async (name, message) => {
    const read = rowsOf(file(name, ''));
    await expect(read).rejects.toThrow(TypeError);
    await expect(read).rejects.toThrow(message);
  });

  test.each(['missing.csv', 'missing.jsonl', 'missing'])(
    "rejects with the system's error when %s is not there",
    async (name) => {
      await expect(rowsOf(join(folder, name))).rejects.toMatchObject({ code: 'ENOENT' });
    },
  );

  test('says what to give when the source is bytes', async () => {
    await expect(rowsOf(Buffer.from('id,file\n1,a.jpg\n') as unknown as CatalogueSource)).rejects.toThrow(
      /it must be a path, \{ bytes, name \}, \{ source, prefix \}, or an iterable of objects: .* Give them as \{ bytes: \[bytes\] \}$/,
    );
    const rows = await rowsOf({ bytes: [Buffer.from('id,file\n1,a.jpg\n')], name: 'shop.csv' });
    expect(entries(rows)).toEqual([a]);
  });

  test.each([42, null, undefined, {}])('rejects with TypeError when the source is %j', async (source) => {
    await expect(rowsOf(source as unknown as CatalogueSource)).rejects.toThrow(TypeError);
  });
});
