import type { Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import { show } from '../shared/checks.ts';
import type { CatalogueRow } from './catalogue-entry.ts';
import { columnNamed } from './columns.ts';
import { readRow, unreadableRow } from './read-row.ts';

/** What csv-parse hands out with `info`. */
interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

const MAX_RECORD_BYTES = 1_048_576;

/**
 * A CSV file with a header line. A record with too few or too many cells is a row with an issue; the rest is read on.
 * Where a quote is never closed the rest is one cell: a last row says from which line on nothing could be read.
 */
export async function* readCsv(
  text: Readable,
  source: string,
  delimiter: string,
): AsyncGenerator<CatalogueRow, void, void> {
  const parser = parse({
    bom: true,
    info: true,
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'], // all of them: a file may mix them
    max_record_size: MAX_RECORD_BYTES,
    relax_column_count: true, // counted here
    relax_quotes: true, // a stray quote is text: skipping the record would swallow the next one too
    skip_empty_lines: true,
    skip_records_with_error: true,
  });
  let broken: CsvError | undefined;
  parser.on('skip', (error: CsvError) => {
    broken ??= error;
    text.unpipe(parser); // after a record that is too long csv-parse drops what it holds: read no more
    parser.end();
  });
  text.once('error', (error) => parser.destroy(error)); // pipe does not hand errors on
  text.pipe(parser);
  try {
    const startOf = lineCounter();
    let header: readonly string[] | undefined;
    let next = 1; // the line after the last record
    for await (const { record: cells, info } of parser as AsyncIterable<CsvRecord>) {
      const { first, last } = startOf(cells, info.lines);
      next = last + 1;
      if (header === undefined) header = checkHeader(cells, source);
      else yield rowOf(header, cells, source, first);
    }
    if (broken !== undefined) {
      yield unreadableRow(
        { source, line: next },
        `From here on the file cannot be read as CSV, perhaps as a quote is never closed: ${broken.message}`,
      );
    }
  } finally {
    text.destroy();
    parser.destroy();
  }
}

/** @throws {TypeError} when the first line names no product id: not a row is wrong then, but the file */
function checkHeader(cells: readonly string[], source: string): readonly string[] {
  const columns = cells.map(columnNamed);
  const twice = cells.find((name, at) => name !== '' && cells.indexOf(name) !== at);
  if (columns.includes('productId') && twice === undefined) return cells;
  const why = twice === undefined ? 'must name a column ProductId' : `names ${show(twice)} twice`;
  throw new TypeError(
    `Cannot read catalogue ${show(source)} as its first line ${why}: it is ${show(cells.join(' | '), 200)}. Check the header, the separator and that the file is UTF-8`,
  );
}

function rowOf(header: readonly string[], cells: readonly string[], source: string, line: number) {
  const place = { source, line };
  return cells.length === header.length
    ? readRow(Object.fromEntries(header.map((name, at) => [name, cells[at]])), place)
    : unreadableRow(place, `The row has ${cells.length} cells: the header has ${header.length}`);
}

/** Where records begin and end: csv-parse tells the last line, and counts a CRLF between quotes as two. */
function lineCounter() {
  let twice = 0;
  return (cells: readonly string[], counted: number) => {
    const breaks = cells.flatMap((cell) => cell.match(/\r\n|\r|\n/g) ?? []);
    twice += breaks.filter((one) => one === '\r\n').length;
    const last = counted - twice;
    return { first: last - breaks.length, last };
  };
}
