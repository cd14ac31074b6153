import { readImageFile } from '../../image/read/read-image-file.ts';
import { ReadPace } from '../../image/read/read-pace.ts';
import { isKey } from '../../service/addresses/object-key.ts';
import type { Clock } from '../../shared/async/sleep.ts';
import type { Issue } from '../../shared/errors/issue.ts';
import type { ObjectPart, ObjectStore } from '../../shared/objects/object-store.ts';
import type { FollowLinks } from '../../shared/options/follow-links.ts';
import type { PlannedImage } from '../plan/planned-image.ts';
import { readObject } from '../source/read-object.ts';
import { imagePath } from './image-path.ts';
import { inOtherBucket, sourceKeyInvalid } from './upload-issues.ts';

/** Where an image is read from in one piece. */
export interface ImagePlace {
  /** Tells images apart: two entries of one origin have the same image. */
  readonly origin: string;
  /** Whose extension must fit the bytes; undefined when only PicName counts. */
  readonly name?: string | undefined;
  /** Why the image is not read. */
  readonly issue?: Issue | undefined;
  /** Whether the whole image is there, also when it is larger than any instance takes. */
  readonly isWhole: boolean;
  /** The key of an object in the import's own bucket. */
  readonly storedAs?: string | undefined;
  /**
   * Reads the image from its beginning, at most so many bytes of it.
   *
   * @throws {Unreadable} for whatever is wrong with the image
   */
  read(most: number, signal: AbortSignal): Promise<ObjectPart>;
}

export interface ImagePlacesOptions {
  /** The folder of images, on this machine. */
  readonly images: string;
  /** Where links in that folder may lead. */
  readonly followLinks: FollowLinks;
  /** The bucket that the import goes to, if it has one, and its store. */
  readonly bucket: string | undefined;
  readonly store: Pick<ObjectStore, 'read'>;
  readonly clock: Clock;
}

/** Finds where images are: files, bytes that entries brought, and objects of the bucket. */
export class ImagePlaces {
  readonly #options: ImagePlacesOptions;
  readonly #pace = new ReadPace();

  constructor(options: ImagePlacesOptions) {
    this.#options = options;
  }

  file(name: string): ImagePlace {
    const { images, followLinks } = this.#options;
    const { path, issue } = imagePath(images, name);
    const folder = followLinks === 'inside' ? images : undefined;
    return { ...this.#fileAt(path, folder), name: path, issue, isWhole: true };
  }

  /** Of larger bytes than any instance takes, planning has kept the beginning alone. */
  brought(path: string): ImagePlace {
    return { ...this.#fileAt(path), isWhole: false };
  }

  object({ bucket, key }: Extract<PlannedImage, { kind: 'object' }>): ImagePlace {
    const { bucket: ours, store } = this.#options;
    const origin = `oss://${bucket}/${key}`;
    const invalid = isKey(key) ? undefined : sourceKeyInvalid(key);
    return {
      origin,
      issue: bucket === ours ? invalid : inOtherBucket(origin, ours),
      isWhole: true,
      storedAs: key,
      read: (most, signal) => readObject(store, key, most, signal),
    };
  }

  #fileAt(path: string, folder?: string): Pick<ImagePlace, 'origin' | 'read'> {
    const options = { pace: this.#pace, clock: this.#options.clock, folder };
    return { origin: path, read: (most, signal) => readImageFile(path, most, { ...options, signal }) };
  }
}
