import { isImageSearchError } from '../../shared/errors/image-search-error.ts';
import type { ListedObject, ObjectPart, ObjectRange } from '../../shared/objects/object-store.ts';

/**
 * The part of an object behind its end, which services refuse: no bytes.
 *
 * @param error that the read has failed with
 * @param head describes the object
 * @throws the error, when it is another one or the object is not there
 */
export async function pastTheEnd(
  error: unknown,
  { offset }: ObjectRange,
  head: () => Promise<ListedObject | undefined>,
): Promise<ObjectPart> {
  if (!isImageSearchError(error, 'InvalidRange')) throw error;
  const found = await head();
  if (found?.bytes === undefined || found.bytes > offset) throw error;
  return { bytes: new Uint8Array(), size: found.bytes, etag: found.etag };
}
