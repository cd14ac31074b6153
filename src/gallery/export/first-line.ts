import { firstNonBlank } from '../../shared/text/blank-bytes.ts';
import { joinBytes } from '../../shared/text/join-bytes.ts';
import { LINE_FEED } from '../../shared/text/lines.ts';

/** The first line of a file that is not blank, without its line feed, and all bytes, to be read from their beginning. */
export interface FirstLine {
  /** Undefined when every line is blank; empty when the first `mostBytes` are. At most `mostBytes` long. */
  readonly first: Uint8Array | undefined;
  readonly all: AsyncGenerator<Uint8Array, void, void>;
}

/** Looks at the beginning of a file, as far as it must, and no further than `mostBytes` and a chunk. */
export async function firstLine(
  chunks: AsyncGenerator<Uint8Array, void, void>,
  mostBytes: number,
): Promise<FirstLine> {
  const seen: Uint8Array[] = [];
  let length = 0;
  let hasBegun = false;
  for (let isWhole = false; !isWhole && length < mostBytes; ) {
    const next = await chunks.next();
    if (next.done)
      return { first: hasBegun ? lineIn(seen, mostBytes) : undefined, all: replayed(seen, chunks) };
    const start: number = hasBegun ? 0 : firstNonBlank(next.value);
    hasBegun ||= start !== -1;
    isWhole = hasBegun && next.value.indexOf(LINE_FEED, start) !== -1;
    seen.push(new Uint8Array(next.value)); // the producer may use its buffer again
    length += next.value.length;
  }
  return { first: lineIn(seen, mostBytes), all: replayed(seen, chunks) };
}

function lineIn(seen: readonly Uint8Array[], mostBytes: number): Uint8Array {
  const bytes = joinBytes(seen);
  const start = firstNonBlank(bytes);
  if (start === -1) return new Uint8Array();
  const feed = bytes.indexOf(LINE_FEED, start);
  return bytes.subarray(start, Math.min(feed === -1 ? bytes.length : feed, start + mostBytes));
}

async function* replayed(seen: readonly Uint8Array[], rest: AsyncGenerator<Uint8Array, void, void>) {
  try {
    yield* seen;
    yield* rest;
  } finally {
    await rest.return();
  }
}
