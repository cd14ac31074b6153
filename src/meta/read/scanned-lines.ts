import { LINE_FEED, type LineBlock } from '../../shared/lines.ts';
import type { MetaRecord } from '../meta-record.ts';
import type { RecordCheck } from '../rules/check-record.ts';
import { META_FIELDS } from '../rules/meta-fields.ts';
import type { LineReader, ParsedLine } from './line-reader.ts';
import * as L from './scan/layout.ts';
import type { Scanner } from './scan/plain-scanner.ts';
import { type ImageLine, RowDraft, rowImage } from './scan/row-draft.ts';

export interface Reading {
  readonly scanner: Scanner;
  /** For lines that the scanner leaves to `JSON.parse`. */
  readonly reader: LineReader;
  /** For lines that the scanner leaves to the rules. */
  readonly check: RecordCheck;
  readonly maxLineBytes: number;
}

/** Some lines that follow each other, scanned; good until the next are. Lines are named by their place in it, from 0. */
export class ScannedLines {
  readonly count: number;
  /** The number of the first line in the file, from 1. */
  readonly firstLine: number;
  readonly #block: LineBlock;
  readonly #reading: Reading;

  constructor(block: LineBlock, count: number, firstLine: number, reading: Reading) {
    this.#block = block;
    this.count = count;
    this.firstLine = firstLine;
    this.#reading = reading;
  }

  /** Whether the line is known to keep every rule. */
  isClean(n: number): boolean {
    return (this.#state(n) & L.CLEAN) !== 0;
  }

  /** Of a clean line: whether it is an ADD. */
  isAdd(n: number): boolean {
    return (this.#state(n) & L.ADD) !== 0;
  }

  /** Of the line's first byte, in the file. */
  offset(n: number): number {
    return this.#block.offset + (this.#reading.scanner.rows[n * L.ROW_INTS + L.LINE_START] as number);
  }

  /** The record of a clean line. */
  record(n: number): MetaRecord {
    return this.#draft(n) as MetaRecord;
  }

  /** Which image a clean line names, without the rest of its record. */
  image(n: number): ImageLine {
    const { scanner } = this.#reading;
    const row = n * L.ROW_INTS;
    return rowImage(scanner.rows, row, scanner.textOf(row));
  }

  /** Any line, with what is wrong with it. */
  parse(n: number): ParsedLine {
    const { rows } = this.#reading.scanner;
    const row = n * L.ROW_INTS;
    const start = rows[row + L.LINE_START] as number;
    const end = rows[row + L.LINE_END] as number;
    const line = this.firstLine + n;
    const offset = this.offset(n);
    const state = this.#state(n);
    if ((state & L.CLEAN) !== 0) return { line, offset, record: this.record(n), issues: [] };
    const bytes = this.#block.bytes.subarray(start, end);
    if ((state & L.REGULAR) === 0) {
      const { maxLineBytes, reader } = this.#reading;
      const cut = this.#block.cut || bytes.length > maxLineBytes;
      return reader.read({ bytes, line, offset, cut, ended: this.#block.ended });
    }
    const draft: object = this.#draft(n);
    const { record, issues } = this.#reading.check.check(draft as Readonly<Record<string, unknown>>, 'key');
    return {
      line,
      offset,
      record,
      issues: issues.map((issue) => {
        const at = valueAt(rows, row, issue.field);
        return { ...issue, line, column: characters(bytes.subarray(0, at)) + 1, offset: offset + at };
      }),
    };
  }

  #state(n: number): number {
    return this.#reading.scanner.rows[n * L.ROW_INTS + L.STATE] as number;
  }

  #draft(n: number) {
    const { scanner } = this.#reading;
    const row = n * L.ROW_INTS;
    return new RowDraft(scanner.rows, row, scanner.textOf(row));
  }
}

/** Where a field's value stands in its line, in bytes; the line's start if it is not there. */
function valueAt(rows: Int32Array, row: number, field: string | null): number {
  const at = META_FIELDS.findIndex(({ wire }) => wire === field);
  const isSeen = at !== -1 && ((rows[row + L.SEEN] as number) & (1 << at)) !== 0;
  return isSeen ? (rows[row + L.FIELDS + at * L.FIELD_INTS] as number) : 0;
}

/** How many UTF-16 units bytes of UTF-8 make. */
function characters(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) count += (byte & 0xc0) === 0x80 ? 0 : byte >= 0xf0 ? 2 : 1;
  return count;
}

/** Scans blocks of lines, as many at once as the scanner takes. */
export async function* scanLines(
  blocks: AsyncIterable<LineBlock>,
  reading: Reading,
): AsyncGenerator<ScannedLines, void, void> {
  const { scanner } = reading;
  let line = 1;
  for await (const block of blocks) {
    for (let at = 0; at < block.bytes.length; ) {
      const bytes = block.bytes.subarray(at);
      const count = block.cut || !block.ended ? 0 : scanner.scan(bytes);
      const taken = count === 0 ? takeOne(scanner.rows, bytes) : count;
      yield new ScannedLines({ ...block, bytes, offset: block.offset + at }, taken, line, reading);
      line += taken;
      at += (scanner.rows[(taken - 1) * L.ROW_INTS + L.LINE_END] as number) + 1;
    }
  }
}

/** Makes a row of a line that is too long for the scanner, or that lacks its line feed. */
function takeOne(rows: Int32Array, bytes: Uint8Array): number {
  const feed = bytes.indexOf(LINE_FEED);
  rows[L.LINE_START] = 0;
  rows[L.LINE_END] = feed === -1 ? bytes.length : feed;
  rows[L.STATE] = 0;
  return 1;
}
