import { assertConserved } from '../errors/conservation.ts';
import { atLeast, show } from '../options/checks.ts';
import { knownOptions, type OptionNames } from '../options/known-options.ts';
import { globMatcher } from './glob-matcher.ts';
import type { ListedObject } from './object-store.ts';

/** Which objects of a listing are taken. What a listing does not say of an object, such as the size of a URL, leaves it in. */
export interface ObjectFilter {
  /** Only objects that were changed at this time or later. @default objects of any age */
  readonly since?: Date | undefined;
  /** Only objects of at least so many bytes. @default 0 */
  readonly minBytes?: number | undefined;
  /** Only objects of at most so many bytes. @default no limit */
  readonly maxBytes?: number | undefined;
  /** Only objects whose key one of these globs matches. A glob without a slash is about the name alone. @default every key */
  readonly include?: readonly string[] | undefined;
  /** No objects whose key one of these globs matches. */
  readonly exclude?: readonly string[] | undefined;
}

const OPTIONS: OptionNames<ObjectFilter> = {
  ...{ since: true, minBytes: true, maxBytes: true, include: true, exclude: true },
};

/** What became of the objects of a listing: listed = taken + tooOld + tooSmall + tooLarge + notIncluded + excluded. */
export interface FilterSummary {
  /** Objects of the source: the sum of the others. */
  readonly listed: number;
  /** Objects that the filter took. */
  readonly taken: number;
  /** Objects that were changed before `since`. */
  readonly tooOld: number;
  /** Objects below `minBytes`. */
  readonly tooSmall: number;
  /** Objects above `maxBytes`. */
  readonly tooLarge: number;
  /** Objects that no pattern of `include` names. */
  readonly notIncluded: number;
  /** Objects that a pattern of `exclude` names. */
  readonly excluded: number;
}

type Fate = Exclude<keyof FilterSummary, 'listed'>;

/**
 * The objects of a listing that a filter lets through, in their order. An object that is left out is counted under the first
 * reason. `summary` counts up to the object that was given last.
 *
 * @throws {TypeError | RangeError} for an option that is misspelt or has a value that it cannot have
 *
 * @example
 * const objects = filterObjects(source.list('spring/'), { include: ['*.{jpg,png}'], maxBytes: 4 * 1024 * 1024 });
 * for await (const { key } of objects) console.log(key);
 * console.log(objects.summary);
 */
export function filterObjects<O extends ListedObject>(
  objects: AsyncIterable<O>,
  filter: ObjectFilter = {},
): AsyncIterable<O> & { readonly summary: FilterSummary } {
  const fateOf = fateBy(filter);
  let summary: FilterSummary = NOTHING;
  async function* taken() {
    const counts = { ...NOTHING };
    summary = counts;
    for await (const object of objects) {
      counts.listed += 1;
      const fate = fateOf(object);
      counts[fate] += 1;
      if (fate === 'taken') yield object;
    }
    const { listed, ...fates } = counts;
    assertConserved('a filter of objects', listed, fates);
  }
  return {
    [Symbol.asyncIterator]: taken,
    get summary() {
      return { ...summary };
    },
  };
}

/**
 * Whether a filter lets an object through.
 *
 * @throws {TypeError | RangeError} as `filterObjects` does
 */
export function objectPredicate(filter: ObjectFilter): (object: ListedObject) => boolean {
  const fateOf = fateBy(filter);
  return (object) => fateOf(object) === 'taken';
}

const NOTHING = { listed: 0, taken: 0, tooOld: 0, tooSmall: 0, tooLarge: 0, notIncluded: 0, excluded: 0 };

function fateBy(filter: ObjectFilter): (object: ListedObject) => Fate {
  const { since, minBytes, maxBytes, include, exclude } = knownOptions('filterObjects()', filter, OPTIONS);
  if (since !== undefined && !(since instanceof Date && !Number.isNaN(since.getTime())))
    throw new TypeError(`Cannot continue as 'since' must be a valid Date: current value is ${show(since)}`);
  const least = atLeast(0, 'minBytes', minBytes ?? 0);
  const most = maxBytes === undefined ? Number.POSITIVE_INFINITY : atLeast(least, 'maxBytes', maxBytes);
  const isIncluded = matcher('include', include) ?? (() => true);
  const isExcluded = matcher('exclude', exclude) ?? (() => false);
  return ({ key, bytes = least, modified }) => {
    if (since !== undefined && modified !== undefined && modified < since) return 'tooOld';
    if (bytes < least) return 'tooSmall';
    if (bytes > most) return 'tooLarge';
    if (!isIncluded(key)) return 'notIncluded';
    return isExcluded(key) ? 'excluded' : 'taken';
  };
}

function matcher(name: string, globs: readonly string[] | undefined) {
  if (globs === undefined) return undefined;
  if (!Array.isArray(globs) || globs.some((glob) => typeof glob !== 'string' || glob === ''))
    throw new TypeError(
      `Cannot continue as '${name}' must be a list of globs: current value is ${show(globs)}`,
    );
  return globMatcher(globs);
}
