import { DELIMITERS, type Delimiter } from '../model/raw-row.ts';
import { RecordCells } from './record-cells.ts';
import { isBlank } from './table-header.ts';

/**
 * The delimiter by which a table's first lines read most consistently: it has the most cells in lines that have several and
 * not more than the first one, the header. Where that says nothing, it is the usual one.
 *
 * @param lines from the header on
 * @param usual what the file's name says
 */
export function recogniseDelimiter(lines: readonly string[], usual: Delimiter): Delimiter {
  const others = DELIMITERS.filter((one) => one !== usual);
  return [usual, ...others].reduce((best, one) => (weight(lines, one) > weight(lines, best) ? one : best));
}

function weight(lines: readonly string[], delimiter: Delimiter): number {
  const [header = 0, ...rows] = lines.map((line) => cellsRead(line, delimiter));
  return [header, ...rows]
    .filter((cells) => cells > 1 && cells <= header)
    .reduce((sum, cells) => sum + cells, 0);
}

/** How many cells a line has up to the last that is not blank; none when its quotes stand around no cells. */
function cellsRead(line: string, delimiter: Delimiter): number {
  const record = new RecordCells(delimiter);
  record.add(line, '');
  if (record.fault !== undefined || record.hasQuoteAsText) return 0;
  return record.isOpen ? record.cells.length + 1 : record.cells.findLastIndex((cell) => !isBlank(cell)) + 1;
}
