import { entryWords } from './image-entry.ts';

/**
 * Neighbours in a file have much in common: a folder, an extension, all but the last digits of a number. So an entry is
 * stored as those of its words that differ from the same words of the entry before it, behind a mask of 32 bits that
 * says which they are; of the words beyond 32, all are stored. That halves what goes to the disk and comes back.
 *
 * Whoever writes and whoever reads keeps 32 words, all 0 at first, that become the entry's. Where the entry is shorter,
 * the rest stays as it was: on both sides, so that it may serve the next one.
 */
export const MASKED_WORDS = 32;

/** How many words the difference takes at most. */
export const mostDifferenceWords = (length: number): number => length + 1;

/**
 * Writes the difference of an entry to the words at a place, which become the entry's, and gives the index behind it.
 */
export function writeDifference(
  entry: Int32Array,
  length: number,
  before: Int32Array,
  at: number,
  target: Int32Array,
  start: number,
): number {
  const masked = Math.min(length, MASKED_WORDS);
  let to = start + 1;
  let mask = 0;
  for (let index = 0; index < masked; index++) {
    const word = entry[index] as number;
    if (word === before[at + index]) continue;
    before[at + index] = word;
    target[to++] = word;
    mask |= 1 << index;
  }
  for (let index = MASKED_WORDS; index < length; index++) target[to++] = entry[index] as number;
  target[start] = mask;
  return to;
}

/** Turns the entry before into the entry whose difference is read, and gives the index behind the difference. */
export function readDifference(source: Int32Array, start: number, entry: Int32Array): number {
  let at = start + 1;
  for (let mask = source[start] as number; mask !== 0; mask &= mask - 1) {
    entry[31 - Math.clz32(mask & -mask)] = source[at++] as number; // the lowest bit that is set
  }
  const length = entryWords(entry);
  for (let index = MASKED_WORDS; index < length; index++) entry[index] = source[at++] as number;
  return at;
}
