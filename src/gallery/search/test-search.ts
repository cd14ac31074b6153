import type { ImageSource } from '../../image/image-source.ts';
import { mapConcurrent } from '../../shared/async/map-concurrent.ts';
import { atLeast } from '../../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../../shared/options/known-options.ts';
import type { GalleryClient } from '../gallery-client.ts';
import type { FoundImage } from './search-result.ts';

/** An image of the gallery, with its picture. */
export interface SearchedImage {
  /** The product that the search should find first. */
  readonly productId: string;
  /** The image's name in the gallery. */
  readonly picName: string;
  /** The picture to search by. */
  readonly picture: ImageSource;
}

/** What a search by the picture of an image has found. */
export interface SearchTestResult {
  /** The product that the search should have found first. */
  readonly productId: string;
  /** The image's name in the gallery. */
  readonly picName: string;
  /** Whether the most alike is an image of the own product, or one that is exactly as alike as one of these. */
  readonly isFirst: boolean;
  /** The place of the first image of the own product among those found, from 1; undefined when none is among them. */
  readonly place: number | undefined;
  /** The most alike; undefined when the search found nothing. */
  readonly first: FoundImage | undefined;
}

/** What `testSearch` takes. A misspelt name is an error. */
export interface TestSearchOptions {
  /** The client that searches. */
  readonly gallery: Pick<GalleryClient, 'search'>;
  /** How many images each search returns: 1 to 100. @default 10 */
  readonly count?: number | undefined;
  /** Searches at the same time, at the pace of the instance. @default 4 */
  readonly concurrency?: number | undefined;
  /** Ends the work when it is aborted; the promise then rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: OptionNames<TestSearchOptions> = {
  ...{ gallery: true, count: true, concurrency: true, signal: true },
};

/**
 * Searches the gallery by the pictures of images that it should hold, as the service's documents end an import: each should
 * find its own product first. Yields a result for each image, in their order.
 *
 * @throws {ImageRefused} for a picture that breaks a rule, {ImageSearchError} when the service fails
 * @throws {TypeError | RangeError} for a wrong option
 * @example
 * for await (const { productId, place } of testSearch(searched, { gallery })) console.log(productId, place);
 */
export function testSearch(
  images: Iterable<SearchedImage> | AsyncIterable<SearchedImage>,
  options: TestSearchOptions,
): AsyncGenerator<SearchTestResult, void, void> {
  const { gallery, count = 10, concurrency = 4, signal } = knownOptions('testSearch()', options, OPTIONS);
  atLeast(1, 'concurrency', concurrency);
  const search = async ({ productId, picName, picture }: SearchedImage, inner: AbortSignal) => {
    const { images: found } = await gallery.search({ picture, count }, { signal: inner });
    const at = found.findIndex((image) => image.productId === productId);
    const [first] = found;
    const isAsAlike = at > 0 && first?.score !== undefined && first.score === found[at]?.score;
    const place = at === -1 ? undefined : at + 1;
    return { productId, picName, isFirst: at === 0 || isAsAlike, place, first };
  };
  return mapConcurrent(images, search, { concurrency, signal });
}
