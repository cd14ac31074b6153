import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';

/** A folder of the project in which the package is installed, with files of its own: text, or JSON of anything else. */
export function consumer(files: Readonly<Record<string, string | object>>): string {
  const folder = mkdtempSync(join(inject('project'), 'consumer-'));
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return folder;
}

/** Runs Node in a folder and returns what is printed. What fails throws, with all that was printed. */
export async function runNode(folder: string, ...args: readonly string[]): Promise<string> {
  try {
    return (await promisify(execFile)(process.execPath, args, { cwd: folder })).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
    throw new Error(`node ${args.join(' ')} fails:\n${stdout}${stderr}`);
  }
}

/** The path of a tool's program, from the folder of tools or from this package's own. */
export const toolPath = (program: string): string => join(inject('tools'), 'node_modules', program);

/** The path of a program that this package has for development. */
export const ownPath = (program: string): string =>
  join(dirname(dirname(import.meta.dirname)), 'node_modules', program);
