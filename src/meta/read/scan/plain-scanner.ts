import { LINE_FEED } from '../../../shared/text/lines.ts';
import * as L from './layout.ts';

/** Finds the lines in bytes and writes a row about each. */
export interface Scanner {
  /** What is known of each line scanned last, as `layout.ts` has it. */
  readonly rows: Int32Array;
  /** Fields, as bits, of which the scanner does not know all rules. */
  readonly doubtful: number;
  /** Scans whole lines at the beginning of the bytes; returns how many rows it wrote, 0 when not one line fits. */
  scan(bytes: Uint8Array): number;
  /** The text that the places of a row's strings count in. */
  textOf(row: number): string;
}

/** Finds lines and knows nothing of them: where there is no WebAssembly, `JSON.parse` reads every line. */
export class PlainScanner implements Scanner {
  readonly rows = new Int32Array(L.MAX_ROWS * L.ROW_INTS);
  readonly doubtful = 0;

  scan(bytes: Uint8Array): number {
    let start = 0;
    for (let n = 0; n < L.MAX_ROWS; n++) {
      const end = bytes.indexOf(LINE_FEED, start);
      if (end === -1) return n;
      const row = n * L.ROW_INTS;
      this.rows[row + L.LINE_START] = start;
      this.rows[row + L.LINE_END] = end;
      this.rows[row + L.STATE] = 0;
      start = end + 1;
    }
    return L.MAX_ROWS;
  }

  textOf(): string {
    return '';
  }
}
