import { resolve } from 'node:path';
import { show } from '../shared/options/checks.ts';

/**
 * How the work is typed on the command line, in parts: its state keeps them, so that reports and `listKeptWork` name the very
 * command that goes on, or that imports the rows again that were refused. No part holds a password or names a state.
 */
export interface CommandLine {
  /** The catalogue, with the options that say how its file is read. */
  readonly source: readonly string[];
  /** What the columns are, in the file of refused rows, too. */
  readonly columns: readonly string[];
  /** What a sync takes and an import does not. */
  readonly sync: readonly string[];
  /** Everything else that counts for other files and other days, too: where images lie and go, and how services are reached. */
  readonly options: readonly string[];
  /** Where the state is and who shares it, for one that other machines reach. @default the state is a folder of this machine */
  readonly state?: readonly string[] | undefined;
}

const PARTS = ['source', 'columns', 'sync', 'options'] as const satisfies readonly (keyof CommandLine)[];

/** @throws {TypeError} for what is no command line */
export function checkCommandLine(given: CommandLine | undefined): CommandLine | undefined {
  if (given === undefined) return undefined;
  const areTexts = (texts: unknown) =>
    Array.isArray(texts) && texts.every((text) => typeof text === 'string');
  const isFine =
    PARTS.every((part) => areTexts(given?.[part])) && (given.state === undefined || areTexts(given.state));
  if (isFine) return given;
  throw new TypeError(
    `Cannot import as 'commandLine' must have lists of texts as ${PARTS.join(', ')}: current value is ${show(given)}`,
  );
}

const PROGRAM = 'imagesearch-import';

/**
 * Commands that follow from one that was typed, as the words of each: undefined where nobody has typed one. A file and a state
 * are named from everywhere.
 *
 * @example
 * const typed = { source: ['shop.csv'], columns: [], sync: [], options: ['--region', 'cn-shanghai'] };
 * console.log(followingCommands.again(typed, 'import', 'shop.state')?.join(' '));
 */
export const followingCommands = {
  /** The same again: with the same state it goes on in it. */
  again: (typed: CommandLine | undefined, name: string, state?: string): readonly string[] | undefined =>
    typed && [
      ...[PROGRAM, name, ...typed.source, ...typed.columns, ...typed.sync, ...typed.options],
      ...(typed.state ?? stateAt(state)),
    ],
  /** What a sync of the same catalogue would change. Where the images lie is yet to be said. */
  drySync: (typed: CommandLine | undefined): readonly string[] | undefined =>
    typed && [
      ...[PROGRAM, 'sync', ...typed.source, ...typed.columns, ...typed.options],
      ...(typed.options.includes('--to') ? [] : ['--to', 'oss://BUCKET/FOLDER']),
      '--dry-run',
    ],
  /** The import of rows that were corrected, in the columns of their catalogue. */
  rows: (typed: CommandLine | undefined, file: string, state?: string): readonly string[] | undefined =>
    typed && [PROGRAM, 'import', resolve(file), ...typed.columns, ...typed.options, ...stateAt(state)],
  /** The import of differences that were corrected: they have the columns of this package. */
  differences: (
    typed: CommandLine | undefined,
    file: string,
    state?: string,
  ): readonly string[] | undefined =>
    typed && [PROGRAM, 'import', resolve(file), ...OWN_COLUMNS, ...typed.options, ...stateAt(state)],
  /** The sync that a dry run has planned. */
  plan: (typed: CommandLine | undefined, file: string, state: string): readonly string[] | undefined =>
    typed && [PROGRAM, 'sync', '--plan', resolve(file), ...typed.sync, ...typed.options, ...stateAt(state)],
  /** The undo of a sync, by its state. */
  undo: (typed: CommandLine | undefined, undone: string, state: string): readonly string[] | undefined =>
    typed && [PROGRAM, 'undo', resolve(undone), ...typed.options, ...stateAt(state)],
} as const;

const OWN_COLUMNS = ['--preset', 'none', '--image-separator', 'none'];

const stateAt = (state: string | undefined): readonly string[] =>
  state === undefined ? [] : ['--state', /^[a-z]+:\/\//i.test(state) ? state : resolve(state)];
