import { PassThrough } from 'node:stream';
import { runProgram } from '../../src/cli/run-program.ts';
import type { CliResult } from './run-cli.ts';

interface HereOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly folder?: string;
}

/** Runs a command line in this process, with no variable but those of `env`. */
export async function runHere(
  args: readonly string[],
  { env = {}, folder = '/' }: HereOptions = {},
): Promise<CliResult> {
  const said = { stdout: '', stderr: '' };
  const streams = {
    stdout: new PassThrough({ encoding: 'utf8' }),
    stderr: new PassThrough({ encoding: 'utf8' }),
  };
  for (const name of ['stdout', 'stderr'] as const)
    streams[name].on('data', (text: string) => {
      said[name] += text;
    });
  const { signal } = new AbortController();
  const code = await runProgram(args, () => '1.2.3', streams, signal, { env, folder });
  await new Promise((resolve) => setImmediate(resolve)); // what is written just before the end
  return { code, ...said };
}
