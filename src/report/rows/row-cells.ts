import { csvRow } from '../../shared/text/csv-row.ts';
import { defused } from '../../shared/text/defused-cells.ts';

/** The columns of a table of rows, in the file beside a report as in what its page hands out. */
export const ROW_CELLS = [
  ...['status', 'difference', 'source', 'line', 'productId', 'name', 'codes', 'messages', 'note'],
  ...['bytes', 'width', 'height'],
] as const;

/** A row of that table, or its head. A cell that a spreadsheet would run as a formula has an apostrophe before it. */
export const cellsLine = (cells: readonly (string | number)[]): string =>
  csvRow(
    cells.map((cell) => defused(String(cell))),
    ',',
  );

/** Without it, Excel takes UTF-8 for another encoding. */
export const BYTE_ORDER_MARK = '\uFEFF';
