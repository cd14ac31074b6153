import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PlanOptions, planEntries } from '../../src/import/plan/plan-entries.ts';
import { plannedEntries } from '../../src/import/plan/planned-entries.ts';
import type { PlannedEntry } from '../../src/import/plan/planned-entry.ts';
import type { CatalogueEntry, CatalogueRow, StoredObject } from '../../src/index.ts';
import { all } from '../support/items.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plan-entries-'));
});
afterAll(() => rm(folder, { recursive: true }));

const row = (line: number, entry: CatalogueEntry): CatalogueRow => ({
  place: { source: 'shop.csv', line, lines: 1 },
  entry,
  issues: [],
});
const add = (productId: string, image: string): CatalogueEntry => ({
  productId,
  image,
  customContent: 'k:v',
});
const remove = (productId: string, picName?: string): CatalogueEntry => ({
  operationType: 'DELETE',
  productId,
  picName,
});

async function planned(
  rows: Iterable<CatalogueRow>,
  options: Partial<PlanOptions> = {},
): Promise<PlannedEntry[]> {
  const work = await mkdtemp(join(folder, 'work-'));
  const source = (async function* () {
    yield* rows;
  })();
  await planEntries(source, {
    ...{ work, serviceType: 'product', profile: 'documented', picNameBase: 'folder', folder: '' },
    ...{ images: folder, signal: undefined, ...options },
  });
  return all(plannedEntries(work));
}

describe('planEntries()', () => {
  it('plans each image of a row as an entry of its own when a row names several', async () => {
    const entries = await planned([
      row(2, add('1', 'a.jpg')),
      row(2, add('1', 'b.jpg')),
      row(3, add('2', 'c.jpg')),
    ]);
    expect(entries.map(({ number, place, picName }) => [number, place.line, picName])).toEqual([
      [1, 2, 'a.jpg'],
      [2, 2, 'b.jpg'],
      [3, 3, 'c.jpg'],
    ]);
  });

  it('names the line of the other entry when rows with several images repeat one', async () => {
    const entries = await planned([
      row(2, add('1', 'a.jpg')),
      row(2, add('1', 'b.jpg')),
      row(5, add('2', 'c.jpg')),
      row(9, add('1', 'b.jpg')),
    ]);
    expect(entries.map(({ issues }) => issues.map(({ message }) => message))).toEqual([
      [],
      [],
      [],
      [expect.stringContaining('Image "b.jpg" of product "1" is added in line 2 already')],
    ]);
  });

  it('says that it is the same row when a row names one image twice', async () => {
    const entries = await planned([row(7, add('1', 'a.jpg')), row(7, add('1', 'a.jpg'))]);
    expect(entries.map(({ record }) => record !== undefined)).toEqual([true, false]);
    expect(entries[1]?.issues[0]?.message).toContain('is added in line 7, in the same row, already');
  });

  it('lets an ADD replace the DELETE of its own image alone when both stand in rows with several', async () => {
    const entries = await planned([
      row(2, remove('1', 'a.jpg')),
      row(2, remove('1', 'b.jpg')),
      row(3, add('1', 'x.jpg')),
      row(3, add('1', 'b.jpg')),
    ]);
    expect(entries.map(({ replacedBy }) => replacedBy)).toEqual([
      undefined,
      { number: 4, line: 3 },
      undefined,
      undefined,
    ]);
  });

  it('keeps the warnings of a row that is an entry', async () => {
    const warning = {
      code: 'CATALOGUE_PRODUCT_DELETE',
      severity: 'warning',
      path: [],
      message: 'all go',
    } as const;
    const [entry] = await planned([{ ...row(2, remove('1')), issues: [warning] }]);
    expect(entry?.record).toBeDefined();
    expect(entry?.issues).toContainEqual(warning);
  });

  it('finds the line of every other entry when there are more than a block of them', async () => {
    const half = 20_000;
    const rows = Array.from({ length: 2 * half }, (_, n) => row(3 * n + 2, add('1', `${n % half}.jpg`)));
    const entries = await planned(rows);
    const wrong = entries.filter(({ issues }, n) => {
      const [issue] = issues;
      return n < half ? issue !== undefined : !issue?.message.includes(`in line ${3 * (n - half) + 2} `);
    });
    expect(wrong).toEqual([]);
  });

  it('accepts ADDs whose product is deleted as a whole before, and names the last DELETE to each', async () => {
    const entries = await planned([
      row(2, remove('1')),
      row(3, remove('1')),
      row(4, add('1', 'a.jpg')),
      row(6, add('1', 'b.jpg')),
      row(7, add('2', 'c.jpg')),
    ]);
    const told = entries.map(({ record, after, issues }) => ({
      isAccepted: record !== undefined,
      after,
      isWarned: issues.some(({ code }) => code === 'META_PRODUCT_REPLACED'),
    }));
    const last = { number: 2, line: 3 };
    expect(told).toEqual([
      { isAccepted: true, after: undefined, isWarned: true },
      { isAccepted: true, after: undefined, isWarned: true },
      { isAccepted: true, after: last, isWarned: true },
      { isAccepted: true, after: last, isWarned: true },
      { isAccepted: true, after: undefined, isWarned: false },
    ]);
  });

  it('lets an ADD replace the DELETE of its image, and follow that of its product, when both come before', async () => {
    const entries = await planned([
      row(2, remove('1')),
      row(3, remove('1', 'a.jpg')),
      row(4, add('1', 'a.jpg')),
    ]);
    expect(entries.map(({ replacedBy, after }) => [replacedBy, after])).toEqual([
      [undefined, undefined],
      [{ number: 3, line: 4 }, undefined],
      [undefined, { number: 1, line: 2 }],
    ]);
  });
});

