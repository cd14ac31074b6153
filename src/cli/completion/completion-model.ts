import { Command } from 'commander';
import { COMMANDS } from '../command-table.ts';
import { withCommonOptions } from '../frame/common-options.ts';
import { NAMES_A_PATH } from '../frame/given-paths.ts';

export interface CompletedOption {
  /** `--region`. */
  readonly flag: string;
  readonly description: string;
  readonly takesValue: boolean;
  /** Whether the value is a file or a folder. */
  readonly takesPath: boolean;
  /** The values that it takes; empty when any. */
  readonly choices: readonly string[];
}

export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  /** What stands after the command, where it is not a file. */
  readonly words: readonly string[];
  /** Whether what stands after the command is a file or a folder. */
  readonly takesPaths: boolean;
}

/** The arguments of commands that are paths. */
const TAKES_PATHS = /[<[](file|catalogue|path|source|state|folder|picture|list|plan)\b/;

/** Everything that a shell can complete, by the table of commands. */
export async function completionModel(
  wordsOf: Readonly<Record<string, readonly string[]>>,
): Promise<readonly CompletedCommand[]> {
  return Promise.all(
    COMMANDS.map(async ({ name, args, summary, ignoresSettings, load }) => {
      const command = withCommonOptions(
        (await load()).definition.options(new Command(name)),
        ignoresSettings,
      );
      const options = command.options.map(({ flags, long, description, required, optional, argChoices }) => ({
        ...{
          flag: long ?? '',
          description,
          takesValue: required || optional,
          takesPath: NAMES_A_PATH.test(flags),
          choices: argChoices ?? [],
        },
      }));
      return { name, summary, options, words: wordsOf[name] ?? [], takesPaths: TAKES_PATHS.test(args) };
    }),
  );
}
