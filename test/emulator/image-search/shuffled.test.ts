import { describe, expect, it } from 'vitest';
import { shuffled } from '../../../src/emulator/image-search/shuffled.ts';
import fc from '../../support/properties.ts';

const upTo = (length: number) => Array.from({ length }, (_, i) => i);
const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });

/** How often each value comes. */
function counts(values: Iterable<string | number>): ReadonlyMap<string | number, number> {
  const found = new Map<string | number, number>();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return found;
}

/** Pearson's statistic against the same count for every kind; its mean is the number of kinds less one. */
function chiSquare(found: ReadonlyMap<unknown, number>, kinds: number, total: number): number {
  const expected = total / kinds;
  const missing = (kinds - found.size) * expected;
  return [...found.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, missing);
}

describe('shuffled()', () => {
  it('gives every item once, in the same order for the same seed, and leaves the list as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), seed, (items, seed) => {
        const before = [...items];
        const order = shuffled(items, seed);
        expect(order.toSorted()).toEqual(items.toSorted());
        expect(shuffled(items, seed)).toEqual(order);
        expect(items).toEqual(before);
      }),
    );
  });

  it('gives another order when the seed is another one', () => {
    const items = upTo(40); // two of 40! orders are the same by chance as good as never
    fc.assert(
      fc.property(seed, seed, (one, other) => {
        fc.pre(one !== other);
        expect(shuffled(items, one)).not.toEqual(shuffled(items, other));
      }),
    );
  });

  it('gives every order of few items about as often, when the seeds are neighbours', () => {
    const seeds = upTo(24_000);
    const orders = counts(seeds.map((seed) => shuffled([0, 1, 2, 3], seed).join('')));
    expect(orders.size).toBe(24);
    expect(chiSquare(orders, 24, seeds.length)).toBeLessThan(49.7); // 23 degrees of freedom: 1 in 1,000 is above
  });

  it.each([0, 1, 50, 98, 99])('puts item %i of 100 everywhere about as often', (item) => {
    const seeds = upTo(20_000);
    const places = counts(seeds.map((seed) => shuffled(upTo(100), seed).indexOf(item)));
    expect(chiSquare(places, 100, seeds.length)).toBeLessThan(148.2); // 99 degrees of freedom: 1 in 1,000 is above
  });

  it('leaves few neighbours together in a long list', () => {
    fc.assert(
      fc.property(seed, (seed) => {
        const order = shuffled(upTo(1_000), seed);
        const together = order.filter((item, i) => order[i + 1] === item + 1).length;
        expect(together).toBeLessThan(10); // one on average
      }),
    );
  });
});
