import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ImageSearchError } from '../../shared/errors/image-search-error.ts';
import { openFile } from '../../shared/files/regular-file.ts';
import { percentDecodeOrKeep } from '../../shared/http/percent-decode.ts';
import { show } from '../../shared/options/checks.ts';
import { readLines } from '../../shared/text/lines.ts';
import type { ResultList, Said } from './result-lists.ts';

/** A line of a mover's list. */
export interface ListLine {
  /** The path of the list below the folder of lists. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly says: Said;
  /** Undefined when the key of the line is none below the plan's prefix. */
  readonly name: string | undefined;
  /** The column of the name as it is written, cut if long: a URL before it may be signed, and stays out. */
  readonly text: string;
  /** What follows the name, verbatim; empty when nothing does. */
  readonly detail: string;
}

/** More than a key and a URL can have, encoded; of a longer line the beginning is read. */
const MOST_LINE_BYTES = 65_536;
const MOST_TEXT = 1_024;

/** Reads a list, line by line. Files that end with .gz are unpacked. Empty lines are passed over. */
export async function* readList(
  path: string,
  file: string,
  { says, column, has }: ResultList,
  prefix: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<ListLine, void, void> {
  const { descriptor } = await openFile(path, { signal });
  const stream = createReadStream(path, { fd: descriptor, ...(signal && { signal }) });
  const bytes = path.endsWith('.gz') ? unpacked(stream, path) : stream;
  for await (const { bytes: content, line } of readLines(bytes, MOST_LINE_BYTES)) {
    const written = Buffer.from(content).toString().replace(/\r$/, '');
    if (written === '') continue;
    const columns = has === 'name' ? [written] : written.split(',').map(unquoted);
    const text = columns[column - 1] ?? '';
    const name = has === 'name' ? text : nameOf(text, prefix);
    const detail = columns.slice(column).join(',').slice(0, MOST_TEXT);
    yield { file, line, says, name, text: text.slice(0, MOST_TEXT), detail };
  }
}

/** @throws {ImageSearchError} `LISTING_UNREADABLE` that names the file, as what gzip says does not */
async function* unpacked(packed: Readable, path: string): AsyncGenerator<Buffer, void, void> {
  try {
    yield* pipeline(packed, createGunzip(), () => {}); // a failure ends the reading, too
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (!code.startsWith('Z_')) throw error;
    throw new ImageSearchError(
      `Cannot read ${show(path, 1_100)} as its gzip is damaged: ${message}; fetch the list again`,
      { code: 'LISTING_UNREADABLE', cause: error },
    );
  }
}

const unquoted = (column: string): string => /^"(.*)"$/.exec(column)?.[1] ?? column;

function nameOf(encodedKey: string, prefix: string): string | undefined {
  const key = percentDecodeOrKeep(encodedKey.replaceAll('+', '%20'));
  return key.startsWith(prefix) ? key.slice(prefix.length) : undefined;
}
