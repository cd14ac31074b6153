import type { NewObject, ObjectStore } from '../shared/objects/object-store.ts';

/** The object that was found, if it has exactly these bytes. */
export async function sameBytes(
  store: Pick<ObjectStore, 'read'>,
  key: string,
  bytes: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<NewObject | undefined> {
  const part = await store.read(key, { offset: 0, length: bytes.length + 1 }, { signal });
  const isSame = part.size === bytes.length && Buffer.compare(part.bytes, bytes) === 0;
  return isSame ? { key, bytes: part.size, etag: part.etag, isNew: false } : undefined;
}
