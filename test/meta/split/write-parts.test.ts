import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { MetaFileBuilder, type PartsOptions } from '../../../src/meta/meta-file-builder.ts';
import type { MetaInput } from '../../../src/meta/model/meta-record.ts';
import { PartFiles } from '../../../src/meta/split/part-files.ts';
import { FolderStore } from '../../../src/storage/folder-store.ts';
import { collect } from '../../shared/async/collect.ts';
import fc from '../../support/properties.ts';

const folder = mkdtempSync(join(tmpdir(), 'meta-parts-'));
const temporary = mkdtempSync(join(tmpdir(), 'meta-spool-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(temporary, { recursive: true });
});
afterEach(() => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
  expect(readdirSync(temporary)).toEqual([]); // whatever happened
});

const path = (part: number) => join(folder, `${part}`, 'increment.meta');
const add = (product: string, picture: number): MetaInput => ({
  operationType: 'ADD',
  productId: product,
  picName: `${picture}.jpg`,
  customContent: '',
});

const split = (records: Iterable<MetaInput> | AsyncIterable<MetaInput>, options: PartsOptions) =>
  new MetaFileBuilder().writeParts(path, { records, temporaryFolder: temporary, ...options });

const productsOf = (text: string) =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => (JSON.parse(line) as { ProductId: string }).ProductId);

