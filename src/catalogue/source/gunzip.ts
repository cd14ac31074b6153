import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { unreadable } from '../model/catalogue-unreadable.ts';

/** The magic bytes of gzip, and deflate, the one method there is. */
export const isGzip = ([first, second, method]: Uint8Array): boolean =>
  first === 0x1f && second === 0x8b && method === 8;

/**
 * Undoes gzip, of one member or of several. Only what is read is decompressed, so that a small file of gigabytes costs no
 * more than its reading.
 *
 * @param name for the message
 * @throws {CatalogueUnreadable} for a file that is damaged or cut
 */
export async function* gunzipped(
  chunks: AsyncIterable<Uint8Array>,
  name: string | null,
): AsyncGenerator<Uint8Array, void, void> {
  const gunzip = createGunzip({ chunkSize: 65_536 });
  let given = 0;
  const counted = async function* () {
    for await (const chunk of chunks) {
      given += chunk.length;
      yield new Uint8Array(chunk); // the next is asked for before this one is used, and may be in its place
    }
  };
  const source = Readable.from(counted(), { objectMode: false });
  const piped = pipeline(source, gunzip);
  piped.catch(() => {}); // the error comes out of `gunzip`, too
  try {
    for await (const chunk of gunzip) yield chunk as Uint8Array;
  } catch (cause) {
    throw isOfZlib(cause) ? damaged(name, cause.message, cause) : cause;
  } finally {
    source.destroy();
    gunzip.destroy();
  }
  if (gunzip.bytesWritten < given) throw damaged(name, `${given - gunzip.bytesWritten} bytes follow it`);
}

const damaged = (name: string | null, reason: string, cause?: unknown) =>
  unreadable(name, `its gzip data is damaged or cut: ${reason}. Copy the file again`, { cause });

const isOfZlib = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
