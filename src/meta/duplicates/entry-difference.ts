import { entryWords } from './image-entry.ts';

/**
 * Neighbours in a file have much in common: a folder, an extension, all but the last digits of a number. So an entry is
 * stored as those of its words that differ from the same words of the entry before it, behind a mask of 32 bits that
 * tells which they are; of the words beyond 32, all are stored. That halves what goes to the disk and comes back.
 */
const MASKED = 32;

/** How many words the difference takes at most. */
export const mostDifferenceWords = (length: number): number => length + 1;

/**
 * Writes the difference of an entry to the one before it, and gives the index behind it.
 *
 * @param beforeLength 0 when there is none before it
 */
export function writeDifference(
  words: Int32Array,
  at: number,
  length: number,
  before: number,
  beforeLength: number,
  target: Int32Array,
  start: number,
): number {
  const masked = Math.min(length, MASKED);
  const shared = Math.min(masked, beforeLength);
  let to = start + 1;
  let mask = 0;
  let index = 0;
  for (; index < shared; index++) {
    const word = words[at + index] as number;
    if (word === words[before + index]) continue;
    target[to++] = word;
    mask |= 1 << index;
  }
  for (; index < masked; index++) {
    target[to++] = words[at + index] as number;
    mask |= 1 << index;
  }
  for (; index < length; index++) target[to++] = words[at + index] as number;
  target[start] = mask;
  return to;
}

/** Turns the entry before into the entry whose difference is read, and gives the index behind the difference. */
export function readDifference(source: Int32Array, start: number, entry: Int32Array): number {
  let at = start + 1;
  for (let mask = source[start] as number; mask !== 0; mask &= mask - 1) {
    entry[31 - Math.clz32(mask & -mask)] = source[at++] as number;
  }
  const length = entryWords(entry);
  for (let index = MASKED; index < length; index++) entry[index] = source[at++] as number;
  return at;
}
