import { describe, expect, it } from 'vitest';
import { placeAfter } from '../../src/report/browser/grid-keys.ts';
import { fieldsOf } from '../../src/report/browser/row-fields.ts';
import { codesText, filtered, SORT_KEYS, sorted } from '../../src/report/browser/row-view.ts';
import { RowColumns } from '../../src/report/rows/row-columns.ts';
import fc from '../support/properties.ts';
import { rows } from './report-data.ts';

const packed = fc.array(rows, { maxLength: 30 }).map((all) => {
  const columns = new RowColumns();
  for (const row of all) columns.add(row);
  return columns.packed();
});

describe('the view of rows', () => {
  it('has the rows of a status and a code that hold the text, whatever its case', () => {
    const filter = fc.record({
      search: fc.constantFrom('', 'a', 'IMG', ' image ', 'B_C'),
      status: fc.constantFrom(undefined, 'refused', 'imported'),
      difference: fc.constantFrom(undefined, 'changed'),
      code: fc.constantFrom(undefined, '', 'A'),
    });
    fc.assert(
      fc.property(packed, filter, (all, { search, status, difference, code }) => {
        const wanted = search.trim().toLowerCase();
        const expected = all.status.flatMap((_, n) => {
          const fields = fieldsOf(all, n);
          const codes = fields.issues.map((one) => one.code);
          const texts = [
            fields.name,
            fields.productId,
            fields.note,
            ...codes,
            ...fields.issues.map((one) => one.message),
          ];
          const isShown =
            (status === undefined || fields.status === status) &&
            (difference === undefined || fields.difference === difference) &&
            (code === undefined || (code === '' ? codes.length === 0 : codes.includes(code))) &&
            texts.some((text) => text.toLowerCase().includes(wanted));
          return isShown ? [n] : [];
        });
        expect(filtered(all, { search, status, difference, code })).toEqual(expected);
      }),
    );
  });

  it('names a code once, however many issues of it a row has', () => {
    const set = ['B', 'A', 'B'].map((code) => ({ code, isWarning: false }));
    expect(codesText(set)).toBe('B A');
  });

  it('has the same rows in another order when it is sorted, and the opposite one when it descends', () => {
    fc.assert(
      fc.property(packed, fc.constantFrom(...SORT_KEYS), (all, by) => {
        const numbers = all.status.map((_, n) => n);
        const ascending = sorted(all, numbers, { by, isDescending: false });
        expect(ascending.toSorted((one, other) => one - other)).toEqual(numbers);
        expect(sorted(all, ascending, { by, isDescending: false })).toEqual(ascending);
        const names = (order: readonly number[]) => order.map((n) => fieldsOf(all, n).name);
        if (by === 'name') {
          expect(names(ascending)).toEqual(names(numbers).toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
          const descending = sorted(all, numbers, { by, isDescending: true });
          expect(names(descending)).toEqual(names(ascending).toReversed());
        }
      }),
    );
  });
});

describe('the keys of a grid', () => {
  const size = { lines: 100, columns: 5, page: 10 };
  const from = { line: 50, column: 2 };
  const key = (name: string, ctrlKey = false) => placeAfter(from, { key: name, ctrlKey }, size);

  it.each([
    ['ArrowDown', false, { line: 51, column: 2 }],
    ['ArrowLeft', false, { line: 50, column: 1 }],
    ['PageDown', false, { line: 60, column: 2 }],
    ['PageUp', false, { line: 40, column: 2 }],
    ['Home', false, { line: 50, column: 0 }],
    ['End', false, { line: 50, column: 4 }],
    ['Home', true, { line: 0, column: 0 }],
    ['End', true, { line: 99, column: 4 }],
    ['x', false, undefined],
    ['toString', false, undefined],
  ])('%s (with Control: %s) leads where it should', (name, ctrlKey, place) => {
    expect(key(name, ctrlKey)).toEqual(place);
  });

  it('never lead out of the grid, even of an empty one', () => {
    const names = fc.constantFrom(
      'ArrowDown',
      'ArrowUp',
      'ArrowLeft',
      'ArrowRight',
      'PageDown',
      'PageUp',
      'End',
    );
    fc.assert(
      fc.property(fc.array(names), fc.nat(20), (keys, lines) => {
        let place = { line: 0, column: 0 };
        for (const name of keys)
          place = placeAfter(place, { key: name, ctrlKey: false }, { lines, columns: 3, page: 4 }) ?? place;
        expect(place.line).toBeGreaterThanOrEqual(0);
        expect(place.line).toBeLessThan(Math.max(1, lines));
        expect(place.column).toBeLessThan(3);
      }),
    );
  });
});
