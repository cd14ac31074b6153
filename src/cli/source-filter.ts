import { type Command, InvalidArgumentError } from 'commander';
import { filterObjects, type ObjectFilter } from '../index.ts';
import { withFlagsNamed } from './connection.ts';
import { count } from './numbers.ts';

/** The options that leave objects of a source out. */
export interface SourceFilterOptions {
  readonly since?: Date | undefined;
  readonly minSize?: number | undefined;
  readonly maxSize?: number | undefined;
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
}

export const withSourceFilter = (command: Command): Command =>
  command
    .option(
      '--since <date>',
      'only what was changed then or later, such as 2026-11-01 or a time in ISO 8601',
      date,
    )
    .option('--min-size <bytes>', 'only what has so many bytes at least', count)
    .option('--max-size <bytes>', 'only what has so many bytes at most', count)
    .option('--include <glob>', 'only keys that match, names where it has no slash; repeatable', add)
    .option('--exclude <glob>', 'no keys that match; repeatable', add);

/** @throws {RangeError} that names flags, when options do not go together */
export function sourceFilter(options: SourceFilterOptions): ObjectFilter {
  const { since, minSize: minBytes, maxSize: maxBytes, include, exclude } = options;
  const filter = { since, minBytes, maxBytes, include, exclude };
  withFlagsNamed({ minBytes: '--min-size', maxBytes: '--max-size' }, () => filterObjects(NOTHING, filter));
  return filter;
}

const NOTHING = { async *[Symbol.asyncIterator]() {} };

function date(given: string): Date {
  const time = new Date(given);
  if (/^\d{4}-/.test(given) && !Number.isNaN(time.getTime())) return time;
  throw new InvalidArgumentError('It must be a date such as 2026-11-01, or 2026-11-01T08:00:00Z.');
}

const add = (glob: string, before: readonly string[] = []): readonly string[] => [...before, glob];
