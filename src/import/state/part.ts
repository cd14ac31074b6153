/**
 * Lines of a shard that one batch task is for. The lines of a shard are numbered from 1: first those that can be carried out
 * at once, then those that must come later.
 */
export interface Part {
  readonly from: number;
  readonly to: number;
  /** Lines in between that are left out, as the service has named them as the reason of a failure. */
  readonly without?: readonly number[] | undefined;
}

export const sizeOfPart = ({ from, to, without = [] }: Part): number => to - from + 1 - without.length;

/** What tells the parts of a shard apart: the same lines are not tried again with as many left out. */
export const nameOfPart = ({ from, to, without = [] }: Part): string =>
  without.length === 0 ? `${from}-${to}` : `${from}-${to} without ${without.length}`;

/** The lines of a part, in order. */
export function* linesOfPart({ from, to, without = [] }: Part): Generator<number, void, void> {
  const left = new Set(without);
  for (let line = from; line <= to; line++) if (!left.has(line)) yield line;
}

/** Both halves of a part that has two lines at least. */
export function halvesOf(part: Part): readonly [Part, Part] {
  const { from, to, without = [] } = part;
  let middle = from;
  let inFirst = Math.floor(sizeOfPart(part) / 2);
  for (const line of linesOfPart(part)) {
    middle = line;
    inFirst -= 1;
    if (inFirst === 0) break;
  }
  return [partOf(from, middle, without), partOf(middle + 1, to, without)];
}

function partOf(from: number, to: number, without: readonly number[]): Part {
  const inside = without.filter((line) => line >= from && line <= to);
  return inside.length === 0 ? { from, to } : { from, to, without: inside };
}
