import { isImageSearchError } from '../../shared/errors/image-search-error.ts';
import { writeWholeFile } from '../../shared/files/whole-file.ts';
import type { ObjectStore } from '../../shared/objects/object-store.ts';

/** A store that can hold the state of an import: one that stores an object only where there is none. */
export type StateStore = ObjectStore & Required<Pick<ObjectStore, 'putIfAbsent'>>;

/** Where the state of an import is kept in a store, for workers on other machines and for a coordinator that takes over. */
export interface StatePlace {
  readonly store: StateStore;
  /** Of every key. Empty, or with a slash at its end. */
  readonly prefix: string;
  /** The import, in messages and jobs: such as `oss://bucket/prefix`. */
  readonly name: string;
}

export const placeIn = (store: StateStore, folder: string): StatePlace => ({
  ...{ store, prefix: folder === '' ? '' : `${folder}/` },
  name: folder === '' ? store.name : `${store.name}/${folder}`,
});

/** The names of objects, after the prefix. Numbers are padded, so that the order of keys is that of the numbers. */
export const objectNames = {
  lease: (fence: number) => `lease/${padded(fence)}.json`,
  record: (number: number) => `journal/${padded(number)}.json`,
  /** What workers need to know of a round. */
  round: (round: number) => `rounds/${padded(round)}.json`,
  /** A copy of a file of the folder of shards, by the coordinator that had this fencing number. */
  file: (fence: number, name: string) => `files/${padded(fence)}/${name}`,
  ledger: (shard: number, part: number) => `ledger/${padded(shard)}/${padded(part)}.jsonl`,
  /** Bytes of a file of outcomes, from this offset. */
  outcomes: (fence: number, name: string, offset: number) =>
    `outcomes/${name}/${String(offset).padStart(16, '0')}.${fence}`,
} as const;

const padded = (number: number): string => String(number).padStart(8, '0');

/** A whole object; undefined when there is none. */
export async function readWhole(
  { store, prefix }: StatePlace,
  name: string,
  signal: AbortSignal | undefined,
): Promise<Buffer | undefined> {
  try {
    const pieces: Uint8Array[] = [];
    for await (const piece of piecesOf(store, prefix + name, signal)) pieces.push(piece);
    return Buffer.concat(pieces);
  } catch (error) {
    if (isImageSearchError(error, 'NoSuchKey')) return undefined;
    throw error;
  }
}

/** Writes a whole object into a file, which appears whole. */
export async function copyToFile(
  { store, prefix }: StatePlace,
  name: string,
  path: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  await writeWholeFile(path, piecesOf(store, prefix + name, signal), { signal });
}

async function* piecesOf(
  store: Pick<ObjectStore, 'read'>,
  key: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, void> {
  let etag: string | undefined;
  for (let offset = 0; ; ) {
    const part = await store.read(key, { offset, length: PIECE_BYTES, etag }, { signal });
    yield part.bytes;
    offset += part.bytes.length;
    etag = part.etag;
    if (offset >= part.size || part.bytes.length === 0) return;
  }
}

const PIECE_BYTES = 4 * 1024 * 1024;

/** The names of all objects that begin so, in the order of their keys. */
export async function* namesIn(
  { store, prefix }: StatePlace,
  start: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<string, void, void> {
  for await (const { key } of store.list(prefix + start, { signal })) yield key.slice(prefix.length);
}

/**
 * Stores bytes that differ from those of every other writer. Returns whether the object that is there then has them: an answer
 * may have been lost.
 */
export async function claim(
  place: StatePlace,
  name: string,
  bytes: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  return (await place.store.putIfAbsent(place.prefix + name, bytes, { signal })) !== undefined;
}
