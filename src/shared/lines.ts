import { joinBytes } from './join-bytes.ts';

/** One line of a byte stream: the bytes between two line feeds. */
export interface ByteLine {
  /** Without the line feed, and at most `maxLineBytes` long; `cut` says whether the line is longer. */
  readonly bytes: Uint8Array;
  /** From 1. */
  readonly line: number;
  /** The offset of the line's first byte, from 0. */
  readonly offset: number;
  readonly cut: boolean;
  /** Whether a line feed ended the line; only the last line can lack a line feed. */
  readonly ended: boolean;
}

/** Whole lines that follow each other. */
export interface LineBlock {
  /** With their line feeds; the very last line may lack its line feed (`ended`). Valid until the next block is requested. */
  readonly bytes: Uint8Array;
  /** The offset of the first byte, from 0. */
  readonly offset: number;
  readonly ended: boolean;
  /** Whether the block is the beginning of one line that was too long. */
  readonly cut: boolean;
}

export const LINE_FEED = 0x0a;

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * Cuts bytes at 0x0A and nowhere else (U+2028 is legal inside a JSON string), in linear time and without copying whole
 * chunks. Memory is bounded by one chunk and `maxLineBytes`; how the input was chunked makes no difference to the lines.
 */
export async function* lineBlocks(
  chunks: Chunks,
  maxLineBytes: number,
): AsyncGenerator<LineBlock, void, void> {
  const open = new UnfinishedLine(maxLineBytes);
  let offset = 0; // of the first byte that is in no block yet
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

/** Lines, one by one and with their line feeds. @param bytes whole lines with their line feeds */
export function* wholeLines(bytes: Uint8Array): Generator<Uint8Array, void, void> {
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(LINE_FEED, start) + 1;
    yield bytes.subarray(start, end);
    start = end;
  }
}

/** The lines of blocks, one by one. Each line's bytes are valid until the next line is requested. */
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

/** A line whose end has not been read yet. Copies its pieces, since a producer may reuse its buffer. */
class UnfinishedLine {
  readonly #most: number;
  #pieces: Uint8Array[] = [];
  #kept = 0;
  #length = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** The length in bytes, including the bytes that were not kept. */
  get length(): number {
    return this.#length;
  }

  keep(piece: Uint8Array): void {
    this.#length += piece.length;
    const room = this.#most - this.#kept;
    if (room <= 0 || piece.length === 0) return;
    this.#pieces.push(new Uint8Array(piece.subarray(0, room))); // slice() of a Buffer does not copy
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
