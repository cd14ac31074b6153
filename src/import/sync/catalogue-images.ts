import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { ObjectStore } from '../../shared/objects/object-store.ts';
import type { ImagesAccess } from '../open-images.ts';
import { fileOf, type ImageFolder } from '../plan/image-file.ts';
import { keyOfImage } from '../plan/image-key.ts';
import { planName } from '../plan/planned-image.ts';

interface CatalogueImagesOptions {
  /** The folder of images. */
  readonly images: ImageFolder;
  /** How it is reached, where it is one of a source. */
  readonly access: ImagesAccess | undefined;
  /** The bucket of `to`. */
  readonly bucket: string | undefined;
  readonly store: Pick<ObjectStore, 'head'>;
  readonly signal: AbortSignal | undefined;
}

/** Looks at the images of a catalogue without reading more of them than is needed. */
export class CatalogueImages {
  readonly #options: CatalogueImagesOptions;

  constructor(options: CatalogueImagesOptions) {
    this.#options = options;
  }

  /**
   * What changes when the image does: size and time of a file, the ETag of an object. Undefined for a URL, and
   * for what is not there.
   */
  mark(image: string): Promise<string | undefined> {
    return this.#look(image, async (path) => {
      const { size, mtimeMs } = await stat(path);
      return `${size} ${mtimeMs}`;
    });
  }

  /** The MD5 in hex, for an object its ETag; undefined for a URL, and for what is not there. */
  digest(image: string): Promise<string | undefined> {
    return this.#look(image, async (path) => {
      const { signal } = this.#options;
      const hash = createHash('md5');
      await pipeline(createReadStream(path), hash, signal === undefined ? {} : { signal });
      return hash.digest('hex');
    });
  }

  async #look(image: string, file: (path: string) => Promise<string>): Promise<string | undefined> {
    const { images, access, bucket, store, signal } = this.#options;
    const place = planName(image);
    if (place.kind === 'object')
      return place.bucket === bucket ? (await store.head(place.key, { signal }))?.etag : undefined;
    if (place.kind !== 'file') return undefined;
    if (typeof images !== 'string') {
      const key = keyOfImage(images.prefix, place.name);
      return key === undefined ? undefined : (await access?.source.head?.(key, { signal }))?.etag;
    }
    try {
      return await file(fileOf(images, place.name));
    } catch {
      signal?.throwIfAborted();
      return undefined; // the import says of the entry what is wrong with its file
    }
  }
}
