import { type Command, Option } from 'commander';
import type { CatalogueSource, ObjectFilter, SourceFolder } from '../../index.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { ListLines } from '../output/list-lines.ts';
import type { Output } from '../output/output.ts';
import { catalogueAt } from './catalogue-options.ts';
import { type AgeAndSizeOptions, isGiven, sourceFilter } from './source-filter.ts';
import {
  isFolderAddress,
  openSourceAt,
  SOURCES,
  type SourceCommandOptions,
  withSource,
} from './source-options.ts';

/** The options of a command whose images may lie in any source. */
export interface FromOptions extends SourceCommandOptions {
  readonly from?: string | undefined;
}

export const withFrom = (command: Command): Command =>
  withSource(
    command.addOption(new Option('--from <address>', `where the images lie: ${SOURCES}`).conflicts('images')),
  );

/** The source at `--from`, open. */
export interface GivenSource extends Disposable {
  readonly address: string;
  /** The folder of images, as an import takes it; its prefix is empty, or has a slash at its end. */
  readonly folder: SourceFolder & { readonly prefix: string };
  /** An exit code that tells of the lines of a list of URLs that have no image. */
  readonly codeOf: (code: ExitCode) => ExitCode;
}

/** Undefined where `--from` is not given. Nothing is read yet. */
export function openFrom(
  options: FromOptions,
  output: Pick<Output, 'note' | 'result'>,
): GivenSource | undefined {
  const { from: address } = options;
  if (address === undefined) return undefined;
  const lines = new ListLines(output);
  const opened = openSourceAt(address, options, lines.tell);
  const { prefix } = opened;
  const slashed = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  return {
    ...{ address, folder: { ...opened, prefix: slashed } },
    codeOf: (code) => (lines.wrong > 0 && code === EXIT.fine ? EXIT.data : code),
    [Symbol.dispose]: () => opened.close(),
  };
}

/** @throws {TypeError} for a filter, where nothing is listed that it could be for */
export function refuseFilter(filter: ObjectFilter): void {
  if (isGiven(filter))
    throw new TypeError(
      'Cannot filter what is typed as --since, --min-size, --max-size, --include and --exclude choose among the objects that --from lists: leave them out, or name images by --from alone',
    );
}

/** A catalogue, and what messages call it. */
export interface GivenCatalogue {
  readonly name: string;
  readonly catalogue: CatalogueSource;
}

/**
 * The catalogue that is typed, or else what `--from` lists.
 *
 * @throws {TypeError} when there is neither, or when what is typed is to be filtered as a listing is
 */
export function givenCatalogue(
  typed: string | undefined,
  from: GivenSource | undefined,
  { since, minSize, maxSize }: AgeAndSizeOptions,
): GivenCatalogue {
  const filter = sourceFilter({ since, minSize, maxSize }); // the globs are an option of the catalogue
  const isFiltered = isGiven(filter);
  if (typed !== undefined) refuseFilter(filter);
  if (typed !== undefined) return { name: typed, catalogue: catalogueAt(typed) };
  if (from === undefined)
    throw new TypeError('Cannot read a catalogue as none is given: name one, or where images lie by --from');
  const { address, folder } = from;
  const isPath = isFolderAddress(address) && !isFiltered;
  return { name: address, catalogue: isPath ? address : { ...folder, filter } };
}
