import { describe, expect, test } from 'vitest';
import {
  DuplicateFinder,
  type DuplicateFinderOptions,
  type DuplicateFinderParts,
} from '../../../src/meta/duplicates/duplicate-finder.ts';
import { collect } from '../../shared/collect.ts';
import fc from '../../support/properties.ts';
import { add, anyFile, asFile, expected, remove, told } from './duplicate-model.ts';

const SMALLEST = { memoryBytes: 65_536 };
const IN_MEMORY = { openFile: undefined };
const SAME_HASH = { hash: () => 0x7654_3210 };
const HALF_A_HASH = { hash: (words: Int32Array, from: number) => (words[from] as number) << 31 };

const WAYS: readonly [string, DuplicateFinderOptions, DuplicateFinderParts][] = [
  ['everything fits into memory', {}, {}],
  ['names go to a file', SMALLEST, {}],
  ['there are no files', SMALLEST, IN_MEMORY],
  ['every hash is the same', {}, SAME_HASH],
  ['every hash is the same and names go to a file', SMALLEST, SAME_HASH],
  ['there are two hashes', SMALLEST, HALF_A_HASH],
];

const find = (...file: Parameters<typeof asFile>) => told(new DuplicateFinder(), asFile(...file));

describe('issues', () => {
  test('tell the line before when the same image is added again and again', async () => {
    expect(await find(add('1', 'a.jpg'), add('1', 'a.jpg'), add('1', 'b.jpg'), add('1', 'a.jpg'))).toEqual([
      '2 100 META_DUPLICATE Image "a.jpg" of product "1" stands in line 1 already: the later line counts',
      '4 300 META_DUPLICATE Image "a.jpg" of product "1" stands in line 2 already: the later line counts',
    ]);
  });

  test('tell both orders when an image is added and deleted', async () => {
    const found = await find(
      add('1', 'a.jpg'),
      remove('1', 'a.jpg'),
      add('1', 'a.jpg'),
      remove('2', 'a.jpg'),
      add('2', 'a.jpg'),
    );
    expect(found.map((one) => one.replace(/: no document.*/, ''))).toEqual([
      '2 100 META_ADD_AND_DELETE Image "a.jpg" of product "1" is both added and deleted, in line 1 too',
      '3 200 META_ADD_AND_DELETE Image "a.jpg" of product "1" is both added and deleted, in line 2 too',
      '5 400 META_ADD_AND_DELETE Image "a.jpg" of product "2" is both added and deleted, in line 4 too',
    ]);
  });

  test('tell the first line that adds when a product is deleted whole before it, after it or twice', async () => {
    const found = await find(
      remove('1'),
      add('2', 'a.jpg'),
      add('1', 'b.jpg'),
      add('1', 'a.jpg'),
      remove('1'),
      remove('3'),
    );
    expect(found.map((one) => one.replace(/: no document.*/, ''))).toEqual([
      '1 0 META_ADD_AND_DELETE_PRODUCT Every image of product "1" is deleted here, and line 3 adds one',
      '5 400 META_DUPLICATE Every image of product "1" stands in line 1 already: the later line counts',
      '5 400 META_ADD_AND_DELETE_PRODUCT Every image of product "1" is deleted here, and line 3 adds one',
    ]);
  });

  test('point at PicName, and at the whole line when it has none', async () => {
    const finder = new DuplicateFinder({ profile: 'strict' });
    finder.add(add('1', 'a.jpg'), 7, 5_000_000_000);
    finder.add(remove('1', 'a.jpg'), 8, 5_000_000_100);
    finder.add(remove('1'), 4_294_967_295, Number.MAX_SAFE_INTEGER);
    const place = { severity: 'error', column: 1, message: expect.any(String) };
    expect(await collect(finder.issues())).toEqual([
      {
        ...place,
        code: 'META_ADD_AND_DELETE',
        path: ['PicName'],
        field: 'PicName',
        line: 8,
        offset: 5_000_000_100,
      },
      {
        ...place,
        code: 'META_ADD_AND_DELETE_PRODUCT',
        path: [],
        field: null,
        line: 4_294_967_295,
        offset: Number.MAX_SAFE_INTEGER,
      },
    ]);
  });

  test('tell the highest lines when a file is as long as can be', async () => {
    const file = [4_294_967_294, 4_294_967_295].map((line) => ({ record: add('1', 'a'), line, offset: 0 }));
    expect(await told(new DuplicateFinder(), file)).toEqual([
      expect.stringMatching(/^4294967295 0 META_DUPLICATE .* in line 4294967294 already/),
    ]);
  });

  test('are warnings when the profile is the documented one', async () => {
    const finder = new DuplicateFinder();
    for (const { record, line } of asFile(add('1', 'a'), add('1', 'a'), remove('1', 'a'), remove('1'))) {
      finder.add(record, line);
    }
    const issues = await collect(finder.issues());
    expect(issues.map(({ severity, offset }) => [severity, offset])).toEqual(Array(3).fill(['warning', 0]));
  });

  test('tell nothing when names only look alike', async () => {
    const alike = [
      add('ab', 'c'),
      add('a', 'bc'),
      add('abc', ''),
      add('', 'abc'),
      remove('', ''),
      remove(''), // no name is not the empty name
      add('a\0b', 'c'),
      add('a', 'b\0c'),
      add('1', '\ud83d'), // half of a pair, as every encoder would make U+FFFD of it
      add('1', '\ude00'),
      add('1', '\ufffd'),
      add('1', '扡\0'), // its two units have the bytes of "ab", which is as long
      add('1', 'ab'),
      add('1', 'a'.repeat(200)),
      add('1', `${'a'.repeat(199)}b`),
    ];
    expect(await find(...alike)).toEqual([expect.stringMatching(/^6 500 META_ADD_AND_DELETE_PRODUCT/)]);
  });

  test.each(WAYS)('tell what plain maps tell when %s', async (_, options, parts) => {
    await fc.assert(
      fc.asyncProperty(anyFile, async (file) => {
        expect(await told(new DuplicateFinder(options, parts), file)).toEqual(expected(file));
      }),
      { numRuns: 60 },
    );
  });

  test.each(WAYS)(
    'find every true duplicate and no other when %s and lines are many',
    async (_, options, parts) => {
      const count = parts.hash === undefined ? 20_000 : 1_000; // with one hash, each is compared with all
      const file = asFile(
        ...Array.from({ length: count }, (_, n) => {
          const id = n % 100 === 99 ? n - 50 : n;
          return n % 1_000 === 500 ? remove(`P${id - 2}`) : add(`P${id}`, `folder/${id}.jpg`);
        }),
      );
      const found = await told(new DuplicateFinder(options, parts), file);
      expect(found).toEqual(expected(file));
      expect(found).toHaveLength(count / 100 + count / 1_000);
    },
  );

  test('tell every line when all of them name the same image', async () => {
    const file = asFile(...Array.from({ length: 5_000 }, () => add('1', 'a.jpg')));
    expect(await told(new DuplicateFinder(SMALLEST), file)).toEqual(expected(file));
  });
});

