import { resolve } from 'node:path';
import { show } from '../shared/checks.ts';

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
}

const PARTS = ['source', 'columns', 'sync', 'options'] as const satisfies readonly (keyof CommandLine)[];

/** @throws {TypeError} for what is no command line */
export function checkCommandLine(given: CommandLine | undefined): CommandLine | undefined {
  if (given === undefined) return undefined;
  const isFine = PARTS.every((part) => {
    const texts: unknown = given?.[part];
    return Array.isArray(texts) && texts.every((text) => typeof text === 'string');
  });
  if (isFine) return given;
  throw new TypeError(
    `Cannot import as 'commandLine' must have lists of texts as ${PARTS.join(', ')}: current value is ${show(given)}`,
  );
}

const PROGRAM = 'imagesearch-import';

type Command = readonly string[] | undefined;

/** Commands that follow from one that was typed; undefined where nobody has typed one. A state is named from everywhere. */
export const following = {
  /** The same again: it goes on in its state. */
  again: (typed: CommandLine | undefined, kind: 'import' | 'sync' | 'undo', state?: string): Command =>
    typed && [
      ...[PROGRAM, kind, ...typed.source, ...typed.columns, ...typed.sync, ...typed.options],
      ...stateAt(state),
    ],
  /** The import of rows that were corrected, in the columns of their catalogue. */
  rows: (typed: CommandLine | undefined, file: string, state?: string): Command =>
    typed && [PROGRAM, 'import', resolve(file), ...typed.columns, ...typed.options, ...stateAt(state)],
  /** The import of differences that were corrected: they have the columns of this package. */
  differences: (typed: CommandLine | undefined, file: string, state?: string): Command =>
    typed && [PROGRAM, 'import', resolve(file), ...OWN_COLUMNS, ...typed.options, ...stateAt(state)],
  plan: (typed: CommandLine | undefined, file: string, state: string): Command =>
    typed && [PROGRAM, 'sync', '--plan', resolve(file), ...typed.sync, ...typed.options, ...stateAt(state)],
  undo: (typed: CommandLine | undefined, undone: string, state: string): Command =>
    typed && [PROGRAM, 'undo', resolve(undone), ...typed.options, ...stateAt(state)],
} as const;

const OWN_COLUMNS = ['--preset', 'none', '--image-separator', 'none'];

const stateAt = (state: string | undefined): readonly string[] =>
  state === undefined ? [] : ['--state', /^[a-z]+:\/\//i.test(state) ? state : resolve(state)];
