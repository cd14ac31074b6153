import { atLeast, oneOf } from '../shared/checks.ts';
import { passes } from '../shared/issue.ts';
import { mapConcurrent } from '../shared/map-concurrent.ts';
import { SERVICE_TYPE_NAMES, type ServiceType } from '../shared/service-type.ts';
import type { ImageFacts } from './image-facts.ts';
import type { ImageIssue } from './image-issue.ts';
import { IMAGE_LIMITS } from './image-limits.ts';
import { checkFacts, checkSize } from './image-rules.ts';
import { checkImageSource, type ImageSource, nameOf } from './image-source.ts';
import { readImage } from './read-image.ts';

export interface ImageValidatorOptions {
  /** The kind of instance the images are for; it decides the limits of `IMAGE_LIMITS`. @default 'product' */
  readonly serviceType?: ServiceType;
}

export interface ValidateOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface ValidateAllOptions extends ValidateOptions {
  /** Images in work at once. @default 8 */
  readonly concurrency?: number;
}

/** What is known of one image, and whether Image Search would take it. */
export interface ImageVerdict {
  /** The path, or the reader's name; null for bytes. */
  readonly name: string | null;
  /** True when no issue is an error. */
  readonly ok: boolean;
  /** Size of the file, in bytes; null when it could not be learned. */
  readonly bytes: number | null;
  /** Null when the header could not be read. */
  readonly facts: ImageFacts | null;
  readonly issues: readonly ImageIssue[];
}

/**
 * Tells from an image's header whether Image Search will take it, by the limits of `IMAGE_LIMITS` (from "Upload
 * images", doc 125155, and `AddImage` of API 2020-12-14). Pixels are not decoded, and a file is read whole only
 * where nothing less tells.
 *
 * @example
 * const { ok, issues } = await new ImageValidator().validate('photos/1001.jpg');
 */
export class ImageValidator {
  readonly #serviceType: ServiceType;

  /** @throws {TypeError} when `serviceType` is not one. */
  constructor(options: ImageValidatorOptions = {}) {
    const { serviceType = 'product' } = options;
    this.#serviceType = oneOf(SERVICE_TYPE_NAMES, 'serviceType', serviceType);
  }

  /**
   * Checks one image; whatever is wrong with it is an issue in the verdict.
   *
   * @throws {TypeError} when `source` is not a path, bytes or a reader. Rejects with the signal's reason when aborted.
   */
  async validate(source: ImageSource, options: ValidateOptions = {}): Promise<ImageVerdict> {
    const name = nameOf(checkImageSource(source));
    options.signal?.throwIfAborted();
    const { bytes, facts, issues: found } = await readImage(source, options.signal);
    const context = { name, limits: IMAGE_LIMITS[this.#serviceType] };
    const issues = [
      ...found,
      ...(bytes === null ? [] : checkSize(bytes, context)),
      ...(facts === null ? [] : checkFacts(facts, context)),
    ];
    return { name, ok: passes(issues), bytes, facts, issues };
  }

  /**
   * Checks images as they come, one verdict for each and in their order; a bad image never stops the rest.
   *
   * @throws {RangeError} when `concurrency` is not a positive integer, {TypeError} when `sources` is not iterable.
   */
  validateAll(
    sources: Iterable<ImageSource> | AsyncIterable<ImageSource>,
    options: ValidateAllOptions = {},
  ): AsyncGenerator<ImageVerdict, void, void> {
    const { concurrency = 8, signal } = options;
    atLeast(1, 'concurrency', concurrency);
    checkIterable(sources);
    return mapConcurrent(sources, (source, inner) => this.validate(source, { signal: inner }), {
      concurrency,
      signal,
    });
  }
}

/** A single path is iterable too, letter by letter, and so are bytes. */
function checkIterable(sources: unknown): void {
  const isIterable =
    typeof sources === 'object' &&
    sources !== null &&
    !(sources instanceof Uint8Array) &&
    (Symbol.iterator in sources || Symbol.asyncIterator in sources);
  if (!isIterable) {
    throw new TypeError(
      `Cannot check images as 'sources' must be an iterable of images: current value is ${typeof sources}`,
    );
  }
}
