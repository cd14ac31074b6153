import { assertConserved } from '../shared/errors/conservation.ts';
import type { ReportRow } from './report-row.ts';
import { SizeCounts } from './size-counts.ts';
import { STATUSES } from './words/statuses.ts';

/** Codes that are counted by themselves; no document lists all codes of the service. */
const MOST_CODES = 500;

/** How many rows have a code. */
export interface CodeCount {
  readonly code: string;
  readonly isWarning: boolean;
  readonly rows: number;
}

type Status = keyof typeof STATUSES;

/** Counts every row of a report, whether the page has room for it or not. */
export class ReportAccount {
  readonly sizes = new SizeCounts();
  readonly #statuses = new Map<Status, number>();
  readonly #codes = new Map<string, { readonly code: string; readonly isWarning: boolean; rows: number }>();
  #otherCodes = 0;
  #rows = 0;

  get rows(): number {
    return this.#rows;
  }

  /** Rows that have a code which is not counted by itself, once for each such code. */
  get otherCodes(): number {
    return this.#otherCodes;
  }

  /** @throws {TypeError} for a status that no row can have */
  add({ status, issues, image }: ReportRow): void {
    if (!Object.hasOwn(STATUSES, status))
      throw new TypeError(
        `Cannot report a row as its status must be one of ${Object.keys(STATUSES).join(', ')}: current value is ${JSON.stringify(status)}`,
      );
    this.#rows += 1;
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
    this.sizes.add(image?.bytes);
    const counted = new Set<string>();
    for (const { code, severity } of issues) {
      if (counted.has(code)) continue;
      counted.add(code);
      const count = this.#codes.get(code);
      if (count !== undefined) count.rows += 1;
      else if (this.#codes.size >= MOST_CODES) this.#otherCodes += 1;
      else this.#codes.set(code, { code, isWarning: severity === 'warning', rows: 1 });
    }
  }

  /**
   * The rows by status, in the order of the statuses, and how many of those supplied have no row.
   *
   * @param counted those that have no row since they are only counted
   *
   * @throws {Error} when there are more rows than were supplied: a defect of whoever counted
   */
  statuses(
    supplied: number,
    counted: Readonly<Partial<Record<Status, number>>> = {},
  ): {
    readonly counts: readonly (readonly [Status, number])[];
    readonly open: number;
  } {
    const names = Object.keys(STATUSES) as Status[];
    const counts = names.flatMap((name) => {
      const count = (this.#statuses.get(name) ?? 0) + (counted[name] ?? 0);
      return count === 0 ? [] : [[name, count] as const];
    });
    const open = Math.max(0, supplied - counts.reduce((sum, [, count]) => sum + count, 0));
    assertConserved('the report', supplied, { ...Object.fromEntries(counts), open });
    return { counts, open };
  }

  /** The most frequent first. */
  codes(): readonly CodeCount[] {
    return [...this.#codes.values()].toSorted(
      (one, other) => other.rows - one.rows || (one.code < other.code ? -1 : 1),
    );
  }
}
