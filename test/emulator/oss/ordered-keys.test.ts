import { describe, expect, it } from 'vitest';
import { listPage } from '../../../src/emulator/oss/list-page.ts';
import { SortedKeys } from '../../../src/emulator/oss/sorted-keys.ts';
import { byUtf8 } from '../../../src/emulator/oss/utf8-order.ts';
import fc from '../../support/properties.ts';

const text = fc.string({ unit: 'binary', maxLength: 8 });

describe('byUtf8()', () => {
  it('orders as the bytes do', () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(Math.sign(byUtf8(one, other))).toBe(Buffer.compare(Buffer.from(one), Buffer.from(other)));
      }),
    );
    expect(byUtf8('\u{ff5e}', '\u{1f600}')).toBeLessThan(0);
  });
});

describe('SortedKeys', () => {
  it('holds each key once, in order, whatever is added and deleted', () => {
    fc.assert(
      fc.property(fc.array(text), fc.array(text), text, (added, deleted, least) => {
        const keys = new SortedKeys();
        for (const key of added) keys.add(key);
        for (const key of deleted) keys.delete(key);
        const left = [...new Set(added)].filter((key) => !deleted.includes(key)).sort(byUtf8);
        expect([...keys.from('')]).toEqual(left);
        expect([...keys.from(least)]).toEqual(left.filter((key) => byUtf8(key, least) >= 0));
      }),
    );
  });
});

describe('listPage()', () => {
  it('gives every key and common prefix once over all pages, however long they are', () => {
    const path = fc.string({ unit: fc.constantFrom('a', 'b', '/', '😀'), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.uniqueArray(path), path, fc.integer({ min: 1, max: 4 }), (all, some, maxKeys) => {
        const keys = new SortedKeys();
        for (const key of all) keys.add(key);
        const prefix = some.slice(0, 1);
        const listed: string[] = [];
        for (let after: string | undefined = ''; after !== undefined; ) {
          const request = { prefix, delimiter: '/', after, maxKeys };
          const page = listPage((least) => keys.from(least), request);
          listed.push(...page.keys, ...page.commonPrefixes);
          expect(page.keys.length + page.commonPrefixes.length).toBeLessThanOrEqual(maxKeys);
          after = page.last;
        }
        const rolledUp = (key: string) => {
          const slash = key.indexOf('/', prefix.length);
          return slash < 0 ? key : key.slice(0, slash + 1);
        };
        const expected = new Set(all.filter((key) => key.startsWith(prefix)).map(rolledUp));
        expect(listed.toSorted(byUtf8)).toEqual([...expected].sort(byUtf8));
      }),
    );
  });
});
