import { writeDifference } from './entry-difference.ts';
import { entryWords } from './image-entry.ts';

/** As many that a partition of 100 million entries fits into memory, and its table nearly into the processor's cache. */
export const PARTITIONS = 256;

/** Tells the partition, from 0, of the entry at a place. */
export type PartitionOf = (words: Int32Array, at: number) => number;

/**
 * Sorts entries that lie one behind the other up to `end` by their partition, each written as its difference to the one
 * before it. Entries of a partition stay in their order.
 *
 * @param sizes how many words those of each partition take at most
 * @returns where each partition starts in `sorted`, and where the last one ends
 */
export function sortByPartition(
  words: Int32Array,
  end: number,
  partitionOf: PartitionOf,
  sizes: Uint32Array,
  sorted: Int32Array,
): Uint32Array {
  const rooms = startsOf(sizes);
  const ends = rooms.slice();
  const last = new Int32Array(PARTITIONS);
  for (let at = 0, length = 0; at < end; at += length) {
    length = entryWords(words, at);
    const partition = partitionOf(words, at);
    const to = ends[partition] as number;
    const before = last[partition] as number;
    const beforeLength = to === rooms[partition] ? 0 : entryWords(words, before);
    ends[partition] = writeDifference(words, at, length, before, beforeLength, sorted, to);
    last[partition] = at;
  }
  return closeGaps(sorted, rooms, ends);
}

function startsOf(sizes: Uint32Array): Uint32Array {
  let end = 0;
  return sizes.map((size) => {
    end += size;
    return end - size;
  });
}

function closeGaps(sorted: Int32Array, rooms: Uint32Array, ends: Uint32Array): Uint32Array {
  const starts = new Uint32Array(PARTITIONS + 1);
  for (let partition = 0, start = 0; partition < PARTITIONS; partition++) {
    const from = rooms[partition] as number;
    const to = ends[partition] as number;
    sorted.copyWithin(start, from, to);
    start += to - from;
    starts[partition + 1] = start;
  }
  return starts;
}
