import { MOST_BYTES } from '../../image/header/image-bytes.ts';
import type { ImageValidator } from '../../image/image-validator.ts';
import { Unreadable } from '../../image/read/unreadable.ts';
import { MAX_INPUT_BYTES } from '../../image/repair/repair-image.ts';
import { isImageSearchError } from '../../shared/errors/image-search-error.ts';
import type { Issue } from '../../shared/errors/issue.ts';
import type { ObjectSource } from '../../shared/objects/object-store.ts';
import type { ImagesAccess } from '../open-images.ts';
import { keyOfImage } from '../plan/image-key.ts';
import { SourceImage } from '../source/source-image.ts';
import type { CheckedImage } from './checked-image.ts';
import { sourceOutside } from './upload-issues.ts';

export interface SourceImagesOptions extends ImagesAccess {
  readonly validator: ImageValidator;
  /** Whether an image that breaks a rule is read whole, to be repaired. */
  readonly repair: boolean;
}

/**
 * Checks images that lie in a source, by the names of a catalogue. Of each, what decides is read first, and the rest only of an
 * image that is sent from here: OSS copies an image between its buckets by itself.
 */
export class SourceImages {
  readonly #options: SourceImagesOptions;
  #reads = 0;

  constructor(options: SourceImagesOptions) {
    this.#options = options;
  }

  /** Requests for parts of images that the source was asked for over a network. */
  get reads(): number {
    return this.#options.traits.isNear ? 0 : this.#reads;
  }

  readonly #read: ObjectSource['read'] = (...args) => {
    this.#reads += 1;
    return this.#options.source.read(...args);
  };

  /**
   * Whatever is wrong with the image is an issue.
   *
   * @throws {ImageSearchError} when the source cannot be read, or this machine is short of open files or memory
   */
  async check(name: string, signal: AbortSignal): Promise<CheckedImage> {
    const { source, prefix, traits, copies, validator, repair } = this.#options;
    const key = keyOfImage(prefix, name);
    const origin = `${source.name}/${key ?? name}`;
    if (key === undefined) return unread(origin, sourceOutside(name));
    const image = new SourceImage({ source: { read: this.#read }, key, name: key, traits, signal });
    try {
      const { ok, bytes: size, facts, issues } = await image.check(validator);
      const asFound = { origin, bytes: null, facts, issues };
      const { version } = image;
      const read = () => readWhole(image, validator, signal);
      if (ok && copies !== undefined && version !== undefined)
        return { ...asFound, copyable: { version, read }, readWhole: () => image.load() };
      if (!ok && (!repair || size === null || size > MAX_INPUT_BYTES)) return asFound;
      if (size !== null && size > MOST_BYTES) return { ...asFound, readWhole: () => image.load() };
      return { ...asFound, ...(await read()) };
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      const { cause } = error;
      return { ...unread(origin, error.issue), mayPass: isImageSearchError(cause) && cause.retryable };
    }
  }
}

/** The whole image, with what is wrong with it then. */
async function readWhole(image: SourceImage, validator: ImageValidator, signal: AbortSignal) {
  const bytes = await image.load();
  const { facts, issues } = await validator.validate(bytes, { name: image.name, signal });
  return { bytes, facts, issues };
}

const unread = (origin: string, issue: Issue): CheckedImage => ({
  ...{ origin, bytes: null, facts: null },
  issues: [issue],
});
