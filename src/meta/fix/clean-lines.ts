import { LINE_FEED } from '../../shared/lines.ts';
import * as L from '../read/scan/layout.ts';
import type { Scanner } from '../read/scan/plain-scanner.ts';

/** Lines that follow each other, with their line feeds: some that are known to keep every rule, or one that is not. */
export interface LineRun {
  readonly bytes: Uint8Array;
  readonly isClean: boolean;
  /** Of clean lines. */
  readonly adds: number;
  readonly deletes: number;
}

/** Tells the lines that need no second look from the others. @param bytes whole lines with their line feeds */
export function* lineRuns(bytes: Uint8Array, scanner: Scanner): Generator<LineRun, void, void> {
  const { rows } = scanner;
  for (let at = 0; at < bytes.length; ) {
    const rest = bytes.subarray(at);
    const count = scanner.scan(rest);
    let start = 0; // of the run
    let [adds, deletes] = [0, 0];
    for (let row = 0; row < count * L.ROW_INTS; row += L.ROW_INTS) {
      const state = rows[row + L.STATE] as number;
      if ((state & L.CLEAN) !== 0) {
        if ((state & L.ADD) !== 0) adds += 1;
        else deletes += 1;
        continue;
      }
      const [from, to] = [rows[row + L.LINE_START] as number, (rows[row + L.LINE_END] as number) + 1];
      if (from > start) yield { bytes: rest.subarray(start, from), isClean: true, adds, deletes };
      [adds, deletes, start] = [0, 0, to];
      yield { bytes: rest.subarray(from, to), isClean: false, adds: 0, deletes: 0 };
    }
    const end = count === 0 ? rest.indexOf(LINE_FEED) + 1 : endOf(rows, count);
    if (end > start) yield { bytes: rest.subarray(start, end), isClean: count > 0, adds, deletes };
    at += end;
  }
}

const endOf = (rows: Int32Array, count: number): number =>
  (rows[(count - 1) * L.ROW_INTS + L.LINE_END] as number) + 1;
