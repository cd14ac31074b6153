import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Runs a script of this folder in a fresh process of plain Node and returns the JSON it prints. */
export async function inFreshProcess<T>(
  script: string,
  input: object = {},
  nodeFlags: readonly string[] = [],
): Promise<T> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [...nodeFlags, path, JSON.stringify(input)]);
  return JSON.parse(stdout) as T;
}
