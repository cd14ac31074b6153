import { pipeline, Readable } from 'node:stream';
import type { TableHeader } from '../../service/result-file/table-header.ts';
import type { ExportAccount } from './export-account.ts';
import { MAX_LINE_BYTES, type Unreadable } from './export-lines.ts';
import { ExportRecords } from './export-record.ts';
import type { ExportBatch } from './written-image.ts';

/** A row, and the number of lines that were read up to its end. */
interface TableRow {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * The images of a table with a header, row by row. A cell may have line breaks between its quotes. A row
 * that is no image, or has more or fewer cells than the header, is counted in the account.
 *
 * @throws {ImageSearchError} when a quote is not closed, or when the file is not in UTF-8
 */
export async function* exportTable(
  chunks: AsyncIterable<Uint8Array>,
  { columns, delimiter }: TableHeader,
  account: ExportAccount,
  unreadable: Unreadable,
): AsyncGenerator<ExportBatch, void, void> {
  const { parse } = await import('csv-parse');
  const records = new ExportRecords((name) => account.addUnknownField(name));
  const parser = parse({
    ...{ delimiter, bom: true, info: true, relax_column_count: true, skip_empty_lines: true },
    ...{ from: 2, max_record_size: MAX_LINE_BYTES },
  });
  // The reader of the rows gets the failures of the source.
  const rows: AsyncIterable<TableRow> = pipeline(Readable.from(texts(chunks, unreadable)), parser, () => {});
  try {
    for await (const { record, info } of rows) {
      account.addLines(1);
      const cells = record.map((cell, i) => [columns[i], cell === '' ? undefined : cell]);
      const isRow = record.length === columns.length;
      const image = isRow ? records.imageOf(Object.fromEntries(cells)) : undefined;
      if (image === undefined) account.addNotUnderstood(info.lines, record.join(delimiter));
      else {
        account.records += 1;
        yield { images: () => [image], handTo: (taker) => taker.hold(image) };
      }
    }
  } catch (error) {
    if (!isCsvError(error)) throw error;
    throw unreadable(`its table is damaged at line ${error.lines} (${error.code})`);
  }
}

async function* texts(chunks: AsyncIterable<Uint8Array>, unreadable: Unreadable) {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (bytes?: Uint8Array) => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch {
      throw unreadable('it is not in UTF-8');
    }
  };
  for await (const bytes of chunks) yield decode(bytes);
  yield decode();
}

const isCsvError = (error: unknown): error is Error & { readonly code: string; readonly lines: number } =>
  error instanceof Error && String((error as { code?: unknown }).code).startsWith('CSV_');
