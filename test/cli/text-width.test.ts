import { describe, expect, it } from 'vitest';
import { cutToWidth, inColumns, widthOf } from '../../src/cli/output/text-width.ts';
import fc from '../support/properties.ts';

describe('cutToWidth()', () => {
  it.each([
    ['春季新品', 5, '春季'],
    ['春季新品', 8, '春季新品'],
    ['e\u0301e\u0301', 1, 'e\u0301'],
    ['abc', 0, ''],
  ])('cuts %j to %d columns', (text, columns, cut) => {
    expect(cutToWidth(text, columns)).toBe(cut);
  });

  it('gives a beginning that has room, of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, columns) => {
        const cut = cutToWidth(text, columns);
        expect(text.startsWith(cut)).toBe(true);
        expect(widthOf(cut)).toBeLessThanOrEqual(columns);
      }),
    );
  });
});

describe('inColumns()', () => {
  it.each([
    [['1', '春季新品', 'x'], [3, 10], '1    春季新品    x'],
    [['1', 'spring', 'x'], [3, 10], '1    spring      x'],
    [['1', 'a name that is wider', 'x'], [3, 10], '1    a name that is wider  x'],
    [['1', 'spring', ''], [3, 10, 5], '1    spring'],
  ])('fills the fields %j up to %j columns', (fields, widths, line) => {
    expect(inColumns(fields, widths)).toBe(line);
  });
});
