import { describe, expect, it } from 'vitest';
import { mostMissing, sampleSize, spreadOver } from '../../src/import/settle/sample.ts';
import fc from '../support/properties.ts';

describe('sampleSize()', () => {
  it.each([
    [1, 10],
    [5, 50],
    [10, 100],
    [1_000, 100],
    [0.05, 1],
  ])('for %d queries a second is %d', (queriesPerSecond, size) => {
    expect(sampleSize(queriesPerSecond)).toBe(size);
  });
});

describe('spreadOver()', () => {
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  it('chooses as many different numbers as are wanted, one from each stretch', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 5_000 }),
        fc.nat({ max: 120 }),
        fc.array(chance, { minLength: 1 }),
        (count, wanted, chances) => {
          let n = 0;
          const random = () => chances[n++ % chances.length] as number;
          const chosen = [...spreadOver(count, wanted, random)];
          expect(chosen).toHaveLength(Math.min(count, wanted));
          expect(new Set(chosen).size).toBe(chosen.length);
          for (const [stretch, number] of chosen.entries()) {
            expect(number).toBeGreaterThanOrEqual(Math.floor((stretch * count) / chosen.length));
            expect(number).toBeLessThan(Math.floor(((stretch + 1) * count) / chosen.length));
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('chooses everything when more is wanted than there is', () => {
    expect(spreadOver(3, 50, () => 0.999)).toEqual(new Set([0, 1, 2]));
  });
});

describe('mostMissing()', () => {
  // The upper limits of Clopper and Pearson, one-sided: 1 - 0.05^(1/n) where none is missing.
  it.each([
    [0, 10, 0.2589],
    [0, 50, 0.0582],
    [0, 100, 0.0295],
    [1, 50, 0.0914],
    [2, 50, 0.1206],
    [10, 100, 0.1637],
    [0, 0, 1],
    [5, 5, 1],
  ])('for %d missing of %d is %d', (missing, asked, share) => {
    expect(mostMissing(missing, asked)).toBeCloseTo(share, 3);
  });

  it('lies above the share that was seen, falls with more questions and rises with more missing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_000 }), fc.nat({ max: 3_000 }), (asked, some) => {
        const missing = some % asked;
        const share = mostMissing(missing, asked);
        expect(share).toBeGreaterThan(missing / asked);
        expect(share).toBeLessThanOrEqual(1);
        expect(mostMissing(missing, asked + 10)).toBeLessThan(share);
        expect(mostMissing(missing + 1, asked + 1)).toBeGreaterThan(share);
      }),
      { numRuns: 200 },
    );
  });
});
