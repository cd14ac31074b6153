import { describe, expect, it } from 'vitest';
import { extensionMismatch } from '../../../src/image/image-rules.ts';
import { TURNS, turnUpright } from '../../../src/image/repair/turn-upright.ts';
import { repairedRegion } from '../../../src/import/prepare/repaired-region.ts';
import { repairedName } from '../../../src/import/repaired-name.ts';
import fc from '../../support/properties.ts';

/** A region of a picture, and its sides. */
const anyRegion = fc
  .record({ width: fc.integer({ min: 1, max: 30 }), height: fc.integer({ min: 1, max: 30 }) })
  .chain(({ width, height }) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      x: fc.uniqueArray(fc.nat({ max: width }), { minLength: 2, maxLength: 2 }),
      y: fc.uniqueArray(fc.nat({ max: height }), { minLength: 2, maxLength: 2 }),
    }),
  )
  .map(({ width, height, x, y }) => {
    const [x1 = 0, x2 = 0] = x.toSorted((a, b) => a - b);
    const [y1 = 0, y2 = 0] = y.toSorted((a, b) => a - b);
    return { sides: { width, height }, region: { x1, x2, y1, y2 } };
  });

describe('repairedRegion()', () => {
  it('covers the same pixels when the picture is turned', () => {
    const orientations = fc.constantFrom(1, ...Object.keys(TURNS).map(Number));
    fc.assert(
      fc.property(anyRegion, orientations, ({ sides, region }, orientation) => {
        const { width, height } = sides;
        const data = Uint8Array.from({ length: width * height }, (_, n) => {
          const [x, y] = [n % width, Math.floor(n / width)];
          return x >= region.x1 && x < region.x2 && y >= region.y1 && y < region.y2 ? 1 : 0;
        });
        const turned = turnUpright({ data, width, height, channels: 1 }, orientation);
        const { x1, x2, y1, y2 } = repairedRegion(region, sides, turned, orientation);
        const covered = Uint8Array.from(turned.data, (_, n) => {
          const [x, y] = [n % turned.width, Math.floor(n / turned.width)];
          return x >= x1 && x < x2 && y >= y1 && y < y2 ? 1 : 0;
        });
        expect(covered).toEqual(new Uint8Array(turned.data));
      }),
    );
  });

  it('lies in the picture, has an area and covers what it covered when the picture is scaled down', () => {
    fc.assert(
      fc.property(anyRegion, fc.double({ min: 0.01, max: 1, noNaN: true }), ({ sides, region }, factor) => {
        const after = {
          width: Math.max(1, Math.round(sides.width * factor)),
          height: Math.max(1, Math.round(sides.height * factor)),
        };
        const { x1, x2, y1, y2 } = repairedRegion(region, sides, after, 1);
        expect(x1).toBeGreaterThanOrEqual(0);
        expect(x2).toBeGreaterThan(x1);
        expect(x2).toBeLessThanOrEqual(after.width);
        expect(y1).toBeGreaterThanOrEqual(0);
        expect(y2).toBeGreaterThan(y1);
        expect(y2).toBeLessThanOrEqual(after.height);
        expect(x1 * sides.width).toBeLessThanOrEqual(region.x1 * after.width);
        expect(x2 * sides.width).toBeGreaterThanOrEqual(region.x2 * after.width);
        expect(y1 * sides.height).toBeLessThanOrEqual(region.y1 * after.height);
        expect(y2 * sides.height).toBeGreaterThanOrEqual(region.y2 * after.height);
      }),
    );
  });

  it('stays as it is when the picture keeps its sides', () => {
    fc.assert(
      fc.property(anyRegion, ({ sides, region }) => {
        expect(repairedRegion(region, sides, sides, 1)).toEqual(region);
      }),
    );
  });

  it('is turned first and then scaled when the repair did both', () => {
    const region = { x1: 0, x2: 100, y1: 0, y2: 50 };
    const before = { width: 400, height: 200 };
    // Turned by 90° clockwise, the upper left quarter is the upper right one.
    expect(repairedRegion(region, before, { width: 100, height: 200 }, 6)).toEqual({
      ...{ x1: 75, x2: 100, y1: 0, y2: 50 },
    });
  });
});

describe('repairedName()', () => {
  it('adds a digest of the name and the extension of the format', () => {
    expect(repairedName('shoes/a.heic', 'jpeg')).toBe('shoes/a.heic-e284a1ccaba7.jpg');
  });

  it('fits its format, depends on the name alone and is no other name’s when given any names', () => {
    const anyNames = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(anyNames, fc.constantFrom('png', 'jpeg'), ([one = '', other = ''], format) => {
        const name = repairedName(one, format);
        expect(extensionMismatch(format, name)).toBeUndefined();
        expect(repairedName(one, format)).toBe(name);
        expect([repairedName(other, format), one]).not.toContain(name);
      }),
    );
  });
});
