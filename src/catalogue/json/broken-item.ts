import { isUtf8 } from 'node:buffer';
import { LINE_FEED } from '../../shared/text/lines.ts';
import type { RowPlace } from '../model/catalogue-entry.ts';
import { MAX_ROW_BYTES } from '../model/limits.ts';
import { notUtf8 } from '../model/not-utf8.ts';
import type { RawRow } from '../model/raw-row.ts';
import { jsonFault } from './json-fault.ts';
import { refusedRow } from './object-row.ts';

/** An item in which a fault was found: its lines go on until one begins the next item for certain. */
export class BrokenItem {
  readonly line: number;
  readonly #indent: number | undefined;
  readonly #fault: string | undefined;
  /** The item's, up to the end of the line with the fault. */
  readonly #pieces: Uint8Array[];
  #skipped = 0;

  /**
   * @param indent the blanks before its first line; undefined when the fault stands between items
   * @param fault what is wrong, if that is known
   * @param bytes the item's so far
   */
  constructor(line: number, indent: number | undefined, fault: string | undefined, bytes: Uint8Array) {
    this.line = line;
    this.#indent = indent;
    this.#fault = fault;
    this.#pieces = [bytes];
  }

  /** Whether it ends before a line that begins an object, after so many blanks. */
  endsBefore(indent: number): boolean {
    return this.#indent === undefined || this.#indent === indent;
  }

  /** Takes the next bytes of the item. Returns how many it took by now. */
  skip(bytes: Uint8Array): number {
    this.#skipped += bytes.length;
    const isInLine = this.#pieces.at(-1)?.at(-1) !== LINE_FEED;
    if (isInLine && this.#skipped <= MAX_ROW_BYTES) this.#pieces.push(new Uint8Array(bytes));
    return this.#skipped;
  }

  row(place: RowPlace): RawRow {
    if (this.#fault !== undefined) return refusedRow(place, `The item ${this.#fault}`);
    const bytes = Buffer.concat(this.#pieces);
    if (!isUtf8(bytes)) return { place, issues: [notUtf8(bytes, 'The item')] };
    return refusedRow(place, `The item ${faultOf(bytes.toString())}`);
  }
}

function faultOf(text: string): string {
  try {
    JSON.parse(text);
    return 'is not JSON';
  } catch (error) {
    return jsonFault(text, error);
  }
}
