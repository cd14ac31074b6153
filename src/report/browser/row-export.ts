import type { PackedRows } from '../rows/packed-rows.ts';
import { BYTE_ORDER_MARK, cellsLine, ROW_CELLS } from '../rows/row-cells.ts';
import { fieldsOf } from './row-fields.ts';

/** The rows as a table, cells that a spreadsheet would run being defused. */
export function asCsv(rows: PackedRows, numbers: readonly number[]): string[] {
  const lines = numbers.map((n) => {
    const { status, difference, source, line, productId, name, issues, note, ...image } = fieldsOf(rows, n);
    const { bytes, width, height } = image;
    return cellsLine([
      ...[status, difference, source, line === 0 ? '' : line, productId, name],
      ...[issues.map(({ code }) => code).join(' '), issues.map(({ message }) => message).join('; ')],
      note,
      ...[bytes, width, height].map((number) => (number === 0 ? '' : number)),
    ]);
  });
  return [BYTE_ORDER_MARK, cellsLine(ROW_CELLS), ...lines];
}

/** The rows as a JSON array, an object a line. */
export const asJson = (rows: PackedRows, numbers: readonly number[]): string[] => [
  '[\n',
  ...numbers.map((n, at) => `${at === 0 ? '' : ',\n'}${JSON.stringify(fieldsOf(rows, n))}`),
  '\n]\n',
];
