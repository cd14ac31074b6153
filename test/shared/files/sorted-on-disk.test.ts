import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SortedOnDisk } from '../../../src/shared/files/sorted-on-disk.ts';
import fc from '../../support/properties.ts';

it('SortedOnDisk gives back every value in a stable order when runs go to files and are merged', () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.nat(9)), fc.integer({ min: 1, max: 8 }), async (keys, mostCharacters) => {
      const folder = await mkdtemp(join(tmpdir(), 'sorted-'));
      try {
        const limits = { mostCharacters, mostRuns: 3 };
        const byKey = (a: { key: number }, b: { key: number }) => a.key - b.key;
        const sorted = new SortedOnDisk<{ key: number; index: number }>(folder, byKey, limits);
        const values = keys.map((key, index) => ({ key, index }));
        for (const value of values) await sorted.add(value, 2);
        const read = [];
        for await (const value of sorted.values()) read.push(value);
        expect(read).toEqual([...values].sort(byKey)); // Array.sort is stable
      } finally {
        await rm(folder, { recursive: true });
      }
    }),
    { numRuns: 50 },
  ));
