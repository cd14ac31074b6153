import { openFile } from '../../shared/files/regular-file.ts';
import { type WebStream, webChunks } from '../../shared/http/web-chunks.ts';
import { nodeBuiltin } from '../../shared/loading/node-builtin.ts';
import { show } from '../../shared/options/checks.ts';
import { encodeText } from './encode-text.ts';

type Chunk = string | Uint8Array;

/** Text; bytes; a file by its path (Node only); a Blob or File; a web stream; or any iterable of chunks, Node's streams too. */
export type MetaSource =
  | string
  | Uint8Array
  | { readonly path: string }
  | { stream(): WebStream }
  | WebStream
  | AsyncIterable<string | Uint8Array>
  | Iterable<string | Uint8Array>;

const CHUNK = 262_144;

/**
 * The bytes of a source, chunk by chunk; a chunk is good until the next is asked for. Text becomes UTF-8,
 * save a lone surrogate, which becomes a byte that is no UTF-8.
 *
 * @throws {TypeError} for what is no source, before anything is read
 */
export function openSource(source: MetaSource): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  if (source instanceof Uint8Array) return [source];
  if (typeof source === 'string') return source.length <= CHUNK ? encodeText(source) : textBytes(source);
  if (typeof source === 'object' && source !== null) {
    if (Symbol.asyncIterator in source || Symbol.iterator in source) return toBytes(source);
    if ('getReader' in source) return toBytes(webChunks(source) as AsyncIterable<Chunk>);
    if ('stream' in source) return toBytes(webChunks(source.stream()) as AsyncIterable<Chunk>);
    if ('path' in source && typeof source.path === 'string') return fileChunks(source.path);
  }
  throw new TypeError(
    `Cannot read as the source must be text, bytes, { path }, a Blob, a stream or an iterable of chunks: current value is ${show(source)}`,
  );
}

/** Reads ahead by one chunk into the other of two buffers, so that the disk works while lines are read. */
async function* fileChunks(path: string): AsyncGenerator<Uint8Array, void, void> {
  const { close, read } = nodeBuiltin('fs', 'read a file');
  const { descriptor } = await openFile(path);
  const readInto = (buffer: Uint8Array) =>
    new Promise<Uint8Array>((resolve, reject) => {
      read(descriptor, buffer, 0, CHUNK, null, (error, count) =>
        error === null ? resolve(buffer.subarray(0, count)) : reject(error),
      );
    });
  const buffers = [new Uint8Array(CHUNK), new Uint8Array(CHUNK)] as const;
  let ahead = readInto(buffers[0]);
  try {
    for (let turn = 1; ; turn = 1 - turn) {
      const chunk = await ahead;
      if (chunk.length === 0) return;
      ahead = readInto(turn === 1 ? buffers[1] : buffers[0]);
      yield chunk;
    }
  } finally {
    await ahead.catch(() => {}); // it rejects where it is awaited above; here only the read must have ended
    await new Promise((closed) => close(descriptor, closed));
  }
}

function* textBytes(text: string): Generator<Uint8Array, void, void> {
  for (let at = 0; at < text.length; ) {
    const end = at + CHUNK;
    const next = /^[\uDC00-\uDFFF]/.test(text.slice(end, end + 1)) ? end + 1 : end; // no pair is cut in two
    yield* encodeText(at === 0 && next >= text.length ? text : text.slice(at, next));
    at = next;
  }
}

async function* toBytes(
  chunks: AsyncIterable<Chunk> | Iterable<Chunk>,
): AsyncGenerator<Uint8Array, void, void> {
  let half = ''; // a high surrogate whose other half comes with the next chunk
  for await (const chunk of chunks) {
    if (typeof chunk === 'string') {
      const text = half + chunk;
      half = /[\uD800-\uDBFF]$/.exec(text)?.[0] ?? '';
      yield* encodeText(text.slice(0, text.length - half.length));
    } else if (chunk instanceof Uint8Array) {
      if (half !== '') yield* encodeText(half);
      half = '';
      yield chunk;
    } else {
      throw new TypeError(`Cannot read as a chunk must be text or bytes: current value is ${show(chunk)}`);
    }
  }
  if (half !== '') yield* encodeText(half);
}
