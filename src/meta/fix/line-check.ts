import { LINE_FEED } from '../../shared/text/lines.ts';
import type { MetaRecord } from '../model/meta-record.ts';
import { fault } from '../read/line-fault.ts';
import type { LineReader } from '../read/line-reader.ts';
import * as L from '../read/scan/layout.ts';
import type { Scanner } from '../read/scan/plain-scanner.ts';
import type { MetaLineCode } from '../rules/line-rules.ts';
import type { MetaLineIssue } from '../rules/meta-issue.ts';
import type { SourcePosition } from './fix-result.ts';

export type Operation = MetaRecord['operationType'];

/** What a line says, and what is wrong with it. */
export interface CheckedLine {
  /** Undefined when an issue is an error. */
  readonly operation: Operation | undefined;
  /** Whether it deletes every image of its product. */
  readonly deletesProduct: boolean;
  /** Columns and offsets are those of the line. */
  readonly issues: readonly MetaLineIssue[];
  /** The line in UTF-8, without a line feed; good until the next check. */
  readonly bytes: Uint8Array;
}

/** The clean lines that follow each other from a row on, and the first row behind them. */
export function cleanRows(rows: Int32Array, from: number, count: number) {
  let [end, adds] = [from, 0];
  for (; end < count * L.ROW_INTS; end += L.ROW_INTS) {
    const state = rows[end + L.STATE] as number;
    if ((state & L.CLEAN) === 0) break;
    if ((state & L.ADD) !== 0) adds += 1;
  }
  return { end, adds, deletes: (end - from) / L.ROW_INTS - adds };
}

const FIRST_BYTES = 4_096;

/** Checks one line as `lint` does: by the scanner, or by the slower reader where the scanner does not vouch for it. */
export class LineCheck {
  readonly #encoder = new TextEncoder();
  readonly #scanner: Scanner;
  readonly #reader: LineReader;
  readonly #maxLineBytes: number;
  /** The line that is checked, with a line feed. */
  #bytes = new Uint8Array(FIRST_BYTES);

  constructor(scanner: Scanner, reader: LineReader, maxLineBytes: number) {
    this.#scanner = scanner;
    this.#reader = reader;
    this.#maxLineBytes = maxLineBytes;
  }

  /** What a line does that keeps every rule; undefined when it may break one. @param line without a line feed */
  cleanOperation(line: Uint8Array): Operation | undefined {
    this.#makeRoom(line.length);
    this.#bytes.set(line);
    return this.#scan(line.length);
  }

  /** @param line without a line feed */
  check(line: string): CheckedLine {
    this.#makeRoom(3 * line.length);
    const length = this.#encoder.encodeInto(line, this.#bytes).written;
    const operation = this.#scan(length);
    const bytes = this.#bytes.subarray(0, length);
    if (operation !== undefined) return { operation, deletesProduct: false, issues: [], bytes };
    const { record, issues } = this.#reader.read({
      bytes: bytes.subarray(0, this.#maxLineBytes),
      line: 1,
      offset: 0,
      cut: length > this.#maxLineBytes,
      ended: true,
    });
    const deletesProduct = record?.operationType === 'DELETE' && record.picName === undefined;
    return { operation: record?.operationType, deletesProduct, issues, bytes };
  }

  /** What `lint` finds in a whole line of the source. @param first its first character, behind a byte order mark */
  lint(bytes: Uint8Array, first: SourcePosition, ended: boolean, encoding: string): readonly MetaLineIssue[] {
    const { line, offset } = first;
    const { issues } = this.#reader.read({ bytes, line, offset, cut: false, ended });
    if (encoding === 'utf-8') return issues;
    // A line that could not be decoded is not UTF-8 either, but nobody said that it was.
    const message = `The line is not ${encoding}: it cannot be read`;
    return issues.map((issue) =>
      issue.code === 'META_INVALID_UTF8' ? { ...issue, column: 1, message } : issue,
    );
  }

  #scan(length: number): Operation | undefined {
    this.#bytes[length] = LINE_FEED;
    if (this.#scanner.scan(this.#bytes.subarray(0, length + 1)) !== 1) return undefined;
    const state = this.#scanner.rows[L.STATE] as number;
    if ((state & L.CLEAN) === 0) return undefined;
    return (state & L.ADD) !== 0 ? 'ADD' : 'DELETE';
  }

  #makeRoom(length: number): void {
    if (length >= this.#bytes.length) this.#bytes = new Uint8Array(2 * length);
  }
}

/** What keeps a piece of the source from being an object, where `lint` has nothing to say of its line as a whole. */
export const lineErrors = {
  unfinished: (position: SourcePosition) =>
    errorAt('META_OBJECT_UNFINISHED', 'The object that begins here has no end', position),

  /** @param from where the piece begins that is left out @param at where it stops being JSON */
  notJson: (from: SourcePosition, at: SourcePosition) =>
    errorAt(
      'META_NOT_JSON',
      `From here on the line is left out: it is not JSON at ${at.line === from.line ? '' : `line ${at.line}, `}column ${at.column}`,
      from,
    ),

  notOfEncoding: (from: SourcePosition, encoding: string) =>
    errorAt('META_INVALID_UTF8', `From here on the line is left out: it is not ${encoding}`, from),

  tooLong: (position: SourcePosition, maxLineBytes: number) =>
    errorAt(
      'META_LINE_TOO_LONG',
      `The object is longer than ${maxLineBytes} bytes: one object describes one image`,
      position,
    ),
};

function errorAt(code: MetaLineCode, message: string, position: SourcePosition): MetaLineIssue {
  const { at: _, ...issue } = fault(code, message);
  return { ...issue, ...position };
}
