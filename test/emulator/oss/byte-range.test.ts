import { describe, expect, it } from 'vitest';
import { resolveByteRange } from '../../../src/emulator/oss/byte-range.ts';

describe('resolveByteRange()', () => {
  const whole = { kind: 'whole' };
  const part = (first: number, last: number) => ({ kind: 'part', first, last });
  const unsatisfiable = { kind: 'unsatisfiable' };

  it.each([
    ['bytes=0-499', part(0, 499), part(0, 499)],
    ['bytes=500-', part(500, 999), part(500, 999)],
    ['bytes=-500', part(500, 999), part(500, 999)],
    ['bytes=500-2000', whole, part(500, 999)],
    ['bytes=1000-2000', whole, unsatisfiable],
    ['bytes=1000-', whole, unsatisfiable],
    ['bytes=-2000', whole, part(0, 999)],
    ['bytes=-0', whole, unsatisfiable],
    ['byte=0-499', whole, whole],
    ['bytes=-', whole, whole],
    ['bytes=9-3', whole, whole],
    ['bytes=0-1,5-6', part(0, 1), part(0, 1)],
  ])('reads %s as the service does when the object has 1,000 bytes', (header, byDefault, standard) => {
    expect(resolveByteRange(header, 1000, false)).toEqual(byDefault);
    expect(resolveByteRange(header, 1000, true)).toEqual(standard);
  });

  it('gives the whole of an empty object when the range is not standard', () => {
    expect(resolveByteRange('bytes=0-65535', 0, false)).toEqual(whole);
    expect(resolveByteRange('bytes=0-65535', 0, true)).toEqual(unsatisfiable);
  });
});
