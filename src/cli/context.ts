import type { ExitCode } from './exit-codes.ts';
import type { Output } from './output.ts';
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
}

/** A command: takes its arguments and options, as commander reads them, and returns the exit code. */
export type Action<Arguments extends readonly unknown[], Options> = (
  context: Context,
  args: Arguments,
  options: Options,
) => Promise<ExitCode>;
