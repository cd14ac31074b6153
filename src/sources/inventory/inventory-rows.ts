import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { isImageSearchError } from '../../shared/errors/image-search-error.ts';
import type { ObjectSource } from '../../shared/objects/object-store.ts';
import { listingUnreadable } from '../listing-unreadable.ts';
import type { InventoryFile } from './inventory-manifest.ts';

/** How much of a file is asked for at once, in bytes. */
const PIECE = 4 * 1024 * 1024;
/** The longest row: a key of 1,023 bytes, each of three characters when encoded, and the other columns. */
const MOST_ROW_BYTES = 16_384;

/** The next step for a file that is not the one that the manifest names. */
const AGAIN = '; copy all of its files anew, or have the inventory made again';

/**
 * The rows of one file of an inventory. The file's MD5 is compared before the last row is given, so that a sequence that ends
 * without an error was whole.
 *
 * @throws {ImageSearchError} `LISTING_UNREADABLE` for a file that is damaged, cut, or another one than the manifest names
 */
export async function* inventoryRows(
  store: ObjectSource,
  file: InventoryFile,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly string[], void, void> {
  const name = `${store.name}/${file.key}`;
  const rows = parse({ relax_column_count: true, max_record_size: MOST_ROW_BYTES });
  const pieces = Readable.from(checkedPieces(store, file, name, signal), {
    objectMode: false,
    highWaterMark: PIECE,
  });
  const gunzip = createGunzip();
  const piped = pipeline(pieces, gunzip, rows);
  piped.catch(() => {}); // the error comes out of the rows, too
  try {
    let last: readonly string[] | undefined;
    for await (const row of rows) {
      if (last !== undefined) yield last;
      last = row as readonly string[];
    }
    await piped;
    if (last !== undefined) yield last;
  } catch (error) {
    signal?.throwIfAborted();
    if (isImageSearchError(error, 'NoSuchKey'))
      throw listingUnreadable(name, `its manifest names it, and it is missing${AGAIN}`, error);
    if (isImageSearchError(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw listingUnreadable(name, `its gzip or CSV is damaged: ${reason}${AGAIN}`, error);
  } finally {
    for (const stream of [pieces, gunzip, rows]) stream.destroy();
  }
}

async function* checkedPieces(
  store: ObjectSource,
  { key, bytes: size, md5 }: InventoryFile,
  name: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, void> {
  const hash = createHash('md5');
  let etag: string | undefined;
  for (let offset = 0; offset < size; ) {
    const range = { offset, length: Math.min(PIECE, size - offset), etag };
    const part = await store.read(key, range, { signal });
    if (part.size !== size)
      throw listingUnreadable(name, `it has ${part.size} bytes, where its manifest says ${size}${AGAIN}`);
    etag = part.etag;
    offset += part.bytes.length;
    hash.update(part.bytes);
    if (part.bytes.length === 0)
      throw listingUnreadable(name, `it ended after ${offset} bytes of ${size}${AGAIN}`);
    yield part.bytes;
  }
  const found = hash.digest('hex');
  if (found !== md5)
    throw listingUnreadable(name, `its MD5 is ${found}, where its manifest says ${md5}${AGAIN}`);
}
