import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { assertFile, openFile } from '../../shared/files/regular-file.ts';
import { show } from '../../shared/options/checks.ts';
import type { ByteSource } from '../model/catalogue-source.ts';
import { gunzipped, isGzip } from './gunzip.ts';
import { type Peeked, peek } from './peek.ts';

/** Bytes that are open, of a file that gzip may have compressed: what they hold is uncompressed. */
export interface OpenBytes extends Peeked {
  /** The path or the name that was given; null when there is none. */
  readonly name: string | null;
  readonly gzip: boolean;
  /** The path of a file, whose bytes can be read again; undefined for a stream. */
  readonly path: string | undefined;
}

/** How much is looked at to recognise format, encoding and delimiter. */
export const HEAD_BYTES = 262_144;

/** How much is read at once: with more, more garbage lives for longer. */
const CHUNK_BYTES = 65_536;

/**
 * Opens a file or a stream of bytes. Closing `bytes` closes the file. A path may lead to a stream, too: to a named pipe, or
 * to a device such as `/dev/stdin`.
 *
 * @throws {NotAFile} for a path that leads to anything else
 * @throws {TypeError} while reading, when the stream gives something else than bytes, or for damaged gzip
 */
export async function openBytes(
  source: string | ByteSource,
  signal?: AbortSignal | undefined,
): Promise<OpenBytes> {
  const name = typeof source === 'string' ? source : (source.name ?? null);
  const { chunks, path } =
    typeof source === 'string'
      ? await openPath(source, signal)
      : { chunks: chunksOf(source), path: undefined };
  const raw = await peek(chunks, HEAD_BYTES);
  if (!isGzip(raw.head)) return { ...raw, name, path, gzip: false };
  return { ...(await peek(gunzipped(raw.bytes, name), HEAD_BYTES)), name, path, gzip: true };
}

async function openPath(path: string, signal: AbortSignal | undefined) {
  const found = await stat(path);
  if (found.isFIFO() || found.isCharacterDevice())
    return { chunks: createReadStream(path, { highWaterMark: CHUNK_BYTES }), path: undefined };
  assertFile(path, found);
  const { descriptor: fd } = await openFile(path, { signal });
  return { chunks: createReadStream(path, { fd, highWaterMark: CHUNK_BYTES }), path };
}

async function* chunksOf({ bytes }: ByteSource): AsyncGenerator<Uint8Array, void, void> {
  for await (const chunk of bytes) {
    if (!(chunk instanceof Uint8Array))
      throw new TypeError(
        `Cannot read the catalogue as 'bytes' must give Uint8Arrays, so a stream without an encoding: it gave ${show(chunk)}`,
      );
    yield chunk;
  }
}
