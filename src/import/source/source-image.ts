import { MOST_BYTES } from '../../image/header/image-bytes.ts';
import type { ImageReader } from '../../image/image-source.ts';
import type { ImageValidator, ImageVerdict } from '../../image/image-validator.ts';
import { readFailure, Unreadable } from '../../image/read/unreadable.ts';
import { MAX_INPUT_BYTES } from '../../image/repair/repair-image.ts';
import { type ImageSearchError, isImageSearchError } from '../../shared/errors/image-search-error.ts';
import type { ObjectSource, StoredObject } from '../../shared/objects/object-store.ts';
import { OF_ONE_OBJECT } from './read-object.ts';
import type { SourceTraits } from './source-traits.ts';

export interface SourceImageOptions {
  readonly source: Pick<ObjectSource, 'read'>;
  /** The key in the source. */
  readonly key: string;
  /** The name at the target; its extension is compared with the bytes. */
  readonly name: string;
  readonly traits: Pick<SourceTraits, 'isNear' | 'isOfManyHosts'>;
  readonly signal: AbortSignal;
}

/**
 * One image of a source, read in parts. What was read from its beginning on is kept; a piece of its end that was looked at
 * alone comes again with the rest.
 */
export class SourceImage implements ImageReader {
  readonly name: string;
  readonly #options: SourceImageOptions;
  #start: Uint8Array = new Uint8Array();
  #size: number | undefined;
  #etag: string | undefined;
  #trouble: unknown;

  constructor(options: SourceImageOptions) {
    this.name = options.name;
    this.#options = options;
  }

  /**
   * Reads what decides, and says what is wrong.
   *
   * @throws {Unreadable} when this image cannot be read, {ImageSearchError} when the source cannot
   */
  async check(validator: ImageValidator): Promise<ImageVerdict> {
    const { signal } = this.#options;
    const verdict = await validator.validate(this, { name: this.name, signal });
    if (this.#trouble !== undefined) throw this.#trouble;
    return verdict;
  }

  /**
   * The whole image: what is not read yet is read now.
   *
   * @throws as `check` does; {Unreadable} too for an image of more than 256 MiB
   */
  async load(): Promise<Uint8Array> {
    const size = this.#size ?? MOST_BYTES;
    if (size > MAX_INPUT_BYTES)
      throw new Unreadable(new Error(`It has ${size} bytes, and ${MAX_INPUT_BYTES} are read at most`));
    const { bytes } = await this.read(0, Math.max(1, size));
    if (bytes.length !== this.#size)
      throw new Unreadable(new Error(`The source gives ${bytes.length} of its ${this.#size} bytes`));
    return bytes;
  }

  /** The version that was checked; undefined where the source has no ETags. */
  get version(): StoredObject | undefined {
    const [bytes, etag] = [this.#size, this.#etag];
    return bytes === undefined || etag === undefined ? undefined : { key: this.#options.key, bytes, etag };
  }

  async read(offset: number, length: number) {
    const held = this.#start.length;
    const end = Math.min(offset + length, this.#size ?? Number.POSITIVE_INFINITY);
    if (end > held || this.#size === undefined) {
      const from = offset <= held ? held : offset;
      const least = this.#options.traits.isNear && from === 0 ? MOST_BYTES + 1 : 1;
      const bytes = await this.#fetch(from, Math.max(least, end - from));
      if (from !== held) return { bytes, size: this.#size };
      this.#start = held === 0 ? bytes : Buffer.concat([this.#start, bytes]);
    }
    return { bytes: this.#start.subarray(offset, offset + length), size: this.#size };
  }

  async #fetch(offset: number, length: number): Promise<Uint8Array> {
    const { source, key, traits, signal } = this.#options;
    try {
      const part = await source.read(key, { offset, length, etag: this.#etag }, { signal });
      if (part.size !== (this.#size ?? part.size)) throw new Error('It changed while it was read');
      this.#etag ??= part.etag;
      this.#size = part.size;
      return part.bytes;
    } catch (error) {
      signal.throwIfAborted();
      const isOfSource =
        isImageSearchError(error) && !(traits.isOfManyHosts ? error.code !== LIST : ofOneImage(error));
      this.#trouble = isOfSource ? error : readFailure(error);
      throw this.#trouble;
    }
  }
}

/** The code of a list of URLs that cannot be read. */
const LIST = 'LISTING_UNREADABLE';

/** Whether an error is about one image alone. `PreconditionFailed`: it was replaced since it was looked at. */
export const ofOneImage = ({ code }: ImageSearchError): boolean =>
  [...OF_ONE_OBJECT, 'PreconditionFailed'].includes(code);