/** An image under a PicName of its own. */
const named = (productId: string, image: CatalogueEntry['image'], picName: string): CatalogueEntry => ({
  ...{ productId, image, picName, customContent: 'k:v' },
});

describe('planEntries() of images that have one name in the bucket', () => {
  /** The messages of errors of each entry. */
  const errorsOf = (entries: readonly PlannedEntry[]) =>
    entries.map(({ issues }) =>
      issues.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code} ${message}`),
    );

  it('refuses the later one of two images, and names the row of the first', async () => {
    const entries = await planned([
      row(2, named('A', 'one.png', 'same.png')),
      row(3, named('B', 'one.png', 'same.png')),
      row(4, named('C', 'other.png', 'same.png')),
      row(4, named('D', 'third.png', 'same.png')),
      row(5, named('E', 'other.png', 'else.png')),
    ]);
    const taken =
      'UPLOAD_KEY_TAKEN PicName "same.png" is that of another image, in line 2 already: give one of them another PicName';
    expect(errorsOf(entries)).toEqual([[], [], [taken], [taken], []]);
    expect(entries.map(({ record }) => record !== undefined)).toEqual([true, true, false, false, true]);
  });

  it('says that it is the same row when a row has both', async () => {
    const entries = await planned([
      row(7, named('A', 'a.png', 's.png')),
      row(7, named('A', 'b.png', 's.png')),
    ]);
    expect(errorsOf(entries)[1]?.at(-1)).toContain('in line 7, in the same row, already');
  });

  it.each(['folder', 'bucket'] as const)(
    'refuses an image under the name of increment.meta below the %s',
    async (base) => {
      const at = (name: string) => (base === 'bucket' ? `spring/${name}` : name);
      const rows = [row(2, named('A', 'a.png', 'increment.meta')), row(3, named('B', 'b.png', 'b.png'))];
      const entries = await planned(rows, { picNameBase: base, folder: 'spring' });
      expect(errorsOf(entries)).toEqual([
        [
          `UPLOAD_KEY_TAKEN PicName "${at('increment.meta')}" is that of increment.meta itself: give the image another one`,
        ],
        [],
      ]);
    },
  );

  it.each([
    ['a file with other slashes', 'x\\a.png', 'x/a.png'],
    ['a file with dots', 'x/../a.png', './a.png'],
    ['a URL in other letters', 'HTTP://SHOP.example/a.png', 'http://shop.example/a.png'],
  ])('takes one image for several products when they name it differently: %s', async (_, one, other) => {
    const rows = [row(2, named('A', one, 'same.png')), row(3, named('B', other, 'same.png'))];
    expect(errorsOf(await planned(rows))).toEqual([[], []]);
  });

  it('takes bytes for another image than any other, equal ones too', async () => {
    const bytes = new Uint8Array([1, 2, 3]);
    const entries = await planned([
      row(2, named('A', bytes, 'same.png')),
      row(3, named('B', bytes, 'same.png')),
    ]);
    expect(errorsOf(entries).map((errors) => errors.length)).toEqual([0, 1]);
  });

  it('lets an entry take no name when its own line is refused', async () => {
    const broken = { ...named('A', 'a.png', 'same.png'), intAttr: 2 ** 40 };
    const entries = await planned([row(2, broken), row(3, named('B', 'b.png', 'same.png'))]);
    expect(entries.map(({ record }) => record !== undefined)).toEqual([false, true]);
  });

  it('compares no images when none are looked at', async () => {
    const rows = [row(2, named('A', 'a.png', 'same.png')), row(3, named('B', 'b.png', 'same.png'))];
    expect(errorsOf(await planned(rows, { images: undefined }))).toEqual([[], []]);
  });
});

describe('planEntries() of a bucket that is listed', () => {
  /** A bucket that hears what it is asked for. */
  function bucketOf(...objects: StoredObject[]) {
    const prefixes: string[] = [];
    const listObjects = async function* (prefix: string) {
      prefixes.push(prefix);
      yield* objects;
    };
    return { prefixes, listObjects };
  }

  it('names the object under the key of an ADD, below what all keys begin with', async () => {
    const { prefixes, listObjects } = bucketOf(
      { key: 'spring/shoes/1.jpg', bytes: 5, etag: '0A' },
      { key: 'spring/shoes/3.jpg', bytes: 7, etag: undefined },
      { key: 'spring/shoes/9.jpg', bytes: 9, etag: '0C' },
    );
    const rows = [
      row(2, add('1', 'shoes/1.jpg')),
      row(3, add('2', 'shoes/2.jpg')),
      row(4, add('3', 'shoes/3.jpg')),
      row(5, add('4', 'shoes/1.jpg')),
      row(6, remove('9', 'shoes/9.jpg')),
    ];
    const entries = await planned(rows, { folder: 'spring', listObjects });
    const found = { bytes: 5, etag: '0A' };
    expect(entries.map(({ present }) => present)).toEqual([found, undefined, undefined, found, undefined]);
    expect(prefixes).toEqual(['spring/shoes/']);
  });

  it.each([
    ['deletes only', remove('1', 'a.jpg')],
    ['names only what cannot be a key', add('1', `${'x'.repeat(1_100)}.jpg`)],
  ])('lists nothing for a catalogue that %s', async (_, entry) => {
    const { prefixes, listObjects } = bucketOf();
    await planned([row(2, entry)], { listObjects });
    expect(prefixes).toEqual([]);
  });

  it('ends with the error of the listing', async () => {
    const reason = new Error('no bucket');
    const listObjects = async function* () {
      yield { key: 'a.jpg', bytes: 1, etag: '0A' };
      throw reason;
    };
    await expect(planned([row(2, add('1', 'a.jpg'))], { listObjects })).rejects.toBe(reason);
  });
});

it('planEntries() tells how many entries it has read, now and then and in the end', async () => {
  const told: number[] = [];
  const rows = Array.from({ length: 250 }, (_, n) => row(n + 2, add('1', `${n}.jpg`)));
  await planned(rows, { onRead: (entries) => void told.push(entries) });
  expect(told).toEqual([100, 200, 250]);
});
