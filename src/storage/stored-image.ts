import type { ImageReader } from '../image/image-source.ts';
import { checkKey } from '../service/addresses/object-key.ts';
import type { ObjectSource } from '../shared/objects/object-store.ts';

/**
 * An object as a source of `ImageValidator`. The object is read in parts; reading fails when the object is replaced between
 * two parts. Make a new source for each image, since a source remembers the ETag of its object.
 *
 * @throws {RangeError} for a text that cannot be a key
 *
 * @example
 * const verdict = await new ImageValidator().validate(storedImage(store, 'shoes/1001.jpg'));
 */
export function storedImage(store: Pick<ObjectSource, 'name' | 'read'>, key: string): ImageReader {
  checkKey(key);
  let etag: string | undefined;
  return {
    name: `${store.name}/${key}`,
    async read(offset, length, signal) {
      const part = await store.read(key, { offset, length, etag }, { signal });
      etag ??= part.etag;
      return part;
    },
  };
}
