import type { CodeSet, PackedRows } from '../rows/packed-rows.ts';

/** Which rows are to be seen. */
export interface RowFilter {
  /** A text in any of the names, codes and messages; case does not count. */
  readonly search: string;
  /** Undefined for every status. */
  readonly status: string | undefined;
  /** Undefined for every row, whether it has a difference or not. */
  readonly difference: string | undefined;
  /** Undefined for every code, empty for rows without a code. */
  readonly code: string | undefined;
}

export const SORT_KEYS = [
  ...(['place', 'status', 'difference', 'productId', 'name', 'codes', 'bytes', 'sides'] as const),
] as const;

export interface RowOrder {
  readonly by: (typeof SORT_KEYS)[number];
  readonly isDescending: boolean;
}

/** More than a source has. */
const LINES = 2 ** 40;

/** The numbers of the rows that a filter lets through, in their own order. */
export function filtered(rows: PackedRows, { search, status, difference, code }: RowFilter): number[] {
  const wantedStatus = status === undefined ? undefined : rows.statuses.indexOf(status);
  const wantedDifference = difference === undefined ? undefined : rows.differences.indexOf(difference);
  const wanted = search.trim().toLowerCase();
  const sets = rows.codeSets.map(
    (set) => code === undefined || (code === '' ? set.length === 0 : set.some((one) => one.code === code)),
  );
  const setHas = rows.codeSets.map((set) => set.some((one) => one.code.toLowerCase().includes(wanted)));
  const has = (texts: readonly string[], n: number) => texts[n]?.toLowerCase().includes(wanted) === true;
  const found: number[] = [];
  for (let n = 0; n < rows.status.length; n += 1) {
    const set = rows.codes[n] ?? 0;
    if (wantedStatus !== undefined && rows.status[n] !== wantedStatus) continue;
    if (wantedDifference !== undefined && rows.difference[n] !== wantedDifference) continue;
    if (sets[set] !== true) continue;
    const isFound =
      wanted === '' ||
      has(rows.name, n) ||
      has(rows.productId, n) ||
      setHas[set] === true ||
      has(rows.messages, n) ||
      has(rows.notes, n);
    if (isFound) found.push(n);
  }
  return found;
}

/** The same rows in another order; rows that are equal stay as they were. */
export function sorted(rows: PackedRows, numbers: readonly number[], order: RowOrder): number[] {
  const values = VALUES[order.by](rows);
  const sign = order.isDescending ? -1 : 1;
  return numbers.toSorted((one, other) => {
    const [a, b] = [values(one), values(other)];
    return a < b ? -sign : a > b ? sign : one - other;
  });
}

type ValueOf = (row: number) => number | string;

/** What rows are compared by. */
const VALUES: Readonly<Record<RowOrder['by'], (rows: PackedRows) => ValueOf>> = {
  place:
    ({ source, line }) =>
    (n) =>
      line[n] === 0 ? n : (source[n] ?? 0) * LINES + (line[n] ?? 0),
  status:
    ({ status, statuses }) =>
    (n) =>
      statuses[status[n] ?? 0] ?? '',
  difference:
    ({ difference, differences }) =>
    (n) =>
      differences[difference[n] ?? 0] ?? '',
  productId:
    ({ productId }) =>
    (n) =>
      productId[n] ?? '',
  name:
    ({ name }) =>
    (n) =>
      name[n] ?? '',
  codes: ({ codes, codeSets }) => {
    const texts = codeSets.map(codesText);
    return (n) => texts[codes[n] ?? 0] ?? '';
  },
  bytes:
    ({ bytes }) =>
    (n) =>
      bytes[n] ?? 0,
  sides:
    ({ width, height }) =>
    (n) =>
      (width[n] ?? 0) * (height[n] ?? 0),
};

/** Each code once: a row may have several issues of one. */
export const codesText = (set: CodeSet): string => [...new Set(set.map(({ code }) => code))].join(' ');
