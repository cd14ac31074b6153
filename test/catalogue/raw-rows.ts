import type { OpenSource, RawRow } from '../../src/catalogue/model/raw-row.ts';

/** All rows of batches. */
export async function rawRows(batches: AsyncIterable<readonly RawRow[]>): Promise<RawRow[]> {
  const rows: RawRow[] = [];
  for await (const batch of batches) rows.push(...batch);
  return rows;
}

export const rowsIn = ({ rows }: OpenSource): Promise<RawRow[]> => rawRows(rows);

/** Each row in short: its first line and how many it takes, and its object, its reason or its message. */
export const inShort = (rows: readonly RawRow[]) =>
  rows.map(({ place, object, passedOver, issues }) => [
    place.line,
    place.lines,
    object ?? passedOver ?? issues.map(({ message }) => message).join(),
  ]);

export const linesOf = (rows: readonly RawRow[]): number =>
  rows.reduce((sum, { place }) => sum + place.lines, 0);

/** Bytes in chunks of some sizes, over and over. */
export async function* inChunks(bytes: Uint8Array, sizes: readonly number[] = [bytes.length || 1]) {
  for (let start = 0, n = 0; start < bytes.length; n++) {
    const end = start + (sizes[n % sizes.length] ?? 1);
    yield bytes.subarray(start, end);
    start = end;
  }
}
