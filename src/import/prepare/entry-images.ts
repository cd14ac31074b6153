import { MOST_BYTES } from '../../image/header/image-bytes.ts';
import type { ImageReader } from '../../image/image-source.ts';
import {
  ImageValidator,
  type ImageValidatorOptions,
  type ImageVerdict,
} from '../../image/image-validator.ts';
import { readFailure, Unreadable } from '../../image/read/unreadable.ts';
import { MAX_INPUT_BYTES } from '../../image/repair/repair-image.ts';
import { REPAIRS_OF } from '../../image/repair/repair-steps.ts';
import type { UrlAccess } from '../../image/url/url-access.ts';
import { UrlError } from '../../image/url/url-error.ts';
import type { Issue } from '../../shared/errors/issue.ts';
import { OutsideFolder } from '../../shared/files/regular-file.ts';
import type { ImagesAccess } from '../open-images.ts';
import type { ImageFolder } from '../plan/image-file.ts';
import type { PlannedEntry } from '../plan/planned-entry.ts';
import type { PlannedImage } from '../plan/planned-image.ts';
import type { CheckedImage } from './checked-image.ts';
import { type ImagePlace, ImagePlaces, type ImagePlacesOptions } from './image-places.ts';
import { missingImage } from './missing-image.ts';
import { NearMatches } from './near-matches.ts';
import { SourceImages } from './source-images.ts';
import { leadsOutside } from './upload-issues.ts';

export interface EntryImagesOptions
  extends Omit<ImagePlacesOptions, 'images'>,
    Pick<ImageValidatorOptions, 'serviceType' | 'limits' | 'urls'> {
  /** The folder of images. */
  readonly images: ImageFolder;
  /** How it is reached, where it is one of a source. */
  readonly access?: ImagesAccess | undefined;
  /** Whether an image behind a URL is loaded whole also when it breaks a rule. */
  readonly repair: boolean;
}

/**
 * Reads and checks the images of entries. Each is read once, so that the bytes that were checked are the bytes that are sent.
 */
export class EntryImages implements Disposable {
  readonly #options: EntryImagesOptions;
  readonly #validator: ImageValidator;
  readonly #places: ImagePlaces;
  readonly #nearMatches: NearMatches | undefined;
  readonly #inSource: SourceImages | undefined;
  #urls: Promise<UrlAccess> | undefined;

  constructor(options: EntryImagesOptions) {
    const { followLinks, serviceType, limits, access, repair } = options;
    this.#options = options;
    this.#validator = new ImageValidator({ serviceType, limits });
    const images = typeof options.images === 'string' ? options.images : '';
    this.#places = new ImagePlaces({ ...options, images });
    this.#nearMatches = access === undefined ? new NearMatches(images, followLinks) : undefined;
    this.#inSource = access && new SourceImages({ ...access, validator: this.#validator, repair });
  }

  /** Requests for parts of images that their source was asked for over a network. */
  get sourceReads(): number {
    return this.#inSource?.reads ?? 0;
  }

