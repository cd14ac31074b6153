import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { abortable } from '../shared/abortable.ts';
import { type CallOptions, signalOf } from '../shared/call-options.ts';
import { show } from '../shared/checks.ts';
import { readLines } from '../shared/lines.ts';
import type { CatalogueRow } from './catalogue-entry.ts';
import { readCsv } from './read-csv.ts';
import { readFolder } from './read-folder.ts';
import { readJsonLines } from './read-json-lines.ts';
import { readRow, unreadableRow } from './read-row.ts';

/** A file's or folder's path, or entries as objects (`CatalogueEntry`, or with the column names of a file). */
export type CatalogueSource = string | Iterable<object> | AsyncIterable<object>;

const MAX_LINE_BYTES = 1_048_576;

type FileReader = (path: string) => AsyncGenerator<CatalogueRow, void, void>;

const csv =
  (delimiter: string): FileReader =>
  (path) =>
    readCsv(createReadStream(path, 'utf8'), path, delimiter);

const jsonLines: FileReader = (path) =>
  readJsonLines(readLines(createReadStream(path), MAX_LINE_BYTES), path);

const BY_EXTENSION: Readonly<Record<string, FileReader>> = {
  '.csv': csv(','),
  '.tsv': csv('\t'),
  '.jsonl': jsonLines,
  '.ndjson': jsonLines,
  '.json': jsonLines,
};

/**
 * Reads a catalogue row by row: a CSV or TSV file with a header line, a file of JSON lines, a folder of images,
 * an array or any iterable. What is wrong with a row comes with the row.
 *
 * Columns: ProductId, Image, PicName, CategoryId, CustomContent, IntAttr to IntAttr4, StrAttr to StrAttr4, Crop,
 * Region, OperationType; case and punctuation do not count, `sku` and `id` mean ProductId, `file` and `path` mean Image.
 *
 * @throws {TypeError} for a misspelt option at once; once rows are read, for a file of another kind, a CSV file without a
 * column ProductId, or a JSON array; or the system's error when a file cannot be read
 */
export function readCatalogue(
  source: CatalogueSource,
  options: CallOptions = {},
): AsyncGenerator<CatalogueRow, void, void> {
  return readRows(source, signalOf('readCatalogue()', options));
}

async function* readRows(
  source: CatalogueSource,
  signal: AbortSignal | undefined,
): AsyncGenerator<CatalogueRow, void, void> {
  signal?.throwIfAborted();
  for await (const row of abortable(await rowsOf(source, signal), signal)) yield row;
}

async function rowsOf(
  source: CatalogueSource,
  signal: AbortSignal | undefined,
): Promise<AsyncIterable<CatalogueRow>> {
  if (typeof source !== 'string') return readObjects(source);
  if ((await stat(source)).isDirectory()) return readFolder(source, signal);
  const read = BY_EXTENSION[extname(source).toLowerCase()];
  if (read === undefined) {
    throw new TypeError(
      `Cannot read catalogue ${show(source)} as its name must end with one of ${Object.keys(BY_EXTENSION).join(', ')}, or be a folder's`,
    );
  }
  return read(source);
}

async function* readObjects(
  source: Iterable<object> | AsyncIterable<object>,
): AsyncGenerator<CatalogueRow, void, void> {
  let line = 0;
  for await (const value of source) {
    line += 1;
    const place = { source: null, line };
    const isObject = typeof value === 'object' && value !== null;
    yield isObject
      ? readRow(value as Record<string, unknown>, place)
      : unreadableRow(place, `The entry is ${show(value)}: it must be an object`);
  }
}
