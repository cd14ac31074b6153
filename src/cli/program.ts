import { Command, type Option } from 'commander';
import { COMMANDS } from './command-table.ts';
import { commanderOutput } from './commander-output.ts';
import type { Context } from './context.ts';
import type { ExitCode } from './exit-codes.ts';
import { suggestChoices } from './frame/choices.ts';
import type { CommandEntry } from './frame/command-entry.ts';
import { commandLineOf, hearOptions } from './frame/command-line.ts';
import { type CommonOptions, withCommonOptions } from './frame/common-options.ts';
import type { Definition } from './frame/definition.ts';
import { helpAfter } from './frame/examples.ts';
import { flagNamer, namingFlags, withFlagsNamed } from './frame/flag-names.ts';
import { checkGivenPaths } from './frame/given-paths.ts';
import { checkNeededOptions, takeNeededOptions } from './frame/needed-options.ts';
import { OPTION_GROUPS, optionGroup } from './frame/option-groups.ts';
import { DESCRIPTION, PROGRAM } from './frame/overview.ts';
import { refuseLeadingOption } from './frame/refuse-leading-option.ts';
import type { Output } from './output/output.ts';
import { applySettings } from './settings/apply-settings.ts';
import { withEverySetting } from './settings/every-setting.ts';
import { type Environment, isSetting, USE_VARIABLE, variableOf } from './settings/setting-table.ts';
import { unknownVariables } from './settings/unknown-variables.ts';
import { withOrigins } from './settings/with-origins.ts';

/** How a command is run, once its arguments and options are read. */
export type Run = (
  common: CommonOptions,
  command: (context: Omit<Context, 'settings' | 'commandLine' | 'named'>) => Promise<ExitCode>,
) => Promise<void>;

/**
 * The program with every command of the table. Only the command that is typed is loaded, with its options.
 *
 * @param output takes what commander itself has to say
 * @throws {TypeError} for an option that is typed where a command belongs
 */
export async function createProgram(
  typed: string | undefined,
  output: Output,
  environment: Environment,
  run: Run,
): Promise<Command> {
  refuseLeadingOption(typed ?? '');
  const program = new Command(PROGRAM)
    .description(DESCRIPTION)
    .configureOutput(commanderOutput(output)) // before the commands, which take it over
    .showHelpAfterError(`(see ${PROGRAM} --help)`)
    .helpCommand(false)
    .exitOverride();
  for (const entry of COMMANDS) {
    const command = program
      .command(`${entry.name} ${entry.args}`)
      .description(entry.summary)
      .showHelpAfterError(`(see ${PROGRAM} ${entry.name} --help)`);
    if (entry.name === typed)
      addDefinition(command, entry, (await entry.load()).definition, environment, run);
  }
  return program;
}

function addDefinition(
  command: Command,
  entry: CommandEntry,
  { options, action }: Definition,
  { env, folder }: Environment,
  run: Run,
): void {
  withCommonOptions(options(command), entry.ignoresSettings)
    .helpOption('-h, --help', 'show this')
    .optionsGroup('Output:')
    .addHelpText('after', helpAfter(entry));
  (command.options as Option[]).sort(byGroup); // help has its groups in the order of options
  for (const option of command.options) {
    suggestChoices(option);
    if (!entry.ignoresSettings) nameVariable(option);
    option.helpGroup(`${optionGroup(option.long ?? '')}:`);
  }
  const heard = hearOptions(command);
  const needed = takeNeededOptions(command);
  const named = flagNamer(command);
  command.action(async (...all: unknown[]) => {
    const args = all.slice(0, -2).flat() as string[]; // behind them commander puts the options and the command
    const { use = env[USE_VARIABLE] } = command.opts<CommonOptions>();
    const sources = entry.ignoresSettings ? { env: {}, folder: undefined, use } : { env, folder, use };
    if ('settings' in command.opts()) await withEverySetting(command);
    const settings = applySettings(command, sources);
    checkGivenPaths(command);
    const commandLine = commandLineOf(command, heard, settings, args);
    const { json, quiet, verbose, use: _, ...given } = command.opts<CommonOptions>();
    if (!('settings' in given)) checkNeededOptions(command, needed);
    await run({ json, quiet, verbose }, async (context) => {
      try {
        const output = namingFlags(context.output, named);
        for (const line of unknownVariables(sources.env)) output.note(line);
        return await action({ ...context, output, settings, commandLine, named }, args, given);
      } catch (error) {
        throw withOrigins(withFlagsNamed(error, named), settings);
      }
    });
  });
}

/** Has help name the variable that sets an option, too. */
function nameVariable(option: Option): void {
  const name = option.attributeName();
  const variable = isSetting(name) ? variableOf(name) : name === 'use' ? USE_VARIABLE : undefined;
  if (variable !== undefined) option.description += ` (env: ${variable})`;
}

const byGroup = (one: Option, other: Option): number => groupIndex(one) - groupIndex(other);

const groupIndex = ({ long }: Option): number =>
  (OPTION_GROUPS as readonly string[]).indexOf(optionGroup(long ?? ''));
