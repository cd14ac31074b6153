import type { Writable } from 'node:stream';
import { COMMANDS } from './command-table.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { overview, PROGRAM } from './frame/overview.ts';
import { flushed, isTerminal, type Output, OutputLost, openOutput } from './output.ts';
import type { Environment } from './settings/setting-table.ts';
import type { StatusLine } from './status-line.ts';

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
  environment: Environment = { env: process.env, folder: process.cwd() },
): Promise<ExitCode> {
  const { env } = environment;
  let output = openOutput(args.includes('--json'), stdout, stderr, signal, { env });
  try {
    const code = (await answerAtOnce(args, version, output)) ?? (await runCommand());
    output.flush();
    await flushed(stdout);
    if (signal.reason instanceof OutputLost) throw signal.reason;
    return code;
  } catch (error) {
    output.flush();
    const { reportError } = await import('./report-error.ts');
    return reportError(error, output, signal);
  }

  async function runCommand(): Promise<ExitCode> {
    // Errors are reported by what is loaded by then: a process may run out of files that it can open.
    const [{ createProgram }] = await Promise.all([import('./program.ts'), import('./report-error.ts')]);
    let code: ExitCode = EXIT.fine;
    const typed = typedArgs(args);
    const program = await createProgram(typed[0], output, environment, async (common, command) => {
      const { json = false, quiet, verbose = false } = common;
      const statusLine = quiet ? undefined : await statusLineOf(stderr);
      output = openOutput(json, stdout, stderr, signal, { env, quiet, statusLine });
      const end = verbose ? (await import('./frame/calls.ts')).printCalls(output) : () => {};
      try {
        code = await command({ output, json, signal, env });
      } finally {
        end();
      }
    });
    await program.parseAsync(typed, { from: 'user' }); // help ends by throwing
    return code;
  }
}

/** Loaded where there is a terminal alone. */
async function statusLineOf(stderr: Writable): Promise<StatusLine | undefined> {
  if (!isTerminal(stderr)) return undefined;
  return (await import('./status-line.ts')).openStatusLine(stderr);
}

/** What needs no command, and none of their code: help and version. Undefined when a command is to be run. */
async function answerAtOnce(
  args: readonly string[],
  version: string,
  output: Output,
): Promise<ExitCode | undefined> {
  const [first] = args;
  if (first === undefined) {
    output.error(overview(output.columns));
    return EXIT.usage;
  }
  if (args.length > 1) return undefined;
  if (first === '--version' || first === '-V')
    await output.result(
      { name: PROGRAM, version, node: process.versions.node },
      `${PROGRAM} ${version}, Node.js ${process.versions.node}`,
    );
  else if (['--help', '-h', 'help'].includes(first))
    await output.result({ help: overview(output.columns) }, overview(output.columns));
  else return undefined;
  return EXIT.fine;
}

/** `help lint` is `lint --help`. */
const typedArgs = (args: readonly string[]): readonly string[] => {
  const [first, second, ...rest] = args;
  const isCommand = COMMANDS.some(({ name }) => name === second);
  return first === 'help' && second !== undefined && isCommand && rest.length === 0
    ? [second, '--help']
    : args;
};
