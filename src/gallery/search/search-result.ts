import { badAnswer } from '../bad-answer.ts';
import { type GalleryImage, readAttributes } from '../gallery-image.ts';
import { type PictureInfo, readPictureInfo } from '../picture-info.ts';

/** An image that a search has found. */
export interface FoundImage extends GalleryImage {
  /** How alike it is, from 0 to 1; undefined in a search by filter. */
  readonly score: number | undefined;
  /** The older measure of likeness, as the service has it: `5.37633353624177e+24;0`. */
  readonly sortExprValues: string | undefined;
}

/** What a search has found. */
export interface SearchResult {
  /** The most alike first. */
  readonly images: readonly FoundImage[];
  /**
   * How many images of the gallery match: the larger of `DocsFound` and `DocsReturn`, whose descriptions seem to be swapped
   * in the documents. Undefined when the service does not say.
   */
  readonly matches: number | undefined;
  /** What the service found in the picture; undefined in a search by filter. */
  readonly picture: PictureInfo | undefined;
  /** How long the service searched; undefined when it does not say. */
  readonly searchTimeMs: number | undefined;
}

/** @throws {ImageSearchError} `BAD_ANSWER` for an answer without a list of images */
export function readSearchResult(body: Readonly<Record<string, unknown>>): SearchResult {
  const { Auctions = [], Head, PicInfo } = body;
  if (!Array.isArray(Auctions)) throw badAnswer('Cannot search: the answer has no list of images');
  const head = objectOf(Head);
  const counts = [numberOf(head['DocsFound']), numberOf(head['DocsReturn'])].filter(
    (count) => count !== undefined,
  );
  return {
    images: Auctions.map((raw) => foundImage(objectOf(raw))),
    matches: counts.length === 0 ? undefined : Math.max(...counts),
    picture: PicInfo ? readPictureInfo(body) : undefined,
    searchTimeMs: numberOf(head['SearchTime']),
  };
}

function foundImage(raw: Readonly<Record<string, unknown>>): FoundImage {
  const { ProductId, PicName, Score, SortExprValues } = raw;
  if (typeof ProductId !== 'string' || typeof PicName !== 'string')
    throw badAnswer('Cannot search: an image in the answer has no ProductId or no PicName');
  return {
    ...{ productId: ProductId, picName: PicName, ...readAttributes(raw) },
    score: numberOf(Score),
    sortExprValues: typeof SortExprValues === 'string' ? SortExprValues : undefined,
  };
}

const objectOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** A number, or the digits of one. */
function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'number' ? value : typeof value === 'string' ? Number(value) : Number.NaN;
  return Number.isFinite(number) && value !== '' ? number : undefined;
}
