import { LINE_FEED, type LineBlock } from '../../shared/text/lines.ts';
import { META_FIELDS } from '../model/meta-fields.ts';
import type { ImageLine, MetaRecord } from '../model/meta-record.ts';
import type { RecordCheck } from '../rules/check-record.ts';
import type { MetaIssue, MetaLineIssue } from '../rules/meta-issue.ts';
import { countCharacters } from './count-characters.ts';
import { CARRIAGE_RETURN } from './line-fault.ts';
import { issueAt, type LineReader, type ParsedLine } from './line-reader.ts';
import * as L from './scan/layout.ts';
import type { Scanner } from './scan/plain-scanner.ts';
import { RowDraft, rowImage } from './scan/row-draft.ts';

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

  /** Whether the line is known to have no issue. */
  isClean(n: number): boolean {
    return (this.#state(n) & L.CLEAN) !== 0;
  }

  /** Whether the line's record is known to keep every rule: the line has no issue but its CRLF and an unknown key. */
  keepsRules(n: number): boolean {
    return (this.#state(n) & L.KEPT) !== 0;
  }

  /** Of a line that keeps the rules: whether it ends with CRLF. */
  hasReturn(n: number): boolean {
    return (this.#state(n) & L.RETURN) !== 0;
  }

  /** Of a line that keeps the rules: what is wrong with its unknown key, if it has one. */
  unknownKey(n: number): MetaLineIssue | undefined {
    if ((this.#state(n) & L.EXTRA) === 0) return undefined;
    const row = n * L.ROW_INTS;
    return this.#placed(this.#reading.check.unknownKey(this.#unknownName(row)), n, this.#valueOfUnknown(row));
  }

  /** Of a line that keeps the rules: whether it is an ADD. */
  isAdd(n: number): boolean {
    return (this.#state(n) & L.ADD) !== 0;
  }

  /** Of the line's first byte, in the file. */
  offset(n: number): number {
    return this.#block.offset + (this.#reading.scanner.rows[n * L.ROW_INTS + L.LINE_START] as number);
  }

  /** The record of a line that keeps the rules. */
  record(n: number): MetaRecord {
    return this.#draft(n) as MetaRecord;
  }

  /** Which image a line that keeps the rules names, without the rest of its record. */
  image(n: number): ImageLine {
    const { scanner } = this.#reading;
    const row = n * L.ROW_INTS;
    return rowImage(scanner.rows, row, scanner.textOf(row));
  }

  /** A line without its line feed. */
  bytes(n: number): Uint8Array {
    const { rows } = this.#reading.scanner;
    const row = n * L.ROW_INTS;
    return this.#block.bytes.subarray(rows[row + L.LINE_START], rows[row + L.LINE_END]);
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
    if ((state & L.REGULAR) === 0) {
      const bytes = this.#block.bytes.subarray(start, end);
      const { maxLineBytes, reader } = this.#reading;
      const cut = this.#block.cut || bytes.length > maxLineBytes;
      return reader.read({ bytes, line, offset, cut, ended: this.#block.ended });
    }
    const placed = (state & L.RETURN) === 0 ? [] : [issueAt(CARRIAGE_RETURN, line, 1, offset)];
    if ((state & L.KEPT) !== 0) {
      const unknown = this.unknownKey(n);
      if (unknown !== undefined) placed.push(unknown);
      return { line, offset, record: this.record(n), issues: placed };
    }
    const doubtful = (rows[row + L.DOUBTFUL] as number) | this.#reading.scanner.doubtful;
    const unknown = (state & L.EXTRA) === 0 ? undefined : this.#unknownName(row);
    const { record, issues } = this.#reading.check.checkTyped(this.#draft(n), doubtful, unknown);
    for (const issue of issues) {
      const at = issue.field === unknown ? this.#valueOfUnknown(row) : valueAt(rows, row, issue.field);
      placed.push(this.#placed(issue, n, at));
    }
    return { line, offset, record, issues: placed };
  }

  /** @param at where the issue is in the line, in bytes */
  #placed(issue: MetaIssue, n: number, at: number): MetaLineIssue {
    const start = this.#reading.scanner.rows[n * L.ROW_INTS + L.LINE_START] as number;
    const isWide = (this.#state(n) & L.WIDE) !== 0;
    const before = isWide ? countCharacters(this.#block.bytes, start, start + at) : at;
    return issueAt(issue, this.firstLine + n, before + 1, this.offset(n) + at);
  }

  /** The key of a line that is no field's. */
  #unknownName(row: number): string {
    const { rows } = this.#reading.scanner;
    const start = rows[row + L.LINE_START] as number;
    const [from, to] = [rows[row + L.EXTRA_START] as number, rows[row + L.EXTRA_END] as number];
    return ascii.decode(this.#block.bytes.subarray(start + from, start + to));
  }

  #valueOfUnknown(row: number): number {
    return this.#reading.scanner.rows[row + L.EXTRA_VALUE] as number;
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

const ascii = new TextDecoder();

/** Where the value of a field stands in its line, in bytes; the line's start if it is not there. */
function valueAt(rows: Int32Array, row: number, field: string | null): number {
  const at = META_FIELDS.findIndex(({ wire }) => wire === field);
  const isSeen = at !== -1 && ((rows[row + L.SEEN] as number) & (1 << at)) !== 0;
  return isSeen ? (rows[row + L.FIELDS + at * L.FIELD_INTS] as number) : 0;
}

/** Scans the lines of one source. */
export class LineScan {
  #reading: Reading;
  readonly #signal: AbortSignal | undefined;
  #line = 1;

  constructor(reading: Reading, signal: AbortSignal | undefined) {
    this.#reading = reading;
    this.#signal = signal;
  }

  /** Has another scanner scan the blocks that come. */
  goOnWith(scanner: Scanner): void {
    this.#reading = { ...this.#reading, scanner };
  }

  /** Scans blocks, as many lines at once as the scanner takes. */
  *scan(blocks: Iterable<LineBlock>): Generator<ScannedLines, void, void> {
    const reading = this.#reading;
    const { scanner } = reading;
    for (const block of blocks) {
      for (let at = 0; at < block.bytes.length; ) {
        this.#signal?.throwIfAborted();
        const bytes = at === 0 ? block.bytes : block.bytes.subarray(at);
        const { cut, ended } = block;
        const count = cut || !ended ? 0 : scanner.scan(bytes);
        const taken = count === 0 ? takeOne(scanner.rows, bytes) : count;
        const place = { bytes, offset: block.offset + at, ended, cut };
        yield new ScannedLines(place, taken, this.#line, reading);
        this.#line += taken;
        at += (scanner.rows[(taken - 1) * L.ROW_INTS + L.LINE_END] as number) + 1;
      }
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
