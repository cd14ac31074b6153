import { mapConcurrent } from '../shared/async/map-concurrent.ts';
import { type Issue, passes } from '../shared/errors/issue.ts';
import { affordableConcurrency } from '../shared/files/open-file-limit.ts';
import type { Region } from '../shared/model/region.ts';
import { SERVICE_TYPES, type ServiceType } from '../shared/model/service-type.ts';
import { atLeast, oneOf, show, text } from '../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../shared/options/known-options.ts';
import { checkFacts, checkSize } from './check-image.ts';
import { formatOfName } from './formats/image-formats.ts';
import type { ImageFacts } from './image-facts.ts';
import type { ImageIssueCode } from './image-issue-code.ts';
import { type IMAGE_LIMITS, imageLimits, LIMITS_EDITIONS } from './image-limits.ts';
import { checkImageSource, checkImageSources, type ImageSource, isWebUrl } from './image-source.ts';
import { ImageOpener } from './read/image-opener.ts';
import { readBytes, readImage } from './read/read-image.ts';
import { sourceName } from './read/source-name.ts';
import { type UrlOptions, urlSettings } from './url/url-options.ts';

/** What an `ImageValidator` takes. A misspelt name is an error. */
export interface ImageValidatorOptions {
  /** The kind of instance the images are for; it decides the limits of `IMAGE_LIMITS`. @default 'product' */
  readonly serviceType?: ServiceType | undefined;
  /** Whose limits hold: today's, or the narrower ones of 2020 that older instances may still keep. @default 'current' */
  readonly limits?: (typeof LIMITS_EDITIONS)[number] | undefined;
  /** Speed at which the service would read the images, for the warning `IMAGE_TOO_SLOW`. @default not checked */
  readonly megabitsPerSecond?: number | undefined;
  /**
   * Whether the end of an image is looked for also where that takes a request of its own: in a URL or an
   * `ImageReader`, for a JPEG, a GIF or a PNM in text that is larger than what is read first.
   * `facts.truncationChecked` reports it.
   * @default false; files, Blobs and streams are always looked at to their end
   */
  readonly detectTruncation?: boolean | undefined;
  /**
   * Whether a JPEG without its end marker is refused (`IMAGE_TRUNCATED`) although all of its picture is there; else it gets
   * the warning `IMAGE_END_MISSING`.
   * @default false
   */
  readonly strictEnds?: boolean | undefined;
  /**
   * Whether the pixels of an image that nothing else refuses are decoded, by the optional peer sharp (BMP and PPM by own
   * decoders): damage is found that no header shows, and each image is read whole. What `decode` finds has the codes
   * `IMAGE_DAMAGED` and `IMAGE_NOT_DECODED`.
   * @default false
   */
  readonly decode?: boolean | undefined;
  /** How `http:` and `https:` sources are fetched. */
  readonly urls?: UrlOptions | undefined;
}

/** What `validate` takes. A misspelt name is an error. */
export interface ValidateOptions {
  /** The name of the image, instead of that of its source; its extension is compared with the bytes. */
  readonly name?: string | undefined;
  /** The Region of the image's line in increment.meta, which must lie in the image. */
  readonly region?: Region | undefined;
  /** Ends the work when it is aborted; the promise then rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
}

/** What `validateAll` takes. A misspelt name is an error. */
export interface ValidateAllOptions {
  /** Images that are checked at the same time, fewer where this process may open few files (`ulimit -n`). @default 8 */
  readonly concurrency?: number | undefined;
  /** Ends the work when it is aborted; the promise then rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
}

const VALIDATOR_OPTIONS: OptionNames<ImageValidatorOptions> = {
  ...{ serviceType: true, limits: true, megabitsPerSecond: true, detectTruncation: true },
  ...{ strictEnds: true, decode: true, urls: true },
};
const VALIDATE_OPTIONS: OptionNames<ValidateOptions> = { name: true, region: true, signal: true };
const VALIDATE_ALL_OPTIONS: OptionNames<ValidateAllOptions> = { concurrency: true, signal: true };

/** What is known of one image, and whether Image Search would take it. */
export interface ImageVerdict {
  /** The name given, the path, the URL without its query, or the reader's name; null for bytes, streams and nameless Blobs. */
  readonly name: string | null;
  /** True when no issue is an error. */
  readonly ok: boolean;
  /** Size of the file, in bytes; null when it could not be learned. */
  readonly bytes: number | null;
  /** Null when the header could not be read. */
  readonly facts: ImageFacts | null;
  /** What is wrong; empty for an image that is in order. Warnings alone refuse no image. */
  readonly issues: readonly Issue<ImageIssueCode>[];
}

/**
 * Checks by an image's header whether Image Search will accept it: the limits of `IMAGE_LIMITS` and the rules of
 * `IMAGE_RULES` (from "Upload images", doc 125155, and `AddImage` of API 2020-12-14). Pixels are decoded with `decode` alone, and a
 * file is read whole only where nothing less decides; more than 4 MiB and one byte are never read.
 *
 * @example
 * const { ok, issues } = await new ImageValidator().validate('photos/1001.jpg');
 */
export class ImageValidator {
  /** What the validator goes by: sides in px, and bytes. */
  readonly limits: (typeof IMAGE_LIMITS)[ServiceType];
  readonly #megabitsPerSecond: number | undefined;
  readonly #strictEnds: boolean;
  readonly #decodes: boolean;
  readonly #opener: ImageOpener;

