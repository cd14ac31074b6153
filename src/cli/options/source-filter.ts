import { type Command, InvalidArgumentError } from 'commander';
import { filterObjects, type ObjectFilter } from '../../index.ts';
import { namingFlagsBy } from './connection.ts';
import { bytes } from './numbers.ts';

/** The options that leave objects out of what a source lists, by what its listing says of them. */
export interface AgeAndSizeOptions {
  readonly since?: Date | undefined;
  readonly minSize?: number | undefined;
  readonly maxSize?: number | undefined;
}

/** Those, and the globs. Where a catalogue is read, the globs are an option of the catalogue. */
export interface SourceFilterOptions extends AgeAndSizeOptions {
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
}

export const withAgeAndSize = (command: Command): Command =>
  command
    .option(
      '--since <date>',
      'only what was changed then or later, such as 2026-11-01 or a time in ISO 8601',
      date,
    )
    .option('--min-size <bytes>', 'only what has so many bytes at least, such as 20KB', bytes)
    .option('--max-size <bytes>', 'only what has so many bytes at most, such as 4MB', bytes);

export const withSourceFilter = (command: Command): Command =>
  withAgeAndSize(command)
    .option('--include <glob>', 'only keys that match, names where it has no slash; repeatable', add)
    .option('--exclude <glob>', 'no keys that match; repeatable', add);

/** @throws {RangeError} that names flags, when options do not go together */
export function sourceFilter(options: SourceFilterOptions): ObjectFilter {
  const { since, minSize: minBytes, maxSize: maxBytes, include, exclude } = options;
  const filter = { since, minBytes, maxBytes, include, exclude };
  namingFlagsBy({ minBytes: '--min-size', maxBytes: '--max-size' }, () => filterObjects(NOTHING, filter));
  return filter;
}

/** Whether a filter has anything to leave out. */
export const isGiven = (filter: ObjectFilter): boolean =>
  Object.values(filter).some((value) => value !== undefined);

const NOTHING = { async *[Symbol.asyncIterator]() {} };

function date(given: string): Date {
  const time = new Date(given);
  if (/^\d{4}-/.test(given) && !Number.isNaN(time.getTime())) return time;
  throw new InvalidArgumentError('It must be a date such as 2026-11-01, or 2026-11-01T08:00:00Z.');
}

const add = (glob: string, before: readonly string[] = []): readonly string[] => [...before, glob];
