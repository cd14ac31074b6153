import type { ImageSource } from '../../image/image-source.ts';
import type { Region } from '../../meta/model/region.ts';
import type { ImageSearchOperation } from '../../service/calls/operations.ts';
import { objectGiven, show, text, wholeText, within } from '../../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../../shared/options/known-options.ts';
import { filterText } from '../filter-text.ts';

/** What may be said beside the question of a search. `start` and `count` together reach 500 results at most. */
export interface SearchConditions {
  /** Results to leave out, from 0 to 499. @default 0 */
  readonly start?: number | undefined;
  /** Results in the answer, from 1 to 100. @default 10 */
  readonly count?: number | undefined;
  /** Only images whose attributes match, such as `int_attr >= 2020 AND str_attr = "red"`. */
  readonly filter?: string | undefined;
  /** Whether each product comes once, with its best image. @default false */
  readonly distinctProducts?: boolean | undefined;
  /** The least score of a result, from 0 to 1, with two decimals at most. @default 0 */
  readonly scoreThreshold?: number | undefined;
}

/** What a search asks for. Exactly one of a picture, an image of the gallery, a text and a filter. */
export type SearchQuery =
  | (SearchConditions & {
      /** Images that look like this picture. */
      readonly picture: ImageSource;
      /** Only images of this category. @default the service predicts it from the picture */
      readonly categoryId?: number | undefined;
      /** Where the subject is in the picture. @default the service looks for it */
      readonly region?: Region | undefined;
      /** Whether the service looks for a subject. @default true */
      readonly crop?: boolean | undefined;
    })
  | (SearchConditions & {
      /** Images that look like the image of this product id and name in the gallery. */
      readonly productId: string;
      /** The name of the image that is searched by. */
      readonly picName: string;
      /** Only images of this category. @default that of the image */
      readonly categoryId?: number | undefined;
    })
  | (SearchConditions & {
      /** Images that this text describes, in Chinese or English; 512 characters at most. For instances of multimodal search alone. */
      readonly text: string;
    })
  | (Pick<SearchConditions, 'start' | 'count'> & {
      /** Images whose attributes match, in no documented order and without scores. */
      readonly filter: string;
    });

type QueryField =
  | keyof SearchConditions
  | ('picture' | 'productId' | 'picName' | 'text' | 'categoryId' | 'region' | 'crop');

/** A query that was checked. */
export interface CheckedQuery {
  readonly operation: ImageSearchOperation;
  /** Undefined unless the search is by picture. */
  readonly picture: ImageSource | undefined;
  /** What the rules of an image's description decide about. */
  readonly described: {
    readonly categoryId?: number | undefined;
    readonly region?: Region | undefined;
    readonly crop?: boolean | undefined;
  };
  /** The other parameters of the call. */
  readonly parameters: Readonly<Record<string, string | undefined>>;
}

const MOST_IN_ALL = 500;
const MOST_IN_ONE_ANSWER = 100;
const MOST_TEXT = 512;

const ANY: readonly QueryField[] = ['filter', 'start', 'count', 'distinctProducts', 'scoreThreshold'];

/** The kinds of question, and what may be said beside each: the parameters of @alicloud/imagesearch20201214 4.4.0. */
const KINDS: readonly {
  readonly by: readonly QueryField[];
  readonly operation: ImageSearchOperation;
  readonly beside: readonly QueryField[];
}[] = [
  { by: ['picture'], operation: 'SearchImageByPic', beside: [...ANY, 'categoryId', 'region', 'crop'] },
  { by: ['productId', 'picName'], operation: 'SearchImageByName', beside: [...ANY, 'categoryId'] },
  { by: ['text'], operation: 'SearchImageByText', beside: ANY },
];
const BY_FILTER = { by: ['filter'], operation: 'SearchImageByFilter', beside: ['start', 'count'] } as const;

/**
 * @throws {TypeError} unless exactly one kind of question is asked, and for a field that it does not have
 * @throws {RangeError} for a number out of its range
 */
export function checkedQuery(query: SearchQuery): CheckedQuery {
  const given: Partial<Record<QueryField, unknown>> = objectGiven('what is searched for', query);
  knownOptions('search()', given, NAMES);
  const isGiven = (name: QueryField) => given[name] !== undefined;
  const asked = KINDS.filter(({ by }) => by.some(isGiven));
  const kind = asked[0] ?? BY_FILTER;
  if (asked.length > 1 || !kind.by.every(isGiven)) throw ambiguous(given);
  const fields: readonly QueryField[] = [...kind.by, ...kind.beside];
  const other = FIELDS.find((name) => isGiven(name) && !fields.includes(name));
  if (other !== undefined)
    throw new TypeError(
      `Cannot search by ${kind.by.join(' and ')} with '${other}' as it has ${kind.beside.join(', ')} beside it: current value is ${show(given[other])}`,
    );
  const { picture, categoryId, region, crop } = given as Partial<CheckedQuery['described']> & {
    readonly picture?: ImageSource;
  };
  return {
    operation: kind.operation,
    picture,
    described: { categoryId, region, crop },
    parameters: parametersOf(given),
  };
}

function parametersOf(given: Partial<Record<QueryField, unknown>>): CheckedQuery['parameters'] {
  const { start, count, filter, distinctProducts, scoreThreshold, productId, picName } = given;
  const from = within(0, MOST_IN_ALL - 1, 'start', (start ?? 0) as number);
  const num = within(1, MOST_IN_ONE_ANSWER, 'count', (count ?? 10) as number);
  within(1, MOST_IN_ALL, 'start + count', from + num);
  return {
    Start: String(from),
    Num: String(num),
    Filter: filter === undefined ? undefined : filterText(filter),
    DistinctProductId: distinctProducts === undefined ? undefined : flag(distinctProducts),
    ScoreThreshold: scoreThreshold === undefined ? undefined : threshold(scoreThreshold),
    Text: given.text === undefined ? undefined : searchText(given.text),
    ProductId: productId === undefined ? undefined : named('productId', productId),
    PicName: picName === undefined ? undefined : named('picName', picName),
  };
}

const named = (name: string, value: unknown): string => text(name, wholeText(name, value));

function searchText(value: unknown): string {
  const given = named('text', value);
  if (given.length <= MOST_TEXT) return given;
  throw new RangeError(
    `Cannot search as 'text' must have at most ${MOST_TEXT} characters: current value has ${given.length}`,
  );
}

function flag(value: unknown): string {
  if (typeof value === 'boolean') return String(value);
  throw new TypeError(
    `Cannot search as 'distinctProducts' must be true or false: current value is ${show(value)}`,
  );
}

function threshold(value: unknown): string {
  if (typeof value === 'number' && value >= 0 && value <= 1 && Number(value.toFixed(2)) === value)
    return value.toFixed(2);
  throw new RangeError(
    `Cannot search as 'scoreThreshold' must be a number from 0 to 1 with two decimals at most: current value is ${show(value)}`,
  );
}

const ambiguous = (given: Partial<Record<QueryField, unknown>>) =>
  new TypeError(
    `Cannot search as exactly one of picture, productId with picName, text, and filter alone must be given: current fields are ${show(Object.keys(given))}`,
  );

const NAMES: OptionNames<Partial<Record<QueryField, unknown>>> = {
  ...{
    picture: true,
    productId: true,
    picName: true,
    text: true,
    categoryId: true,
    region: true,
    crop: true,
  },
  ...{ filter: true, start: true, count: true, distinctProducts: true, scoreThreshold: true },
};
const FIELDS = Object.keys(NAMES) as QueryField[];
