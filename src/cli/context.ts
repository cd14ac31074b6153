import type { CommandLine } from '../index.ts';
import type { ExitCode } from './exit-codes.ts';
import type { NameFlags } from './frame/flag-names.ts';
import type { Output } from './output/output.ts';
import type { SettingOrigin } from './settings/setting-origin.ts';

/** What every command gets. */
export interface Context {
  readonly output: Output;
  readonly json: boolean;
  /** Aborts at Ctrl-C. */
  readonly signal: AbortSignal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What the options are set to, and by what. */
  readonly settings: readonly SettingOrigin[];
  /** What was typed, for what is to be typed later. */
  readonly commandLine: CommandLine;
  /** Has a text of the API name flags in place of options. */
  readonly named: NameFlags;
}

/** A command: takes its arguments and options, as commander reads them, and returns the exit code. */
export type Action<Arguments extends readonly unknown[], Options> = (
  context: Context,
  args: Arguments,
  options: Options,
) => Promise<ExitCode>;
