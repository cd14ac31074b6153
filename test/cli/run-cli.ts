import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Emulator } from '../../src/emulator/index.ts';

export const CLI = fileURLToPath(new URL('../../dist/cli.cjs', import.meta.url));

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** The current folder of the process. */
  readonly cwd?: string;
  /** Whether standard input is left open behind `input`. */
  readonly keepsInputOpen?: boolean;
  /** How many files and connections the process may have open: `ulimit -n`. */
  readonly openFiles?: number;
  /** The size that a file may have, in units of 512 bytes: `ulimit -f`. */
  readonly fileBlocks?: number;
  /** A file that standard output goes to instead. */
  readonly stdoutTo?: string;
  /** Sends SIGINT when this appears on standard error or output. */
  readonly interruptAt?: string;
  /** Sends SIGINT when this resolves. */
  readonly interruptWhen?: Promise<void>;
  /** The signals that are sent in place of SIGINT, one right after the other. */
  readonly signals?: readonly NodeJS.Signals[];
}

/** Runs the built command line in a process of its own, with no credentials but those of `env`. */
export function runCli(
  args: readonly string[],
  { env = {}, input = '', keepsInputOpen = false, cwd, stdoutTo, ...options }: CliOptions = {},
): Promise<CliResult> {
  const { interruptAt, interruptWhen, signals = ['SIGINT'], openFiles, fileBlocks } = options;
  return new Promise((resolve, reject) => {
    const { PATH = '', TMPDIR = '' } = process.env;
    const output = stdoutTo === undefined ? undefined : openSync(stdoutTo, 'w');
    const limits = [
      openFiles === undefined ? '' : `ulimit -n ${openFiles};`,
      fileBlocks === undefined ? '' : `ulimit -f ${fileBlocks};`,
    ].join(' ');
    const command = [process.execPath, CLI, ...args];
    const [program = '', ...rest] =
      limits.trim() === '' ? command : ['/bin/sh', '-c', `${limits} exec "$0" "$@"`, ...command];
    const child = spawn(program, rest, {
      cwd,
      stdio: ['pipe', output ?? 'pipe', 'pipe'],
      // Never the machine's own credentials, nor a look at the network for them.
      env: {
        PATH,
        ...(TMPDIR && { TMPDIR }),
        HOME: '/nonexistent',
        ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true',
        ...env,
      },
    });
    const said = { stdout: '', stderr: '' };
    let interrupted = false;
    const interrupt = () => {
      interrupted = true;
      for (const signal of signals) child.kill(signal);
    };
    interruptWhen?.then(interrupt, reject);
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream]?.setEncoding('utf8').on('data', (text: string) => {
        said[stream] += text;
        if (interruptAt !== undefined && !interrupted && said[stream].includes(interruptAt)) interrupt();
      });
    }
    child.once('error', reject).once('close', (code) => {
      if (output !== undefined) closeSync(output);
      resolve({ code, ...said });
    });
    if (keepsInputOpen) child.stdin?.write(input);
    else child.stdin?.end(input);
  });
}

export const jsonLines = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

export const keysOf = ({
  accessKeyId,
  accessKeySecret,
}: Pick<Emulator, 'accessKeyId' | 'accessKeySecret'>) => ({
  ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId,
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret,
});

export const connectionOf = (emulator: Emulator): string[] => [
  ...['--region', emulator.regionId],
  ...['--instance', emulator.instanceName],
  ...['--endpoint', emulator.imageSearchEndpoint],
  ...['--oss-endpoint', emulator.ossEndpoint],
];
