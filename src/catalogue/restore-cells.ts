import { ClosingItems } from '../shared/async/closing-items.ts';
import { asBefore } from '../shared/text/defused-cells.ts';
import type { OpenSource, RawRow } from './model/raw-row.ts';
import { isRowFile } from './model/row-file-cells.ts';

/** Of a file of rows that an import has written: the cells as the catalogue had them. Any other source stays as it is. */
export function withCellsRestored(source: OpenSource): OpenSource {
  const { header, rows } = source;
  if (header === undefined || !isRowFile(header)) return source;
  const restored = new ClosingItems(restoredRows(rows), () => rows.return());
  return { ...source, header: header.map(asBefore), rows: restored };
}

async function* restoredRows(rows: OpenSource['rows']): OpenSource['rows'] {
  for await (const batch of rows) yield batch.map(restoredRow);
}

const restoredRow = (row: RawRow): RawRow =>
  row.cells === undefined ? row : { ...row, cells: row.cells.map(asBefore) };
