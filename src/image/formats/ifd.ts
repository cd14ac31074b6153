import type { TiffBlock } from './tiff-block.ts';

/** The first directory of a TIFF or Exif block. */
export interface Ifd {
  readonly block: TiffBlock;
  /** Where in the file its entries begin, and how many there are. */
  readonly entries: number;
  readonly count: number;
  /** Whether another directory follows. */
  readonly hasNext: boolean;
  /** False when the directory is longer than the block that should hold it. */
  readonly complete: boolean;
}

interface IfdEntry {
  readonly type: number;
  readonly count: number;
  /** Where in the file the value is or, when it is too long, its offset. */
  readonly at: number;
}

const MOST_ENTRIES = 512;

/** Null when the header leads outside of the block. */
export function readFirstIfd(block: TiffBlock): Ifd | null {
  const { bytes, start, end, layout } = block;
  const { countBytes, entryBytes, wordBytes } = layout;
  const directory = start + block.word(start + layout.header - wordBytes);
  const entries = directory + countBytes;
  if (!(entries <= end)) return null;
  const said = countBytes === 2 ? block.u16(directory) : block.u64(directory);
  const count = Math.min(said, MOST_ENTRIES, Math.floor((end - entries) / entryBytes));
  bytes.need(entries, count * entryBytes);
  const after = entries + count * entryBytes;
  const complete = count === said;
  const hasNext = complete && after + wordBytes <= end && block.word(after) !== 0;
  return { block, entries, count, complete, hasNext };
}

/** Of two equal tags the first counts. A directory is short and few tags are asked for, so it is just gone through. */
export function entryOf({ block, entries, count }: Ifd, tag: number): IfdEntry | null {
  const { entryBytes, wordBytes } = block.layout;
  for (let i = 0, at = entries; i < count; i++, at += entryBytes) {
    if (block.u16(at) !== tag) continue;
    return { type: block.u16(at + 2), count: block.word(at + 4), at: at + 4 + wordBytes };
  }
  return null;
}

/** Whole numbers, by the type's number in the TIFF 6.0 and BigTIFF documents. What is signed is no less valid where it is positive. */
export const NUMBER_TYPES: Readonly<
  Record<number, { size: number; read: (block: TiffBlock, at: number) => number }>
> = {
  1: { size: 1, read: (block, at) => block.bytes.u8(at) },
  3: { size: 2, read: (block, at) => block.u16(at) },
  4: { size: 4, read: (block, at) => block.u32(at) },
  6: { size: 1, read: (block, at) => block.bytes.u8(at) },
  8: { size: 2, read: (block, at) => block.u16(at) },
  9: { size: 4, read: (block, at) => block.u32(at) },
  16: { size: 8, read: (block, at) => block.u64(at) },
};

/** The first number of a tag; null when the tag is missing, holds none, or points outside of the block. */
export function firstNumber(ifd: Ifd, tag: number): number | null {
  const place = placeOf(ifd, tag);
  return place === null || place.count < 1 || !(place.at + place.size <= ifd.block.end)
    ? null
    : place.read(ifd.block, place.at);
}

/** The numbers of a tag, the last `most` when there are more; null when the tag is missing or holds none. */
export function lastNumbers(ifd: Ifd, tag: number, most: number): number[] | null {
  const place = placeOf(ifd, tag);
  if (place === null) return null;
  const { size, read } = place;
  const { first, length } = lastOf(place, most);
  ifd.block.bytes.need(first, length * size);
  const numbers: number[] = [];
  for (let i = 0; i < length; i++) numbers.push(read(ifd.block, first + i * size));
  return numbers;
}

/** Whether the numbers that `lastNumbers` returns are loaded already. */
export function numbersAreLoaded(ifd: Ifd, tag: number, most: number): boolean {
  const place = placeOf(ifd, tag);
  if (place === null) return true;
  const { first, length } = lastOf(place, most);
  return ifd.block.bytes.holds(first, length * place.size);
}

function lastOf({ at, size, count }: { at: number; size: number; count: number }, most: number) {
  const length = Math.min(count, most);
  return { first: at + (count - length) * size, length };
}

function placeOf(ifd: Ifd, tag: number) {
  const { block } = ifd;
  const entry = entryOf(ifd, tag);
  const type = entry && NUMBER_TYPES[entry.type];
  if (!type) return null;
  const { size, read } = type;
  const fits = size * entry.count <= block.layout.wordBytes;
  return { size, read, count: entry.count, at: fits ? entry.at : block.start + block.word(entry.at) };
}
