import { joinBytes } from './join-bytes.ts';

/** One line of a byte stream: the bytes between two line feeds. */
export interface ByteLine {
  /** Without the line feed. At most `maxLineBytes` long: `cut` says that more followed. */
  readonly bytes: Uint8Array;
  /** From 1. */
  readonly line: number;
  /** Of the line's first byte, from 0. */
  readonly offset: number;
  readonly cut: boolean;
  /** Whether a line feed ended it; only the last line can lack one. */
  readonly ended: boolean;
}

/** Whole lines that follow each other. */
export interface LineBlock {
  /** With their line feeds; of the last line of all, `ended` says whether it has one. Good until the next block is asked for. */
  readonly bytes: Uint8Array;
  /** Of the first byte, from 0. */
  readonly offset: number;
  readonly ended: boolean;
  /** Whether the block is one line of which only the beginning was kept. */
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
  const cutter = new LineCutter(maxLineBytes);
  for await (const chunk of chunks) yield* cutter.add(chunk);
  yield* cutter.end();
}

/** Does the work of `lineBlocks` for chunks that are handed in one after the other. */
export class LineCutter {
  readonly #open: OpenLine;
  /** Of the first byte that no block has. */
  #offset = 0;

  constructor(maxLineBytes: number) {
    this.#open = new OpenLine(maxLineBytes);
  }

  /** The blocks that a chunk completes. They must be read to their end before the next chunk is added. */
  *add(chunk: Uint8Array): Generator<LineBlock, void, void> {
    const open = this.#open;
    const first = chunk.indexOf(LINE_FEED) + 1;
    if (first === 0) {
      open.keep(chunk);
      return;
    }
    let start = 0;
    if (open.length > 0) {
      open.keep(chunk.subarray(0, first - 1));
      const { length } = open;
      yield { ...open.take(true), offset: this.#offset };
      this.#offset += length + 1;
      start = first;
    }
    const end = chunk.lastIndexOf(LINE_FEED) + 1;
    if (end > start)
      yield { bytes: chunk.subarray(start, end), offset: this.#offset, ended: true, cut: false };
    this.#offset += end - start;
    if (end < chunk.length) open.keep(chunk.subarray(end));
  }

  /** The last line, if no line feed ended it. */
  *end(): Generator<LineBlock, void, void> {
    if (this.#open.length > 0) yield { ...this.#open.take(false), offset: this.#offset };
  }
}

/** Lines, one by one and with their line feeds. @param bytes whole lines with their line feeds */
export function* wholeLines(bytes: Uint8Array): Generator<Uint8Array, void, void> {
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(LINE_FEED, start) + 1;
    yield bytes.subarray(start, end);
    start = end;
  }
}

/** The lines of blocks, one by one. Each line's bytes are good until the next is asked for. */
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

/** A line whose end has not come yet: copies of its pieces, since a producer may use its buffer again. */
class OpenLine {
  readonly #most: number;
  #pieces: Uint8Array[] = [];
  #kept = 0;
  #length = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** In bytes, kept or not. */
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
