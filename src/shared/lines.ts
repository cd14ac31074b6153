/** One line of a byte stream: what stands between two line feeds. */
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

const LINE_FEED = 0x0a;

/**
 * Cuts bytes into lines at 0x0A and nowhere else (U+2028 is legal inside a JSON string), in linear time.
 * Memory is bounded by one chunk and `maxLineBytes`; how the input was chunked makes no difference.
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  maxLineBytes: number,
): AsyncGenerator<ByteLine, void, void> {
  let pieces: Uint8Array[] = [];
  let kept = 0;
  let seen = 0; // bytes of the line so far, kept or not
  let line = 1;
  let offset = 0;
  const keep = (piece: Uint8Array) => {
    seen += piece.length;
    const room = maxLineBytes - kept;
    if (room > 0 && piece.length > 0) {
      pieces.push(piece.subarray(0, room));
      kept += Math.min(piece.length, room);
    }
  };
  const take = (ended: boolean): ByteLine => {
    const taken = { bytes: joined(pieces, kept), line, offset, cut: seen > kept, ended };
    line += 1;
    offset += seen + 1;
    pieces = [];
    kept = 0;
    seen = 0;
    return taken;
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      keep(chunk.subarray(start, end));
      yield take(true);
      start = end + 1;
    }
    keep(new Uint8Array(chunk.subarray(start))); // a copy (a Buffer's slice is none): the producer may use its buffer again
  }
  if (seen > 0) yield take(false);
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  if (pieces.length === 1 && pieces[0] !== undefined) return pieces[0];
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
