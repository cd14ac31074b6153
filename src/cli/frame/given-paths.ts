import { fstatSync } from 'node:fs';
import type { Command } from 'commander';
import { STANDARD } from '../output/output-file.ts';

/** What stands for a path or an address in the flags of an option. */
const NAMES_A_PLACE = /<(file|dir|out|address|place|url|host)>/;

/** The same of those that may be paths of this machine. */
export const NAMES_A_PATH = /<(file|dir|out|address|place)>/;

/** The arguments that are paths. */
const PATH_ARGUMENTS = [
  'file',
  'catalogue',
  'path',
  'source',
  'state',
  'folder',
  'picture',
  'list',
  'plan',
  'lists',
];

/** The arguments and the options of each command for which `-` is standard input or output. */
export const TAKES_STANDARD: Readonly<Record<string, readonly string[]>> = {
  lint: ['file', 'fix'],
  build: ['catalogue', 'output'],
  preflight: ['path'],
  import: ['catalogue'],
  sync: ['catalogue'],
  verify: ['catalogue'],
  search: ['picture'],
  report: ['output'],
  failures: ['meta'],
  'plan-migration': ['list'],
};

/** Of these, what is written. */
const WRITTEN: readonly string[] = ['fix', 'output'];

interface Given {
  /** As the parser calls it: `repair`. */
  readonly name: string;
  /** As it is typed: `--repair <dir>`. */
  readonly shown: string;
  readonly value: unknown;
  readonly isPath: boolean;
}

/**
 * Looks at the paths and addresses that were typed or set, before anything is done.
 *
 * @throws {TypeError} for an empty one, as an unset variable in a script leaves it, for `-` where it can be no stream, and where
 * standard input is a folder, of which Node would read nothing
 */
export function checkGivenPaths(command: Command): void {
  const given = [...argumentsOf(command), ...optionsOf(command)];
  const empty = given.find(({ value }) => value === '');
  if (empty !== undefined)
    throw new TypeError(
      `Cannot run ${command.name()} as ${empty.shown} must not be empty: give a value, or leave it out`,
    );
  const taken = TAKES_STANDARD[command.name()] ?? [];
  const stream = given.find(
    ({ name, value, isPath }) =>
      isPath && (value === `urls:${STANDARD}` || (value === STANDARD && !taken.includes(name))),
  );
  if (stream === undefined) {
    checkStandardInput(command, given, taken);
    return;
  }
  throw new TypeError(
    `Cannot run ${command.name()} as ${stream.shown} must have a name: "${stream.value}" stands for standard input or output, which it cannot be. Name a file or folder, such as ./-`,
  );
}

function checkStandardInput(command: Command, given: readonly Given[], taken: readonly string[]): void {
  const reads = given.some(
    ({ name, value }) => value === STANDARD && taken.includes(name) && !WRITTEN.includes(name),
  );
  if (reads && fstatSync(0).isDirectory())
    throw new TypeError(
      `Cannot run ${command.name()} as standard input is a folder: let < or a pipe give it a file`,
    );
}

function argumentsOf(command: Command): readonly Given[] {
  return command.registeredArguments.flatMap((argument, at) => {
    const name = argument.name();
    const value: unknown = command.processedArgs[at];
    const shown = argument.required ? `<${name}>` : `[${name}]`;
    if (!PATH_ARGUMENTS.includes(name)) return [];
    return [value].flat().map((one) => ({ name, shown, value: one, isPath: true }));
  });
}

function optionsOf(command: Command): readonly Given[] {
  return command.options
    .filter(({ flags }) => NAMES_A_PLACE.test(flags))
    .map((option) => ({
      name: option.attributeName(),
      shown: option.flags,
      value: command.getOptionValue(option.attributeName()) as unknown,
      isPath: NAMES_A_PATH.test(option.flags),
    }));
}
