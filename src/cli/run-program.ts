import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { COMMANDS } from './command-table.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { HELP, LEADING, VERSION } from './frame/leading-flags.ts';
import { overview, PROGRAM } from './frame/overview.ts';
import { flushed, type Output, OutputLost, openOutput } from './output/output.ts';
import { statusLineOf } from './progress/status-line-of.ts';
import type { Environment } from './settings/setting-table.ts';

export interface ProgramStreams {
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/** Runs one command line to its end: every error is printed. Returns the exit code. */
export async function runProgram(
  given: readonly string[],
  version: () => string,
  { stdout, stderr }: ProgramStreams,
  signal: AbortSignal,
  environment: Environment = { env: process.env, folder: process.cwd() },
): Promise<ExitCode> {
  const { env } = environment;
  const args = typedArgs(given);
  let output = openOutput(args.includes('--json'), stdout, stderr, signal, { env });
  try {
    const code = (await answerAtOnce(args, version, output)) ?? (await runCommand());
    output.flush();
    await flushed(stdout);
    if (signal.reason instanceof OutputLost) throw signal.reason;
    return code;
  } catch (error) {
    output.flush();
    if (isOwnFile(error)) throw error;
    const { reportError } = await import('./output/report-error.ts');
    return reportError(error, output, signal);
  }

  async function runCommand(): Promise<ExitCode> {
    // Errors are reported by what is loaded by then: a process may run out of files that it can open.
    const [{ createProgram }] = await Promise.all([
      import('./program.ts'),
      import('./output/report-error.ts'),
    ]);
    let code: ExitCode = EXIT.fine;
    const program = await createProgram(args[0], output, environment, async (common, command) => {
      const { json = false, quiet, verbose = false } = common;
      const statusLine = quiet ? undefined : await statusLineOf(stderr, env);
      output = openOutput(json, stdout, stderr, signal, { env, quiet, statusLine });
      const end = verbose ? (await import('./frame/calls.ts')).printCalls(output) : () => {};
      try {
        code = await command({ output, json, signal, env });
      } finally {
        end();
      }
    });
    await program.parseAsync([...args], { from: 'user' }); // help ends by throwing
    return code;
  }
}

/** Whether a file of the program cannot be opened, as too many are open: `main.ts` says so. */
function isOwnFile(error: unknown): boolean {
  const { code, path = '' } = error as NodeJS.ErrnoException;
  return code === 'EMFILE' && path.startsWith(fileURLToPath(new URL('.', import.meta.url)));
}

/** What needs no command, and none of their code: help and version. Undefined when a command is to be run. */
async function answerAtOnce(
  args: readonly string[],
  version: () => string,
  output: Output,
): Promise<ExitCode | undefined> {
  const [first, ...rest] = args;
  if (first === undefined || LEADING.includes(first)) {
    const { misuseLine } = await import('./output/report-error.ts');
    output.error(overview(output.columns), misuseLine('no command is named'));
    return EXIT.usage;
  }
  if (VERSION.includes(first)) {
    await output.result(
      { name: PROGRAM, version: version(), node: process.versions.node },
      `${PROGRAM} ${version()}, Node.js ${process.versions.node}`,
    );
    return EXIT.fine;
  }
  if (first !== 'help' || rest.some((arg) => !LEADING.includes(arg))) return undefined;
  await output.result({ help: overview(output.columns) }, overview(output.columns));
  return EXIT.fine;
}

/**
 * What is meant when flags that count everywhere come first: they go behind the command, whose name may stand behind `--`.
 * `help lint` and `-h lint` are `lint --help`, with the flags that follow.
 */
function typedArgs(args: readonly string[]): readonly string[] {
  const at = args.findIndex((arg) => !LEADING.includes(arg) && arg !== '--');
  if (at < 0) return args.filter((arg) => arg !== '--');
  const [first = '', ...rest] = args.slice(at);
  const flags = args.slice(0, at).filter((arg) => arg !== '--');
  const named = rest.find((arg) => !arg.startsWith('-'));
  const asked = first === 'help' || HELP.includes(first);
  if (!asked) return [first, ...flags, ...rest];
  const isCommand = COMMANDS.some(({ name }) => name === named);
  if (named !== undefined && isCommand)
    return [named, '--help', ...flags, ...rest.filter((arg) => arg !== named)];
  return ['help', ...flags, ...rest];
}
