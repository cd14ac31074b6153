import { joinBytes } from '../../shared/join-bytes.ts';
import { LINE_FEED } from '../../shared/lines.ts';

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Bytes of the source that follow each other; good until the next are asked for. */
export interface SourceBlock {
  /** Whole lines with their line feeds; or a line without one, or a part of it. */
  readonly bytes: Uint8Array;
  /** Whether these are whole lines with their line feeds, none of them too long. */
  readonly isLines: boolean;
  /** Otherwise: whether the line begins here, ends here, and has a line feed there. */
  readonly first: boolean;
  readonly last: boolean;
  readonly ended: boolean;
}

/**
 * Cuts bytes at 0x0A and nowhere else, and a line longer than `most` bytes into parts of that size, so that a file of one
 * endless line can be read too. How the input was chunked makes no difference to the lines and parts.
 */
export async function* sourceBlocks(chunks: Chunks, most: number): AsyncGenerator<SourceBlock, void, void> {
  const open = new OpenLine(most);
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length; ) {
      const end = open.isEmpty ? endOfShortLines(chunk, start, most) : start;
      if (end > start) {
        yield { bytes: chunk.subarray(start, end), isLines: true, first: true, last: true, ended: true };
        start = end;
        continue;
      }
      const feed = chunk.indexOf(LINE_FEED, start);
      yield* open.add(chunk.subarray(start, feed === -1 ? undefined : feed));
      if (feed === -1) break;
      yield open.end(true);
      start = feed + 1;
    }
  }
  if (!open.isEmpty) yield open.end(false);
}

/** Where the lines end that are whole and no longer than `most`; `start` when not even the first is. */
function endOfShortLines(chunk: Uint8Array, start: number, most: number): number {
  let end = chunk.lastIndexOf(LINE_FEED) + 1;
  if (end <= start) return start;
  if (end - start <= most) return end;
  end = start;
  for (let feed = chunk.indexOf(LINE_FEED, end); feed !== -1 && feed - end <= most; ) {
    end = feed + 1;
    feed = chunk.indexOf(LINE_FEED, end);
  }
  return end;
}

/** A line whose end has not come yet: copies of its bytes, given out in parts when they grow too many. */
class OpenLine {
  readonly #most: number;
  #pieces: Uint8Array[] = [];
  #length = 0;
  #isBegun = false;

  constructor(most: number) {
    this.#most = most;
  }

  get isEmpty(): boolean {
    return this.#length === 0 && !this.#isBegun;
  }

  *add(bytes: Uint8Array): Generator<SourceBlock, void, void> {
    let rest = bytes;
    while (this.#length + rest.length > this.#most) {
      const room = this.#most - this.#length;
      this.#keep(rest.subarray(0, room));
      rest = rest.subarray(room);
      const all = this.#take();
      const end = endOfCharacters(all);
      yield { bytes: all.subarray(0, end), isLines: false, first: !this.#isBegun, last: false, ended: false };
      this.#isBegun = true;
      this.#keep(all.subarray(end));
    }
    this.#keep(rest);
  }

  end(ended: boolean): SourceBlock {
    const first = !this.#isBegun;
    this.#isBegun = false;
    return { bytes: this.#take(), isLines: false, first, last: true, ended };
  }

  #keep(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.#pieces.push(new Uint8Array(piece)); // a Buffer's slice would be no copy
    this.#length += piece.length;
  }

  #take(): Uint8Array {
    const bytes = joinBytes(this.#pieces);
    this.#pieces = [];
    this.#length = 0;
    return bytes;
  }
}

/** Where the last character of UTF-8 begins that may be cut in two: at most three bytes before the end. */
function endOfCharacters(bytes: Uint8Array): number {
  for (let at = bytes.length - 1; at > 0 && at >= bytes.length - 4; at--) {
    const byte = bytes[at] as number;
    if (byte < 0x80) return at + 1;
    if (byte >= 0xc0) return at;
  }
  return bytes.length;
}