describe('a finder', () => {
  test('refuses an option when it is out of its range', () => {
    expect(() => new DuplicateFinder({ memoryBytes: 65_535 })).toThrow(RangeError);
    expect(() => new DuplicateFinder({ folder: '' })).toThrow(TypeError);
    expect(() => new DuplicateFinder({ profile: 'lax' as 'strict' })).toThrow(TypeError);
  });

  test.each([
    ['line', 0, 0],
    ['line', 2 ** 32, 0],
    ['line', 1.5, 0],
    ['offset', 1, -1],
    ['offset', 1, 2 ** 53],
  ])('refuses a place when its %s cannot be', (name, line, offset) => {
    const finder = new DuplicateFinder();
    expect(() => finder.add(add('1', 'a'), line, offset)).toThrow(RangeError);
    expect(() => finder.add(add('1', 'a'), line, offset)).toThrow(`'${name}' must be an integer`);
  });

  test('refuses lines and a second reading when it has begun to tell', async () => {
    const finder = new DuplicateFinder();
    for (const { record, line } of asFile(add('1', 'a'), add('1', 'a'))) finder.add(record, line);
    const issues = finder.issues();
    expect((await issues.next()).value?.line).toBe(2);
    expect(() => finder.add(add('1', 'a'), 3)).toThrow('Cannot add a line as the duplicates are being told');
    await expect(finder.issues().next()).rejects.toThrow(
      'Cannot tell duplicates as the duplicates are being told',
    );
    expect(await issues.next()).toEqual({ done: true, value: undefined });
    expect(() => finder.add(add('1', 'a'), 3)).toThrow('Cannot add a line as the finder is closed');
  });

  test('rejects with the reason when its signal has aborted', async () => {
    const reason = new Error('enough');
    const finder = new DuplicateFinder();
    await expect(finder.issues(AbortSignal.abort(reason)).next()).rejects.toBe(reason);
    expect(() => finder.add(add('1', 'a'), 1)).toThrow('closed');
  });

  test('rejects with the reason when its signal aborts between two issues', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    const finder = new DuplicateFinder();
    for (const { record, line } of asFile(add('1', 'a'), add('1', 'a'), add('1', 'a'))) {
      finder.add(record, line);
    }
    const issues = finder.issues(controller.signal);
    await issues.next();
    controller.abort(reason);
    await expect(issues.next()).rejects.toBe(reason);
  });

  test('lets others run when it has much to compare, and rejects when they abort', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    const finder = new DuplicateFinder();
    for (let line = 1; line <= 600_000; line++) finder.add(add('1', `${line}`), line);
    setTimeout(() => controller.abort(reason), 0);
    await expect(finder.issues(controller.signal).next()).rejects.toBe(reason);
  });
});
