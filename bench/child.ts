import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** What a worker tells of its work. */
interface Measured {
  readonly done: number;
  readonly seconds: number;
  readonly peakMb: number;
  /** Of the processor, all threads together. */
  readonly cpuSeconds: number;
}

/** Runs a script of this folder in a fresh process of plain Node and returns the JSON it prints. */
export async function inFreshProcess<T>(
  script: string,
  input: object = {},
  nodeFlags: readonly string[] = [],
): Promise<T> {
  return JSON.parse(await run([...nodeFlags, pathOf(script), JSON.stringify(input)])) as T;
}

/** Runs a work of a worker, which must do as much as is expected. */
export async function inWorker(
  script: string,
  input: { readonly work: string } & Readonly<Record<string, unknown>>,
  expected: number,
  nodeFlags: readonly string[] = [],
): Promise<Measured> {
  const measured = await inFreshProcess<Measured>(script, input, nodeFlags);
  if (measured.done !== expected) throw new Error(`${input.work} did ${measured.done} of ${expected}`);
  return measured;
}

/** The time of a whole process, its start and its end included; what it prints must hold what is expected. */
export async function wholeProcess(
  script: string,
  args: readonly string[],
  expected: string,
): Promise<{ readonly seconds: number }> {
  const start = performance.now();
  const printed = await run([pathOf(script), ...args]);
  const seconds = (performance.now() - start) / 1000;
  if (!printed.includes(expected)) throw new Error(`${script} does not say ${expected}: ${printed}`);
  return { seconds };
}

const pathOf = (script: string) => fileURLToPath(new URL(script, import.meta.url));

async function run(args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 28 });
  return stdout;
}