  /** @throws {TypeError | RangeError} when an option is none of its values */
  constructor(options: ImageValidatorOptions = {}) {
    const {
      serviceType = 'product',
      limits = 'current',
      megabitsPerSecond,
      detectTruncation = false,
      strictEnds = false,
      decode = false,
    } = knownOptions('an ImageValidator', options, VALIDATOR_OPTIONS);
    this.limits = imageLimits(
      oneOf(SERVICE_TYPES, 'serviceType', serviceType),
      oneOf(LIMITS_EDITIONS, 'limits', limits),
    );
    this.#megabitsPerSecond = megabitsPerSecond === undefined ? undefined : positive(megabitsPerSecond);
    this.#strictEnds = strictEnds;
    this.#decodes = decode;
    urlSettings(options.urls);
    this.#opener = new ImageOpener(options.urls, detectTruncation);
  }

  /**
   * Checks one image; whatever is wrong with it is an issue in the verdict. Reads of up to 64 KiB from a local file
   * are synchronous as long as they are quick: the thread pool takes ten times as long for what the system has in
   * memory.
   *
   * @throws {TypeError} when `source` is no image source. Rejects with the signal's reason when aborted, and with an error of
   * the code `SHARP_MISSING` when `decode` needs sharp and it is not installed.
   */
  async validate(source: ImageSource, options: ValidateOptions = {}): Promise<ImageVerdict> {
    checkImageSource(source);
    const { signal, region } = knownOptions('validate()', options, VALIDATE_OPTIONS);
    const name = options.name === undefined ? sourceName(source) : text('name', options.name);
    signal?.throwIfAborted();
    const reading =
      source instanceof Uint8Array
        ? readBytes(source)
        : readImage(await this.#opener.open(source, signal), signal, this.#decodes);
    const { bytes, facts, issues: found, whole } = reading instanceof Promise ? await reading : reading;
    const context = {
      name: options.name === undefined && isWebUrl(source) ? extensionGiven(name) : name,
      limits: this.limits,
      megabitsPerSecond: this.#megabitsPerSecond,
      strictEnds: this.#strictEnds,
      region,
    };
    const issues = [
      ...found,
      ...(bytes === null ? [] : checkSize(bytes, context)),
      ...(facts === null ? [] : checkFacts(facts, context)),
    ];
    if (this.#decodes && facts !== null && whole !== undefined && passes(issues)) {
      const { checkPixels } = await import('./decode/check-pixels.ts');
      issues.push(...(await checkPixels(whole, facts, signal)));
    }
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
    const { concurrency = 8, signal } = knownOptions('validateAll()', options, VALIDATE_ALL_OPTIONS);
    atLeast(1, 'concurrency', concurrency);
    checkImageSources(sources);
    const atOnce = affordableConcurrency(concurrency, FILE_NEEDS);
    return mapConcurrent(sources, (source, inner) => this.validate(source, { signal: inner }), {
      concurrency: atOnce,
      signal,
    });
  }
}

/** An image is a file or a connection; beside it, the folders that are walked and a lookup of a name have some open. */
const FILE_NEEDS = { perItem: 1, beside: 6 };

/** A URL often ends in a program's name, `image.php`. Only an image's extension can contradict the bytes. */
const extensionGiven = (name: string | null): string | null => (formatOfName(name) === null ? null : name);

function positive(value: number): number {
  if (typeof value === 'number' && value > 0) return value;
  throw new RangeError(
    `Cannot continue as 'megabitsPerSecond' must be a number above 0: current value is ${show(value)}`,
  );
}
