import type { TiffBlock } from './tiff-block.ts';

/** The first directory of a TIFF or Exif block. Of two equal tags the first counts. */
export interface Ifd {
  readonly block: TiffBlock;
  readonly tags: ReadonlyMap<number, IfdEntry>;
  /** Whether another directory follows. */
  readonly hasNext: boolean;
  /** False when the directory is said to be longer than what is there. */
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
  const tags = new Map<number, IfdEntry>();
  for (let i = 0, at = entries; i < count; i++, at += entryBytes) {
    const tag = block.u16(at);
    if (tags.has(tag)) continue;
    tags.set(tag, { type: block.u16(at + 2), count: block.word(at + 4), at: at + 4 + wordBytes });
  }
  const after = entries + count * entryBytes;
  const complete = count === said;
  return { block, tags, complete, hasNext: complete && after + wordBytes <= end && block.word(after) !== 0 };
}

/** Unsigned numbers, by the type's number in the TIFF 6.0 and BigTIFF documents. */
const NUMBER_TYPES: Readonly<
  Record<number, { size: number; read: (block: TiffBlock, at: number) => number }>
> = {
  1: { size: 1, read: (block, at) => block.bytes.u8(at) },
  3: { size: 2, read: (block, at) => block.u16(at) },
  4: { size: 4, read: (block, at) => block.u32(at) },
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
  const { at, size, count, read } = place;
  const length = Math.min(count, most);
  const first = at + (count - length) * size;
  ifd.block.bytes.need(first, length * size);
  return Array.from({ length }, (_, i) => read(ifd.block, first + i * size));
}

function placeOf({ tags, block }: Ifd, tag: number) {
  const entry = tags.get(tag);
  const type = entry && NUMBER_TYPES[entry.type];
  if (entry === undefined || type === undefined) return null;
  const { size, read } = type;
  const fits = size * entry.count <= block.layout.wordBytes;
  return { size, read, count: entry.count, at: fits ? entry.at : block.start + block.word(entry.at) };
}
