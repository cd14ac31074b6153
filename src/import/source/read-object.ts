import { Unreadable } from '../../image/read/unreadable.ts';
import { isImageSearchError } from '../../shared/errors/image-search-error.ts';
import type { ObjectPart, ObjectStore } from '../../shared/objects/object-store.ts';

/** Codes of OSS (help page "Error responses") that concern one object: it is missing, or archived and not restored. */
export const OF_ONE_OBJECT = ['NoSuchKey', 'InvalidObjectState'];

/**
 * Reads an object from its beginning, at most so many bytes of it, by one request.
 *
 * @throws {Unreadable} when this object cannot be read, {ImageSearchError} when the bucket cannot
 */
export async function readObject(
  store: Pick<ObjectStore, 'read'>,
  key: string,
  most: number,
  signal: AbortSignal,
): Promise<ObjectPart> {
  try {
    return await store.read(key, { offset: 0, length: most }, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw isImageSearchError(error) && OF_ONE_OBJECT.includes(error.code) ? new Unreadable(error) : error;
  }
}