  /**
   * Whatever is wrong with the image is an issue. Rejects with the signal's reason when aborted.
   *
   * @throws {ImageSearchError} when the bucket cannot be read, or this machine is short of open files or memory
   */
  async check(entry: PlannedEntry, signal: AbortSignal): Promise<CheckedImage> {
    const image = entry.image ?? NO_IMAGE;
    const checked = await this.#checkKind(image, signal);
    const isMissing = checked.issues.some(({ code }) => code === 'IMAGE_MISSING');
    if (!isMissing || image.kind === 'unreadable') return checked;
    return { ...checked, issues: [await missingImage(entry, checked.origin, this.#nearMatches)] };
  }

  /** Ends the connections to the hosts of URLs. */
  [Symbol.dispose](): void {
    this.#urls?.then(
      (urls) => urls.close(),
      () => {},
    );
  }

  #checkKind(image: PlannedImage, signal: AbortSignal): Promise<CheckedImage> | CheckedImage {
    if (image.kind === 'file' && this.#inSource !== undefined)
      return this.#inSource.check(image.name, signal);
    if (image.kind === 'file') return this.#checkPlace(this.#places.file(image.name), signal);
    if (image.kind === 'bytes') return this.#checkPlace(this.#places.brought(image.path), signal);
    if (image.kind === 'object') return this.#checkPlace(this.#places.object(image), signal);
    if (image.kind === 'url') return this.#checkUrl(new URL(image.url), signal);
    return unread('', image.issue);
  }

  async #checkPlace(place: ImagePlace, signal: AbortSignal): Promise<CheckedImage> {
    const { origin, name, issue, isWhole, storedAs } = place;
    if (issue !== undefined) return unread(origin, issue);
    try {
      const { bytes, size } = await place.read(MOST_BYTES + 1, signal);
      const image = bytes.length === size ? bytes : beginningOf(bytes, size);
      const { facts, issues } = await this.#validator.validate(image, { name, signal });
      if (size <= MOST_BYTES) return { origin, bytes, facts, issues, storedAs };
      const readWhole = isWhole && size <= MAX_INPUT_BYTES ? () => readAll(place, size, signal) : undefined;
      return { origin, bytes: null, facts, issues, readWhole, storedAs };
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      const { cause } = error;
      return unread(origin, cause instanceof OutsideFolder ? leadsOutside(cause) : error.issue);
    }
  }

  /** Reads first what decides, as of any far image, and then the rest: no byte is requested twice. */
  async #checkUrl(url: URL, signal: AbortSignal): Promise<CheckedImage> {
    const { urls, repair } = this.#options;
    this.#urls ??= import('../../image/url/url-access.ts').then(({ UrlAccess }) => new UrlAccess(urls));
    const origin = url.href;
    const reader = (await this.#urls).open(url);
    let trouble: unknown; // the validator makes an issue of it
    const noteTrouble = (error: unknown) => {
      trouble = error;
      throw error;
    };
    try {
      // Without close(), and the name that counts is PicName.
      const start: ImageReader = { name: '', read: (...args) => reader.read(...args).catch(noteTrouble) };
      const first = await this.#validator.validate(start, { signal });
      const mayServe = first.ok || (repair && !isLost(first.issues) && (first.bytes ?? 0) <= MOST_BYTES);
      if (!mayServe) {
        const mayPass = trouble instanceof UrlError && trouble.mayPass;
        return { origin, bytes: null, facts: first.facts, issues: first.issues, mayPass };
      }
      const { bytes } = await reader.read(0, MOST_BYTES + 1, signal);
      const { facts, issues } = await this.#validator.validate(bytes, { signal });
      return { origin, bytes: bytes.length <= MOST_BYTES ? bytes : null, facts, issues };
    } catch (error) {
      signal.throwIfAborted();
      const failure = readFailure(error);
      if (!(failure instanceof Unreadable)) throw failure;
      return {
        ...unread(origin, failure.issue),
        mayPass: error instanceof UrlError && error.mayPass,
      };
    } finally {
      reader.close();
    }
  }
}

const NO_IMAGE: PlannedImage = { kind: 'file', name: '' };

/** Whether no repair can help. */
const isLost = (issues: ImageVerdict['issues']): boolean =>
  issues.some(({ code }) => REPAIRS_OF[code]?.length === 0);

const unread = (origin: string, issue: Issue): CheckedImage => ({
  ...{ origin, bytes: null, facts: null },
  issues: [issue],
});

async function readAll(place: ImagePlace, size: number, signal: AbortSignal): Promise<Uint8Array> {
  const { bytes, size: now } = await place.read(size, signal);
  if (now !== size || bytes.length !== size) throw new Unreadable(new Error('It changed while it was read'));
  return bytes;
}

/** A larger image as far as it was read; asking for more of it fails, and its size is then what is wrong with it. */
const beginningOf = (bytes: Uint8Array, size: number): ImageReader => ({
  name: '',
  read: async (offset, length) => ({ bytes: bytes.subarray(offset, offset + length), size }),
});
