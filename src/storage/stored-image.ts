import type { ImageReader } from '../image/image-source.ts';
import type { ObjectStore } from '../shared/object-store.ts';
import { checkKey } from './object-key.ts';

/**
 * An object as a source for `ImageValidator`. It is read in parts, all of the same version, even when another object takes its
 * place meanwhile. Use a source for one validation: it keeps the ETag of the first part.
 *
 * @throws {RangeError} for a key that breaks a rule of OSS
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
