import { describe, expect, test } from 'vitest';
import {
  DuplicateFinder,
  type DuplicateFinderOptions,
  type DuplicateFinderParts,
} from '../../../src/meta/duplicates/duplicate-finder.ts';
import { collect } from '../../shared/async/collect.ts';
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
/** What is found, as `line code other-line`. */
const found = async (...file: Parameters<typeof asFile>) =>
  (await find(...file)).map((one) => one.replace(/^(\d+) \d+ (\w+) .* in line (\d+).*$/, '$1 $2 $3'));

describe('issues', () => {
  test('tell the first line when the same image is added again and again', async () => {
    const which =
      ': keep one of these lines, as no document says in which order the lines of a file are carried out';
    expect(await find(add('1', 'a.jpg'), add('1', 'a.jpg'), add('1', 'b.jpg'), add('1', 'a.jpg'))).toEqual([
      `2 100 META_DUPLICATE Image "a.jpg" of product "1" is added in line 1 already${which}`,
      `4 300 META_DUPLICATE Image "a.jpg" of product "1" is added in line 1 already${which}`,
    ]);
  });

  test('tell the first line when the same image is only deleted again and again', async () => {
    expect(
      await find(remove('1', 'a'), remove('1', 'a'), remove('1'), remove('1', 'a'), remove('1')),
    ).toEqual([
      '2 100 META_DELETE_TWICE Image "a" of product "1" is deleted in line 1 already: one DELETE is enough',
      '4 300 META_DELETE_TWICE Image "a" of product "1" is deleted in line 1 already: one DELETE is enough',
      '5 400 META_DELETE_TWICE Every image of product "1" is deleted in line 3 already: one DELETE is enough',
    ]);
  });

  test('tell at each DELETE the ADD that serves alone when an image is deleted and then added', async () => {
    expect(
      await found(remove('1', 'a'), remove('1', 'a'), add('1', 'a'), add('1', 'b'), add('1', 'a')),
    ).toEqual(['1 META_DELETE_BEFORE_ADD 3', '2 META_DELETE_BEFORE_ADD 3', '5 META_DUPLICATE 3']);
  });

  test('tell every line of an image when it is added and deleted after that, whatever stands between', async () => {
    const others = [remove('2', 'a'), add('2', 'a')];
    expect(
      await found(remove('1', 'a'), add('1', 'a'), ...others, remove('1', 'a'), add('1', 'a'), add('1', 'b')),
    ).toEqual([
      '1 META_ADD_AND_DELETE 2',
      '2 META_ADD_AND_DELETE 5',
      '3 META_DELETE_BEFORE_ADD 4',
      '5 META_ADD_AND_DELETE 2',
      '6 META_ADD_AND_DELETE 5',
    ]);
  });

  test('tell every line concerned when a product is deleted as a whole before images are added to it', async () => {
    expect(await found(remove('1'), add('2', 'a'), add('1', 'b'), remove('1', 'c'), add('1', 'a'))).toEqual([
      '1 META_PRODUCT_REPLACED 3',
      '3 META_PRODUCT_REPLACED 1',
      '5 META_PRODUCT_REPLACED 1',
    ]);
  });

  test('tell every line concerned when a product is deleted as a whole after an image was added to it', async () => {
    expect(await found(remove('1'), add('1', 'b'), remove('1', 'c'), remove('1'), add('1', 'a'))).toEqual([
      '1 META_ADD_AND_DELETE_PRODUCT 2',
      '2 META_ADD_AND_DELETE_PRODUCT 4',
      '4 META_DELETE_TWICE 1',
      '4 META_ADD_AND_DELETE_PRODUCT 2',
      '5 META_ADD_AND_DELETE_PRODUCT 4',
    ]);
  });

  test('tell nothing when single images are deleted beside their product', async () => {
    expect(await find(remove('1', 'a'), remove('1'), remove('1', 'b'))).toEqual([]);
  });

  test('point at PicName, and at the whole line when the product is meant', async () => {
    const finder = new DuplicateFinder({ profile: 'strict' });
    finder.add(add('1', 'a.jpg'), 7, 5_000_000_000);
    finder.add(remove('1', 'a.jpg'), 8, 5_000_000_100);
    finder.add(remove('1'), 4_294_967_295, Number.MAX_SAFE_INTEGER);
    const issue = { severity: 'error', column: 1, message: expect.any(String) };
    const ofImage = { ...issue, code: 'META_ADD_AND_DELETE', path: ['PicName'], field: 'PicName' };
    const ofProduct = { ...issue, code: 'META_ADD_AND_DELETE_PRODUCT', path: [], field: null };
    expect(await collect(finder.issues())).toEqual([
      { ...ofImage, line: 7, offset: 5_000_000_000, otherLine: 8 },
      { ...ofProduct, line: 7, offset: 5_000_000_000, otherLine: 4_294_967_295 },
      { ...ofImage, line: 8, offset: 5_000_000_100, otherLine: 7 },
      { ...ofProduct, line: 4_294_967_295, offset: Number.MAX_SAFE_INTEGER, otherLine: 7 },
    ]);
  });

  test('tell the highest lines when a file is as long as can be', async () => {
    const file = [4_294_967_294, 4_294_967_295].map((line) => ({ record: add('1', 'a'), line, offset: 0 }));
    expect(await told(new DuplicateFinder(), file)).toEqual([
      expect.stringMatching(/^4294967295 0 META_DUPLICATE .* in line 4294967294 already/),
    ]);
  });

  test.each(['documented', 'strict'] as const)(
    'have the severity of the table of rules when the profile is %s',
    async (profile) => {
      const finder = new DuplicateFinder({ profile });
      const file = asFile(
        ...[
          add('1', 'a'),
          add('1', 'a'),
          remove('2', 'a'),
          remove('2', 'a'),
          remove('3', 'a'),
          add('3', 'a'),
        ],
        ...[remove('4'), add('4', 'a')],
      );
      for (const { record, line } of file) finder.add(record, line);
      const issues = await collect(finder.issues());
      expect(issues.map(({ code, severity, offset }) => [code, severity, offset])).toEqual([
        ['META_DUPLICATE', 'error', 0],
        ['META_DELETE_TWICE', 'warning', 0],
        ['META_DELETE_BEFORE_ADD', 'warning', 0],
        ['META_PRODUCT_REPLACED', 'warning', 0],
        ['META_PRODUCT_REPLACED', 'warning', 0],
      ]);
    },
  );

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
    const ofNoName = ['4 META_ADD_AND_DELETE_PRODUCT 6', '6 META_ADD_AND_DELETE_PRODUCT 4'];
    expect(await found(...alike)).toEqual(ofNoName);
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
      const issues = await told(new DuplicateFinder(options, parts), file);
      expect(issues).toEqual(expected(file));
      expect(issues).toHaveLength(count / 100 + (2 * count) / 1_000); // a DELETE is told, and so is its ADD
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
    expect(() => new DuplicateFinder({ temporaryFolder: '' })).toThrow(TypeError);
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
