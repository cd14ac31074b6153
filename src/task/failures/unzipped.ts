import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** The bytes of a file that may be compressed by gzip, whatever its headers say: no document says whether it is. */
export async function* unzipped(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  const source = chunks[Symbol.asyncIterator]();
  const rest = { [Symbol.asyncIterator]: () => source };
  try {
    let first = new Uint8Array();
    for (let next = await source.next(); first.length < 2 && !next.done; next = await source.next()) {
      first = Buffer.concat([first, next.value]);
      if (first.length >= 2) break;
    }
    const all = follow(first, rest);
    if (first[0] !== 0x1f || first[1] !== 0x8b) {
      yield* all;
      return;
    }
    // A failure of either is met where the bytes are read.
    yield* pipeline(Readable.from(all, { objectMode: false }), createGunzip(), () => {});
  } finally {
    await source.return?.();
  }
}

async function* follow(
  first: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
  yield first;
  yield* rest;
}
