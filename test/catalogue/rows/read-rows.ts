import { ObjectColumns } from '../../../src/catalogue/columns/object-columns.ts';
import { tableColumns } from '../../../src/catalogue/columns/table-columns.ts';
import type { CatalogueRow } from '../../../src/catalogue/model/catalogue-entry.ts';
import type { CatalogueOptions } from '../../../src/catalogue/model/catalogue-options.ts';
import type { PassedOver } from '../../../src/catalogue/model/catalogue-summary.ts';
import type { RawRow } from '../../../src/catalogue/model/raw-row.ts';
import { type RowOptions, RowReader } from '../../../src/catalogue/rows/row-reader.ts';

export type ReadOptions = RowOptions & Pick<CatalogueOptions, 'columns' | 'preset'>;

export const PLACE = { source: 'shop.csv', line: 2, lines: 1 };

/** What becomes of each row of a table. */
export function tableRows(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  options: ReadOptions = {},
  raw: Partial<RawRow> = {},
): (readonly CatalogueRow[] | PassedOver)[] {
  const map = tableColumns(header, { ...options, source: 'shop.csv', recognised: { format: 'csv' } });
  const reader = new RowReader(options);
  return rows.map((cells) => reader.rowsOf({ place: PLACE, issues: [], cells, ...raw }, map));
}

/** The rows that one row of a table makes, from its cells by name. */
export const cellRows = (
  cells: Readonly<Record<string, string>>,
  options?: ReadOptions,
  raw?: Partial<RawRow>,
) => tableRows(Object.keys(cells), [Object.values(cells)], options, raw)[0] as readonly CatalogueRow[];

/** The rows that an object makes. */
export function objectRows(object: object, options: ReadOptions = {}, raw: Partial<RawRow> = {}) {
  const columns = new ObjectColumns({ ...options, source: null, recognised: { format: 'objects' } });
  const row: RawRow = { place: PLACE, issues: [], object: object as Record<string, unknown>, ...raw };
  return new RowReader(options).rowsOf(row, columns.mapOf(object)) as readonly CatalogueRow[];
}

export const entries = (rows: readonly CatalogueRow[]) => rows.map(({ entry }) => entry);
export const codes = (rows: readonly CatalogueRow[]) =>
  rows.flatMap(({ issues }) => issues.map(({ code, severity }) => `${severity} ${code}`));
export const messages = (rows: readonly CatalogueRow[]) =>
  rows.flatMap(({ issues }) => issues.map(({ message }) => message));
