import { expect, test } from 'vitest';
import { countByBytes, countPpmNumbers } from '../../src/image/formats/ppm-count/ppm-numbers.ts';
import fc from '../support/properties.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test.each([
  ['', 0, 0],
  ['1', 1, 1],
  ['12 3', 2, 3],
  [' 1\n23\t4567 ', 3, 7],
  ['0101 1', 2, 5],
  ['12# 3 4 \n5', 2, 3],
  ['1#2\r3', 2, 2],
])('countPpmNumbers(%j) counts %i numbers, and %i in a bitmap', (text, numbers, digits) => {
  expect(countPpmNumbers(bytes(text), false)).toBe(numbers);
  expect(countPpmNumbers(bytes(text), true)).toBe(digits);
});

test('countPpmNumbers counts what a pattern finds, wherever the text begins in memory', () => {
  const piece = fc.constantFrom('1', '23', '255', ' ', '\n', '\t \r\n', '00000000000');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 600 }), fc.nat(7), (pieces, offset) => {
      const text = pieces.join('');
      const room = new Uint8Array(text.length + offset);
      room.set(bytes(text), offset);
      const view = room.subarray(offset);
      expect(countPpmNumbers(view, false)).toBe(text.match(/\d+/g)?.length ?? 0);
      expect(countPpmNumbers(view, true)).toBe(text.match(/\d/g)?.length ?? 0);
      for (const bitmap of [false, true])
        expect(countByBytes(view, bitmap)).toBe(countPpmNumbers(view, bitmap));
    }),
    { numRuns: 500 },
  );
});

test('countPpmNumbers counts on when a text is longer than its memory', () => {
  expect(countPpmNumbers(bytes('1 '.repeat(100_000)), false)).toBe(100_000);
  expect(countPpmNumbers(bytes('1'.repeat(100_000)), true)).toBe(100_000);
  expect(countPpmNumbers(bytes('1'.repeat(100_000)), false)).toBe(1);
});
