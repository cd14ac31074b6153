import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  CATALOGUE_ENCODINGS,
  type CatalogueSource,
  COLUMN_NAMES,
  type ColumnName,
  DELIMITERS,
  FILE_FORMATS,
  FOLLOW_LINKS,
  IMAGE_SEPARATORS,
  PRESET_NAMES,
  type ReadingOptions,
} from '../../index.ts';
import { closestName } from '../../shared/options/closest-name.ts';
import type { Context } from '../context.ts';
import { columnsLine } from '../results/columns-line.ts';

/** The options that say how a catalogue is read. */
export interface CatalogueCommandOptions
  extends Pick<
    ReadingOptions,
    | 'format'
    | 'encoding'
    | 'delimiter'
    | 'preset'
    | 'imageSeparator'
    | 'include'
    | 'exclude'
    | 'followLinks'
    | 'allowProductDeletes'
  > {
  readonly column?: ReadingOptions['columns'];
}

/** Names for what is hard to type. */
const SEPARATORS = {
  tab: '\t',
  '\\t': '\t',
  newline: '\n',
  '\\n': '\n',
  comma: ',',
  semicolon: ';',
  pipe: '|',
};
const ENCODING_NAMES = {
  gbk: 'gb18030',
  gb2312: 'gb18030',
  utf8: 'utf-8',
  utf16le: 'utf-16le',
  utf16be: 'utf-16be',
};

/** Adds the options that say how a catalogue is read. */
export const withCatalogue = (command: Command): Command =>
  command
    .addOption(
      new Option('--format <format>', 'what the catalogue is (default: by its name and content)').choices([
        ...FILE_FORMATS,
      ]),
    )
    .option(
      '--encoding <name>',
      'utf-8, utf-16le, utf-16be, gb18030 (or gbk), or auto (default: UTF-8, or UTF-16 where a mark says so)',
      oneOf([...CATALOGUE_ENCODINGS, 'auto'], ENCODING_NAMES),
    )
    .option(
      '--delimiter <character>',
      'between the cells of a table: , ; | or tab (default: recognised)',
      oneOf(DELIMITERS, SEPARATORS),
    )
    .option('--column <name=header>', 'a column of yours, such as Image=image_link; repeatable', addColumn)
    .addOption(
      new Option('--preset <name>', 'whose names the columns have (default: recognised)').choices([
        ...PRESET_NAMES,
        'none',
      ]),
    )
    .option(
      '--image-separator <character>',
      'between several images in one cell: , ; | or newline; none: a cell names one image (default: recognised)',
      oneOf([...IMAGE_SEPARATORS, 'none'], SEPARATORS),
    )
    .option('--include <glob>', 'of a folder, only files that match; repeatable', add)
    .option('--exclude <glob>', 'of a folder, no files that match; repeatable', add)
    .addOption(followLinks())
    .option(
      '--allow-product-deletes',
      'take a DELETE without an image, which deletes every image of the product',
    );

export const followLinks = (): Option =>
  new Option('--follow-links <where>', 'where links in a folder of images may lead')
    .choices([...FOLLOW_LINKS])
    .default('inside');

/** `-` is standard input. */
export const catalogueAt = (path: string): CatalogueSource =>
  path === '-' ? { bytes: process.stdin, name: '-' } : path;

/** The options of the API. What the columns are taken for is printed: a line on standard error, or an object. */
export function readingOptions(
  catalogue: string,
  { column: columns, ...options }: CatalogueCommandOptions,
  { output, json, named }: Pick<Context, 'output' | 'json' | 'named'>,
): ReadingOptions {
  const { format, encoding, delimiter, preset, imageSeparator } = options;
  const { include, exclude, followLinks, allowProductDeletes } = options;
  const onColumns: ReadingOptions['onColumns'] = (report) => {
    if (json) void output.result({ columns: { ...report, notes: report.notes?.map(named) } });
    else output.note(columnsLine(catalogue, report));
  };
  return {
    ...{ format, encoding, delimiter, columns, preset, imageSeparator },
    ...{ include, exclude, followLinks, allowProductDeletes, onColumns },
  };
}

const oneOf =
  <Value extends string>(values: readonly Value[], names: Readonly<Record<string, string>>) =>
  (given: string): Value => {
    const meant = values.find((value) => value === (names[given.toLowerCase()] ?? given));
    if (meant !== undefined) return meant;
    const all = values.map((value) => Object.keys(names).find((name) => names[name] === value) ?? value);
    throw new InvalidArgumentError(`It must be one of ${all.join(', ')}.`);
  };

const add = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

type Columns = Partial<Record<ColumnName, readonly string[]>>;

/** `ProductId=id`: the first letter of our names counts in neither case. */
function addColumn(given: string, before: Columns = {}): Columns {
  const [, name, header] = /^\s*(\w+)\s*=(.+)$/s.exec(given) ?? [];
  if (name === undefined || header === undefined)
    throw new InvalidArgumentError(
      'It must be a name of ours, = and a name of yours, such as Image=image_link.',
    );
  const column = COLUMN_NAMES.find((one) => typed(one) === typed(name));
  if (column === undefined) {
    const names = COLUMN_NAMES.map(typed);
    const meant = closestName(typed(name), names, (one) => one);
    throw new InvalidArgumentError(
      `There is no column ${JSON.stringify(name)}: ${meant === undefined ? `columns are ${names.join(', ')}` : `did you mean ${meant}?`}`,
    );
  }
  return { ...before, [column]: [...(before[column] ?? []), header] };
}

/** A column as it is typed, which is as increment.meta has it: `ProductId`. */
const typed = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
