import type { Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import type { CatalogueRow } from './catalogue-entry.ts';
import { readRow, unreadableRow } from './read-row.ts';

/** What csv-parse hands out with `info`. */
interface CsvRecord {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number; readonly error?: Error };
}

const MAX_RECORD_BYTES = 1_048_576;

/** A CSV file with a header line. A record that breaks the format is a row with an issue; the rest is read on. */
export async function* readCsv(
  text: Readable,
  source: string,
  delimiter: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<CatalogueRow, void, void> {
  const parser = parse({
    columns: true,
    bom: true,
    info: true,
    delimiter,
    max_record_size: MAX_RECORD_BYTES,
    relax_column_count: true, // told as `info.error`
    relax_quotes: true, // a stray quote is text: skipping the record would swallow the next one too
    skip_empty_lines: true,
    skip_records_with_error: true,
  });
  const skipped: CsvError[] = [];
  parser.on('skip', (error: CsvError) => skipped.push(error));
  text.once('error', (error) => parser.destroy(error)); // pipe does not hand errors on
  text.pipe(parser);
  try {
    for await (const { record, info } of parser as AsyncIterable<CsvRecord>) {
      signal?.throwIfAborted();
      const place = { source, line: info.lines };
      yield info.error === undefined
        ? readRow(record, place)
        : unreadableRow(place, `The row is no CSV record: ${info.error.message}`);
    }
    for (const { lines, message } of skipped) {
      yield unreadableRow({ source, line: Number(lines) }, `Here the file cannot be read as CSV: ${message}`);
    }
  } finally {
    text.destroy();
    parser.destroy();
  }
}
