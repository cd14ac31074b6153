import { Command } from 'commander';
import { COMMANDS } from '../command-table.ts';
import { withCommonOptions } from '../frame/common-options.ts';

export interface CompletedOption {
  /** `--region`. */
  readonly flag: string;
  readonly description: string;
  readonly takesValue: boolean;
  /** The values that it takes; empty when any. */
  readonly choices: readonly string[];
}

export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  /** What stands after the command, where it is not a file. */
  readonly words: readonly string[];
}

/** Everything that a shell can complete, by the table of commands. */
export async function completionModel(
  wordsOf: Readonly<Record<string, readonly string[]>>,
): Promise<readonly CompletedCommand[]> {
  return Promise.all(
    COMMANDS.map(async ({ name, summary, ignoresSettings, load }) => {
      const command = withCommonOptions(
        (await load()).definition.options(new Command(name)),
        ignoresSettings,
      );
      const options = command.options.map(({ long, description, required, optional, argChoices }) => ({
        ...{ flag: long ?? '', description, takesValue: required || optional, choices: argChoices ?? [] },
      }));
      return { name, summary, options, words: wordsOf[name] ?? [] };
    }),
  );
}