describe('writeParts', () => {
  test('fills one file after the other when products come one after the other', async () => {
    const records = Array.from({ length: 10 }, (_, n) => add(`P${n >> 1}`, n));
    const { parts, ...tally } = await split(records, { maxLines: 5 });
    expect(tally).toEqual({ supplied: 10, adds: 10, deletes: 0, refused: 0 });
    expect(parts.map(({ path: name, lines, adds, deletes }) => [name, lines, adds, deletes])).toEqual([
      [path(1), 4, 4, 0], // five would separate P2
      [path(2), 4, 4, 0],
      [path(3), 2, 2, 0],
    ]);
    const texts = parts.map((part) => readFileSync(part.path, 'utf8'));
    expect(texts.join('')).toBe((await collect(new MetaFileBuilder().lines(records))).join(''));
    expect(parts.map(({ bytes }) => bytes)).toEqual(texts.map((text) => Buffer.byteLength(text)));
  });

  test('keeps the lines of a product together when they come far apart', async () => {
    const records = Array.from({ length: 5_000 }, (_, n) => add(`商品"${n % 100}`, n));
    const { parts } = await split(records, { maxLines: 1_000 });
    expect(parts.map(({ lines }) => lines)).toEqual([1_000, 1_000, 1_000, 1_000, 1_000]);
    const products = parts.map((part) => new Set(productsOf(readFileSync(part.path, 'utf8'))));
    expect(products.map(({ size }) => size)).toEqual([20, 20, 20, 20, 20]);
    expect(new Set(products.flatMap((set) => [...set])).size).toBe(100);
  });

  test('takes what was added before, and DELETE lines with the ADD lines of their product', async () => {
    const builder = new MetaFileBuilder();
    builder.add({ productId: 'a', picName: '1.jpg', customContent: '' });
    builder.delete({ productId: 'b' });
    const records: MetaInput[] = [
      add('c', 1),
      { operationType: 'DELETE', productId: 'a', picName: '0.jpg' },
      add('b', 2),
      add('c', 3),
    ];
    const { parts } = await builder.writeParts(path, { records, maxLines: 2, temporaryFolder: temporary });
    expect(parts.map(({ adds, deletes }) => [adds, deletes])).toEqual([
      [1, 1],
      [1, 1],
      [2, 0],
    ]);
    expect(parts.map((part) => productsOf(readFileSync(part.path, 'utf8')))).toEqual([
      ['a', 'a'],
      ['b', 'b'],
      ['c', 'c'],
    ]);
  });

  test('makes no file when there is no line', async () => {
    expect(await split([], { maxBytes: 1_000 })).toEqual({
      supplied: 0,
      adds: 0,
      deletes: 0,
      refused: 0,
      parts: [],
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('counts what is refused and leaves it out', async () => {
    const bad = { ...add('P1', 1), picName: 'no-extension' } as MetaInput;
    const { parts, refused } = await split([add('P1', 1), bad, add('P1', 2)], { maxLines: 2 });
    expect(refused).toBe(1);
    expect(parts.map(({ lines }) => lines)).toEqual([2]);
  });

  test('loses no line, separates no product and keeps to its limits when records are any', async () => {
    const anyRecord = fc
      .tuple(
        fc.constantFrom('a', 'b', 'c', 'd', '"', '\\', '\\"', '商', '😀', 'a,b'),
        fc.nat(99),
        fc.boolean(),
      )
      .map(
        ([id, n, isAdd]): MetaInput =>
          isAdd ? add(id, n) : { operationType: 'DELETE', productId: id, picName: `${n}.jpg` },
      );
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRecord, { maxLength: 60 }),
        fc.integer({ min: 1, max: 30 }),
        fc.option(fc.integer({ min: 300, max: 3_000 }), { nil: undefined }),
        async (records, maxLines, maxBytes) => {
          const lines = await collect(new MetaFileBuilder().lines(records));
          const sizes = new Map<string, { lines: number; bytes: number }>();
          for (const line of lines) {
            const size = sizes.get(productsOf(line)[0] as string) ?? { lines: 0, bytes: 0 };
            size.lines += 1;
            size.bytes += Buffer.byteLength(line);
            sizes.set(productsOf(line)[0] as string, size);
          }
          const fits = [...sizes.values()].every(
            (size) => size.lines <= maxLines && size.bytes <= (maxBytes ?? Number.POSITIVE_INFINITY),
          );
          const splitting = split(records, { maxLines, maxBytes });
          if (!fits) {
            await expect(splitting).rejects.toThrow(RangeError);
            return;
          }
          const { parts } = await splitting;
          const texts = parts.map((part) => readFileSync(part.path, 'utf8'));
          const written = texts.map((text) => text.split('\n').slice(0, -1));
          for (const [n, part] of parts.entries()) {
            expect(part.lines).toBe(written[n]?.length);
            expect(part.lines).toBeLessThanOrEqual(maxLines);
            expect(part.bytes).toBeLessThanOrEqual(maxBytes ?? Number.POSITIVE_INFINITY);
            const products = new Set(productsOf(texts[n] as string));
            const meant = lines.filter((line) => products.has(productsOf(line)[0] as string));
            expect(texts[n]).toBe(meant.join('')); // all lines of its products, in their order
          }
          expect(written.flat()).toHaveLength(lines.length);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('leaves nothing and names the product when its lines alone are beyond the limit', async () => {
    const records = [add('small', 1), ...Array.from({ length: 4 }, (_, n) => add('large', n))];
    await expect(split(records, { maxLines: 3 })).rejects.toThrow(
      /those of "large" are 4 with \d+ bytes, and the limit is 3 lines$/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  test('leaves nothing when two parts have one path, or a path cannot be written', async () => {
    const records = [add('a', 1), add('b', 2)];
    const builder = new MetaFileBuilder();
    const same = builder.writeParts(
      (part) => (part === 1 ? path(1) : join(folder, 'x/../1/increment.meta')),
      { records, maxLines: 1, temporaryFolder: temporary },
    );
    await expect(same).rejects.toThrow('each part must have a path of its own');
    const impossible = builder.writeParts(
      (part) => (part === 1 ? path(1) : join(folder, 'x\0', 'increment.meta')),
      {
        records,
        maxLines: 1,
        temporaryFolder: temporary,
      },
    );
    await expect(impossible).rejects.toThrow();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('takes back what has appeared when a later part cannot', async () => {
    const files = new PartFiles();
    for (const place of [1, 2]) await files.add(path(place));
    mkdirSync(path(2)); // a folder where the file shall be, made meanwhile
    await expect(files.finish()).rejects.toMatchObject({ syscall: 'rename' });
    expect(existsSync(path(1))).toBe(true);
    await files.discard();
    expect(existsSync(path(1))).toBe(false);
    expect(readdirSync(join(folder, '2'))).toEqual(['increment.meta']);
  });

  test('writes no part when a folder is where one shall be', async () => {
    mkdirSync(path(2), { recursive: true });
    await expect(split([add('a', 1), add('b', 2)], { maxLines: 1 })).rejects.toMatchObject({
      code: 'EISDIR',
    });
    expect(readdirSync(folder)).toEqual(['2']);
    expect(readdirSync(join(folder, '2'))).toEqual(['increment.meta']);
  });

  test("rejects with the signal's reason and leaves nothing when it is aborted at work", async () => {
    const controller = new AbortController();
    const reason = new Error('Enough');
    const records = (function* () {
      for (let n = 0; n < 100_000; n++) {
        if (n === 5_000) controller.abort(reason);
        yield add(`P${n}`, n);
      }
    })();
    await expect(split(records, { maxLines: 10, signal: controller.signal })).rejects.toBe(reason);
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    ['no limit is given', {}, TypeError],
    ['a limit is no number of lines', { maxLines: 0 }, RangeError],
    ['a limit is no number of bytes', { maxBytes: 1.5 }, RangeError],
  ])('throws before it reads when %s', async (_, options, type) => {
    let pulled = 0;
    const records = (function* () {
      pulled += 1;
      yield add('a', 1);
    })();
    await expect(split(records, options)).rejects.toThrow(type);
    expect(pulled).toBe(0);
  });

  test('keeps products apart when there are more than its first room for them', async () => {
    const records = Array.from({ length: 9_000 }, (_, n) => add(`P${n % 4_500}`, n));
    const { parts } = await split(records, { maxLines: 1_000 });
    expect(parts.map(({ lines }) => lines)).toEqual(Array.from({ length: 9 }, () => 1_000));
    const products = parts.flatMap((part) => [...new Set(productsOf(readFileSync(part.path, 'utf8')))]);
    expect(products).toEqual(Array.from({ length: 4_500 }, (_, n) => `P${n}`));
  });

  test('writes the parts into a store when the target is one', async () => {
    const records = Array.from({ length: 10 }, (_, n) => add(`P${n}`, n));
    const key = (part: number) => `spring/${part}/increment.meta`;
    const target = { store: new FolderStore(folder), key };
    const builder = new MetaFileBuilder();
    const { parts } = await builder.writeParts(target, { records, maxLines: 4, temporaryFolder: temporary });
    expect(parts.map(({ path: name, lines }) => [name, lines])).toEqual([
      [key(1), 4],
      [key(2), 4],
      [key(3), 2],
    ]);
    const texts = parts.map((part) => readFileSync(join(folder, part.path), 'utf8'));
    expect(texts.join('')).toBe((await collect(new MetaFileBuilder().lines(records))).join(''));
  });

  test.each([
    ['another name', (part: number) => `${part}.meta`, /must be increment\.meta: current value is "1\.meta"/],
    ['one key twice', () => 'a/increment.meta', /a key of its own: a\/increment\.meta/],
  ])('stores nothing when keys have %s', async (_, key, message) => {
    const records = [add('1', 1), add('2', 2)];
    const target = { store: new FolderStore(folder), key };
    const written = new MetaFileBuilder().writeParts(target, {
      records,
      maxLines: 1,
      temporaryFolder: temporary,
    });
    await expect(written).rejects.toThrow(message);
    expect(readdirSync(folder)).toEqual([]);
  });
});
