import { joinBytes } from './join-bytes.ts';

/** One line of a byte stream: the bytes between two line feeds. */
export interface ByteLine {
  /** Without the line feed, and at most `maxLineBytes` long: `cut` says whether the line is longer. */
  readonly bytes: Uint8Array;
  /** From 1. */
  readonly line: number;
  /** Offset of the line's first byte, from 0. */
  readonly offset: number;
  readonly cut: boolean;
  /** Whether a line feed ends the line; only the last line can lack it. */
  readonly ended: boolean;
}

/** Consecutive whole lines. */
export interface LineBlock {
  /** With their line feeds: `ended` says whether the last line has one. Valid until the next block is read. */
  readonly bytes: Uint8Array;
  /** Offset of the first byte, from 0. */
  readonly offset: number;
  readonly ended: boolean;
  /** Whether the block is one line that was too long, so that only its beginning was kept. */
  readonly cut: boolean;
}

export const LINE_FEED = 0x0a;

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * Splits bytes at 0x0A and nowhere else (U+2028 is legal inside a JSON string), in linear time and without copying whole chunks.
 * Memory is bounded by one chunk and `maxLineBytes`; the lines do not depend on how the input is chunked.
 */
export async function* lineBlocks(
  chunks: Chunks,
  maxLineBytes: number,
): AsyncGenerator<LineBlock, void, void> {
  const open = new OpenLine(maxLineBytes);
  let offset = 0; // of the first byte after the last block
  for await (const chunk of chunks) {
    const first = chunk.indexOf(LINE_FEED) + 1;
    if (first === 0) {
      open.keep(chunk);
      continue;
    }
    let start = 0;
    if (open.length > 0) {
      open.keep(chunk.subarray(0, first - 1));
      const { length } = open;
      yield { ...open.take(true), offset };
      offset += length + 1;
      start = first;
    }
    const end = chunk.lastIndexOf(LINE_FEED) + 1;
    if (end > start) yield { bytes: chunk.subarray(start, end), offset, ended: true, cut: false };
    offset += end - start;
    open.keep(chunk.subarray(end));
  }
  if (open.length > 0) yield { ...open.take(false), offset };
}

/** Yields the lines one by one, with their line feeds. @param bytes whole lines with their line feeds */
export function* wholeLines(bytes: Uint8Array): Generator<Uint8Array, void, void> {
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(LINE_FEED, start) + 1;
    yield bytes.subarray(start, end);
    start = end;
  }
}

/** Yields lines one by one. The bytes of a line are valid until the next line is read. */
export async function* readLines(chunks: Chunks, maxLineBytes: number): AsyncGenerator<ByteLine, void, void> {
  let line = 1;
  for await (const { bytes, offset, ended, cut } of lineBlocks(chunks, maxLineBytes)) {
    for (let start = 0; start < bytes.length; line += 1) {
      const feed = bytes.indexOf(LINE_FEED, start);
      const end = feed === -1 ? bytes.length : feed;
      yield {
        bytes: bytes.subarray(start, Math.min(end, start + maxLineBytes)),
        line,
        offset: offset + start,
        cut: cut || end - start > maxLineBytes,
        ended,
      };
      start = end + 1;
    }
  }
}

/** A line whose end has not been read yet: copies of its pieces, because a producer may reuse its buffer. */
class OpenLine {
  readonly #most: number;
  #pieces: Uint8Array[] = [];
  #kept = 0;
  #length = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Length in bytes, with the bytes that were not kept. */
  get length(): number {
    return this.#length;
  }

  keep(piece: Uint8Array): void {
    this.#length += piece.length;
    const room = this.#most - this.#kept;
    if (room <= 0 || piece.length === 0) return;
    this.#pieces.push(new Uint8Array(piece.subarray(0, room))); // a Buffer's slice would be no copy
    this.#kept += Math.min(piece.length, room);
  }

  take(ended: boolean): Omit<LineBlock, 'offset'> {
    const cut = this.#length > this.#kept;
    const bytes = joinBytes(ended ? [...this.#pieces, Uint8Array.of(LINE_FEED)] : this.#pieces);
    this.#pieces = [];
    this.#kept = 0;
    this.#length = 0;
    return { bytes, ended, cut };
  }
}
