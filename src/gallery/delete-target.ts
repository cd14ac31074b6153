import { objectGiven, show, wholeText } from '../shared/options/checks.ts';
import { knownOptions } from '../shared/options/known-options.ts';
import { filterText } from './filter-text.ts';

/** Which images `GalleryClient.delete` deletes. More than one only where that is said. */
export type DeleteTarget =
  | { readonly productId: string; readonly picName: string }
  /** Every image of the product. */
  | { readonly productId: string; readonly allImages: true }
  /** Every image of the gallery that the filter matches, such as `int_attr < 20250101`. */
  | { readonly filter: string; readonly allMatches: true };

type Parameters = Readonly<Record<string, string>>;

/** @throws {TypeError} when the target does not say which images are meant, or its filter cannot be read */
export function deleteParameters(target: DeleteTarget): Parameters {
  const given: Partial<Record<Name, unknown>> = objectGiven('what is to be deleted', target);
  knownOptions('delete()', given, NAMES);
  if (given.filter !== undefined) return byFilter(given);
  const ProductId = named('productId', given.productId);
  if (given.picName === undefined) {
    mustSay('allImages', given.allImages, `every image of product ${show(ProductId)}`);
    return { ProductId };
  }
  if (given.allImages !== undefined || given.allMatches !== undefined) throw ambiguous(target);
  return { ProductId, PicName: named('picName', given.picName) };
}

function byFilter(given: Partial<Record<Name, unknown>>): Parameters {
  if (given.productId !== undefined || given.picName !== undefined || given.allImages !== undefined)
    throw ambiguous(given);
  const Filter = filterText(given.filter);
  mustSay('allMatches', given.allMatches, `every image that ${show(Filter)} matches`);
  return { IsDeleteByFilter: 'true', Filter };
}

function named(name: string, value: unknown): string {
  if (wholeText(name, value) !== '') return value as string;
  throw new TypeError(`Cannot delete as '${name}' must not be empty`);
}

function mustSay(name: 'allImages' | 'allMatches', value: unknown, what: string): void {
  if (value === true) return;
  throw new TypeError(
    `Cannot delete ${what} as '${name}' must be true for that: current value is ${show(value)}`,
  );
}

const ambiguous = (target: object) =>
  new TypeError(
    `Cannot delete as one of { productId, picName }, { productId, allImages } and { filter, allMatches } must be given: current value is ${show(target)}`,
  );

const NAMES = { productId: true, picName: true, allImages: true, filter: true, allMatches: true } as const;
type Name = keyof typeof NAMES;
