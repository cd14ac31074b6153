import type { MetaLineIssue } from '../meta-issue.ts';
import type { MetaRecord } from '../meta-record.ts';
import type { LineReader } from '../read/line-reader.ts';
import * as L from '../read/scan/layout.ts';
import type { Scanner } from '../read/scan/plain-scanner.ts';

export type Operation = MetaRecord['operationType'];

/** What a line says, and what is wrong with it. */
export interface CheckedLine {
  /** Undefined when an issue is an error. */
  readonly operation: Operation | undefined;
  /** Whether it deletes every image of its product. */
  readonly deletesProduct: boolean;
  /** Columns and offsets are those of the line. */
  readonly issues: readonly MetaLineIssue[];
}

/** Checks one line as `lint` does: by the scanner, or by the slower reader where the scanner does not vouch for it. */
export class LineCheck {
  readonly #scanner: Scanner;
  readonly #reader: LineReader;
  readonly #maxLineBytes: number;

  /** @param scanner one that nobody else reads rows of */
  constructor(scanner: Scanner, reader: LineReader, maxLineBytes: number) {
    this.#scanner = scanner;
    this.#reader = reader;
    this.#maxLineBytes = maxLineBytes;
  }

  /** What a line does that keeps every rule; undefined when it may break one. @param line with its line feed */
  cleanOperation(line: Uint8Array): Operation | undefined {
    if (this.#scanner.scan(line) !== 1) return undefined;
    const state = this.#scanner.rows[L.STATE] as number;
    if ((state & L.CLEAN) === 0) return undefined;
    return (state & L.ADD) !== 0 ? 'ADD' : 'DELETE';
  }

  /** @param line with its line feed */
  check(line: Uint8Array): CheckedLine {
    const operation = this.cleanOperation(line);
    if (operation !== undefined) return { operation, deletesProduct: false, issues: [] };
    const bytes = line.subarray(0, -1);
    const { record, issues } = this.#reader.read({
      bytes: bytes.subarray(0, this.#maxLineBytes),
      line: 1,
      offset: 0,
      cut: bytes.length > this.#maxLineBytes,
      ended: true,
    });
    const deletesProduct = record?.operationType === 'DELETE' && record.picName === undefined;
    return { operation: record?.operationType, deletesProduct, issues };
  }
}
