import type { Writable } from 'node:stream';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { flushed, OutputLost, openOutput } from './output.ts';
import { createProgram } from './program.ts';
import { reportError } from './report-error.ts';

export interface ProgramStreams {
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/** Runs one command line to its end: every error is printed. Returns the exit code. */
export async function runProgram(
  args: readonly string[],
  version: string,
  { stdout, stderr }: ProgramStreams,
  signal: AbortSignal,
): Promise<ExitCode> {
  const own = openOutput(false, stdout, stderr, signal);
  let code: ExitCode = EXIT.fine;
  const program = createProgram(version, own, async (json, command) => {
    const output = openOutput(json, stdout, stderr, signal);
    try {
      code = await command({ output, json, signal });
    } finally {
      output.flush();
    }
  });
  try {
    await program.parseAsync(args, { from: 'user' }).finally(() => own.flush()); // help and version end by throwing
    await flushed(stdout);
    if (signal.reason instanceof OutputLost) throw signal.reason;
    return code;
  } catch (error) {
    return reportError(error, own, signal);
  }
}
