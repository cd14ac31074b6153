import { describe, expect, it } from 'vitest';
import { crc64 } from '../../../src/shared/text/crc64.ts';
import fc from '../../support/properties.ts';

describe('crc64()', () => {
  it('gives the published check value of CRC-64/XZ', () => {
    expect(crc64(Buffer.from('123456789'))).toBe(String(0x995dc9bbdf1939fan));
    expect(crc64(Buffer.alloc(0))).toBe('0');
  });

  it('goes on from the value of the bytes before', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (one, other) => {
        expect(crc64(other, crc64(one))).toBe(crc64(Buffer.concat([one, other])));
      }),
    );
  });
});
