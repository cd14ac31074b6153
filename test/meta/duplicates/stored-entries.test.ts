import { describe, expect, test } from 'vitest';
import { readDifference, writeDifference } from '../../../src/meta/duplicates/entry-difference.ts';
import { hashWords } from '../../../src/meta/duplicates/hash-words.ts';
import {
  entryWords,
  imageOf,
  isDelete,
  lineOf,
  mostEntryWords,
  offsetOf,
  writeEntry,
} from '../../../src/meta/duplicates/image-entry.ts';
import { ABSENT, packName, unpackName, wordsOf } from '../../../src/meta/duplicates/packed-name.ts';
import fc from '../../support/properties.ts';
import { anyFile, type Placed } from './duplicate-model.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
    .map((units) => String.fromCharCode(...units)),
  fc.string({ maxLength: 40 }),
);

const pack = (name: string | undefined) => {
  const words = new Int32Array(90);
  const head = packName(name, words, 3);
  return { head, words, packed: [head, ...words.subarray(3, 3 + wordsOf(head))] };
};

describe('packName', () => {
  test('keeps every character when a name is read again', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        const { head, words } = pack(name);
        expect(unpackName(head, words, 3)).toBe(name);
      }),
    );
  });

  test.each([
    ['', 0],
    ['abcd', 1],
    ['abcdé', 2],
    ['商品红', 2],
  ])('takes a byte or two for each character when the name is "%s"', (name, words) => {
    expect(wordsOf(pack(name).head)).toBe(words);
  });

  test('gives different words when names differ', () => {
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        expect(pack(one).packed.join() === pack(other).packed.join()).toBe(one === other);
      }),
    );
    expect(pack(undefined).packed).toEqual([ABSENT]);
  });

  test('reads a name whole when it is longer than any stack', () => {
    const name = '商x'.repeat(500_000);
    const words = new Int32Array(500_000);
    expect(unpackName(packName(name, words, 0), words, 0) === name).toBe(true);
  });
});

/** The entry of each line. */
const entriesOf = (file: readonly Placed[]) =>
  file.map(({ record, line, offset }) => {
    const words = new Int32Array(mostEntryWords(record));
    return words.subarray(0, writeEntry(record, line, offset, hashWords, words));
  });

test('an entry holds all of a line when it is read again', () => {
  fc.assert(
    fc.property(anyFile, (file) => {
      const read = entriesOf(file).map((entry) => {
        expect(entryWords(entry)).toBe(entry.length);
        const operationType = isDelete(entry) ? 'DELETE' : 'ADD';
        return { record: { operationType, ...imageOf(entry) }, line: lineOf(entry), offset: offsetOf(entry) };
      });
      expect(read).toEqual(file);
    }),
    { numRuns: 20 },
  );
});

describe('writeDifference', () => {
  test('gives every entry back when they are read in the same order', () => {
    fc.assert(
      fc.property(anyFile, (file) => {
        const entries = entriesOf(file);
        const differences = new Int32Array(entries.reduce((sum, { length }) => sum + length + 1, 0));
        const before = new Int32Array(100);
        let to = 0;
        for (const entry of entries) to = writeDifference(entry, entry.length, before, 50, differences, to);
        const current = new Int32Array(20_000);
        let from = 0;
        for (const entry of entries) {
          from = readDifference(differences, from, current);
          expect(current.slice(0, entry.length)).toEqual(entry);
        }
        expect(from).toBe(to);
      }),
      { numRuns: 20 },
    );
  });

  test('takes little when two entries have much in common', () => {
    const record = (n: number) =>
      ({ operationType: 'ADD', productId: `P${n}`, picName: `folder/${n}.jpg` }) as const;
    const entries = entriesOf([
      { record: record(1_000_001), line: 1, offset: 0 },
      { record: record(1_000_002), line: 2, offset: 200 },
    ]);
    const before = new Int32Array(32);
    const ends = entries.map((entry) =>
      writeDifference(entry, entry.length, before, 0, new Int32Array(32), 0),
    );
    expect(entries.map(({ length }) => length)).toEqual([13, 13]);
    expect(ends).toEqual([12, 6]); // the mask, hash, line, offset, and a word of either name
  });
});

test('hashWords spreads names that count up evenly over its upper and its lower bits', () => {
  const upper = Array<number>(256).fill(0);
  const lower = Array<number>(256).fill(0);
  const count = (counts: number[], at: number) => {
    counts[at] = (counts[at] ?? 0) + 1;
  };
  for (let n = 0; n < 256_000; n++) {
    const { words } = pack(`folder/${n}.jpg`);
    const hash = hashWords(words, 3, 8);
    count(upper, hash >>> 24);
    count(lower, hash & 0xff);
  }
  for (const counts of [upper, lower]) {
    expect(Math.max(...counts)).toBeLessThan(1_150); // 1,000 expected, 32 the deviation
    expect(Math.min(...counts)).toBeGreaterThan(850);
  }
});
