import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** Decompresses gzip by its first two bytes, whatever the headers say: no document says whether the file is compressed. */
export async function* gunzipIfCompressed(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
  const source = chunks[Symbol.asyncIterator]();
  const rest = { [Symbol.asyncIterator]: () => source };
  try {
    let first = new Uint8Array();
    for (let next = await source.next(); first.length < 2 && !next.done; next = await source.next()) {
      first = Buffer.concat([first, next.value]);
      if (first.length >= 2) break;
    }
    const all = joined(first, rest);
    if (first[0] !== 0x1f || first[1] !== 0x8b) {
      yield* all;
      return;
    }
    // The reader of the bytes gets the failures of the source and of gunzip.
    yield* pipeline(Readable.from(all, { objectMode: false }), createGunzip(), () => {});
  } finally {
    await source.return?.();
  }
}

async function* joined(
  first: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
  yield first;
  yield* rest;
}
