import type { ExitCode } from './exit-codes.ts';
import type { Output } from './output.ts';

/** What every command is handed. */
export interface Context {
  readonly output: Output;
  readonly json: boolean;
  /** Aborts at Ctrl-C. */
  readonly signal: AbortSignal;
}

/** A command: its arguments and options, as commander reads them, and what the process shall say in the end. */
export type Action<Arguments extends readonly unknown[], Options> = (
  context: Context,
  args: Arguments,
  options: Options,
) => Promise<ExitCode>;
