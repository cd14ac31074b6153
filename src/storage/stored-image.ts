import type { ImageReader } from '../image/image-source.ts';
import type { ObjectStore } from '../shared/object-store.ts';
import { checkKey } from './object-key.ts';

/**
 * An object as a source of `ImageValidator`: read in parts, all of them of the same object, whatever takes its place
 * meanwhile. For one image: what it has learned of the object, it keeps.
 *
 * @throws {RangeError} for a key that is none
 *
 * @example
 * const verdict = await new ImageValidator().validate(storedImage(store, 'shoes/1001.jpg'));
 */
export function storedImage(store: Pick<ObjectStore, 'name' | 'read'>, key: string): ImageReader {
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
