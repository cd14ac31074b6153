import { describe, expect, it } from 'vitest';
import { nameBy } from '../../../src/import/transfer/image-layout.ts';
import fc from '../../support/properties.ts';

describe('nameBy()', () => {
  it('keeps paths, puts a hash in front, or asks the function of the caller', () => {
    expect(nameBy('paths', 'shoes/a.jpg', undefined)).toBe('shoes/a.jpg');
    expect(nameBy('hashed', 'shoes/a.jpg', undefined)).toMatch(/^[0-9a-f]{4}\/shoes\/a\.jpg$/);
    expect(nameBy((name) => name.toUpperCase(), 'a.jpg', undefined)).toBe('A.JPG');
  });

  it('gives one name the same hash each time, and no two names one key', () =>
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2 }), (names) => {
        const keys = names.map((name) => nameBy('hashed', name, undefined));
        expect(keys).toEqual(names.map((name) => nameBy('hashed', name, undefined)));
        expect(new Set(keys).size).toBe(names.length);
      }),
    ));

  it('names the image for which the function of the caller throws, or gives no text', () => {
    const thrower = () => {
      throw new Error('no');
    };
    expect(() => nameBy(thrower, 'a.jpg', undefined)).toThrow(`'keys' threw for "a.jpg": no`);
    expect(() => nameBy(() => 7 as unknown as string, 'a.jpg', undefined)).toThrow(
      `Cannot upload "a.jpg" as 'keys' must give a string: current value is 7`,
    );
  });
});
