import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EntryKeys, type KeyFact } from '../../../src/import/plan/entry-keys.ts';
import type { StoredObject } from '../../../src/index.ts';
import { all } from '../../support/items.ts';
import fc from '../../support/properties.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

interface Keyed {
  readonly key: string;
  readonly image: string;
  readonly number: number;
  readonly line: number;
}

const META_KEY = 'spring/increment.meta';

/** Images that differ in case alone are one. */
const isSameImage = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

type Hash = (key: string) => number;
const HASHES: readonly [string, Hash | undefined][] = [
  ['its own hash', undefined],
  ['one hash for all keys', () => 7],
  ['hashes below zero and beyond 32 bits', (key) => -(2 ** 40) - key.length],
  ['two hashes', (key) => key.length % 2],
];

async function factsOf(
  entries: readonly Keyed[],
  objects: readonly StoredObject[] = [],
  hash?: Hash,
): Promise<KeyFact[]> {
  using work = temporaryFolder();
  await using keys = await EntryKeys.create({ work: work.path, metaKey: META_KEY, isSameImage, hash });
  for (const { key, image, number, line } of entries) keys.add(key, image, { number, line });
  for (const object of objects) keys.addObject(object);
  return await all(keys.facts(undefined)); // before the files are removed
}

/** The same with plain maps, which hold every key. */
function expectedFacts(entries: readonly Keyed[], objects: readonly StoredObject[]): KeyFact[] {
  return entries.flatMap((entry) => {
    const first = entries.find(({ key }) => key === entry.key) ?? entry;
    const isTaken = !isSameImage(first.image, entry.image);
    const other = isTaken ? { number: first.number, line: first.line } : undefined;
    const takenBy = entry.key === META_KEY ? null : other;
    const object = objects.find(({ key, etag }) => key === entry.key && etag !== undefined);
    const present = object && { bytes: object.bytes, etag: object.etag ?? '' };
    return takenBy === undefined && present === undefined ? [] : [{ number: entry.number, takenBy, present }];
  });
}

/** Few enough that they meet often; some so long that a partition goes to its file. */
const anyKey = fc
  .array(fc.constantFrom('a', 'b', '/', '\n', '"', 'é', '商品', '😀', '😁', 'x'.repeat(5_000)), {
    maxLength: 3,
  })
  .map((parts) => parts.join(''));
const anyEntryKey = fc.oneof({ weight: 9, arbitrary: anyKey }, fc.constant(META_KEY));

const anyEntries: fc.Arbitrary<Keyed[]> = fc
  .array(
    fc.record({
      key: anyEntryKey,
      image: fc.constantFrom('a.jpg', 'A.jpg', 'b.jpg'),
      step: fc.integer({ min: 1, max: 1_000 }),
    }),
    { maxLength: 60, size: 'max' },
  )
  .map((rows) => {
    let number = 0;
    return rows.map(({ key, image, step }) => {
      number += step; // between them are entries without a key
      return { key, image, number, line: 2 * number };
    });
  });

const anyObjects: fc.Arbitrary<StoredObject[]> = fc.uniqueArray(
  fc.record({
    key: anyEntryKey,
    bytes: fc.nat(),
    etag: fc.option(fc.constantFrom('0A', '0B-2'), { nil: undefined }),
  }),
  { selector: ({ key }) => key, maxLength: 40 },
);

describe('EntryKeys', () => {
  test.each(HASHES)('finds what plain maps find, in the order of the entries, with %s', async (_, hash) => {
    await fc.assert(
      fc.asyncProperty(anyEntries, anyObjects, async (entries, objects) => {
        expect(plain(await factsOf(entries, objects, hash))).toEqual(plain(expectedFacts(entries, objects)));
      }),
    );
  });

  test('has a prefix that every key begins with, and no character more fits', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyKey, { minLength: 1, maxLength: 5 }), async (names) => {
        using work = temporaryFolder();
        await using keys = await EntryKeys.create({ work: work.path, metaKey: META_KEY, isSameImage });
        expect(keys.prefix).toBeUndefined();
        for (const [n, key] of names.entries()) keys.add(key, 'a.jpg', { number: n + 1, line: n + 2 });
        const prefix = keys.prefix ?? 'none';
        expect(names.every((name) => name.startsWith(prefix))).toBe(true);
        const nexts = names.map((name) => [...name.slice(prefix.length)][0]); // by whole characters
        expect(nexts.includes(undefined) || new Set(nexts).size > 1).toBe(true);
      }),
    );
  });

  test('names the first entry of a key to every later one when one key has many images', async () => {
    const entries = Array.from({ length: 20_000 }, (_, n) => {
      return { key: 'same.jpg', image: `${n}.jpg`, number: n + 1, line: n + 2 };
    });
    const facts = await factsOf(entries);
    expect(facts.map(({ number }) => number)).toEqual(entries.slice(1).map(({ number }) => number));
    expect(new Set(facts.map(({ takenBy }) => takenBy?.number))).toEqual(new Set([1]));
  });

  test('ends with the reason when the signal is aborted, and leaves no file', async () => {
    using work = temporaryFolder();
    const reason = new Error('enough');
    {
      await using keys = await EntryKeys.create({ work: work.path, metaKey: META_KEY, isSameImage });
      for (let n = 1; n < 5_000; n++) keys.add(`${n % 7}${'x'.repeat(50)}`, 'a.jpg', { number: n, line: n });
      expect(await readdir(work.path)).toEqual(['keys']);
      await expect(all(keys.facts(AbortSignal.abort(reason)))).rejects.toBe(reason);
    }
    expect(await readdir(work.path)).toEqual([]);
  });

  test('rejects with the error of the system when its folder is gone', async () => {
    using work = temporaryFolder();
    await mkdir(join(work.path, 'gone'));
    const keys = await EntryKeys.create({ work: join(work.path, 'gone'), metaKey: META_KEY, isSameImage });
    await keys[Symbol.asyncDispose]();
    expect(() => keys.add('x'.repeat(20_000), 'a.jpg', { number: 1, line: 2 })).toThrow('ENOENT');
  });
});

/** Without the fields that are undefined. */
const plain = (facts: readonly KeyFact[]): unknown => JSON.parse(JSON.stringify(facts));
