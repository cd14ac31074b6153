import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Output } from './output.ts';

/** The name that stands for standard input, and for standard output. */
export const STANDARD = '-';

/** @throws {TypeError} when a file and JSON would both go to standard output */
export function checkOutputFile(path: string, flag: string, json: boolean): void {
  if (path === STANDARD && json)
    throw new TypeError(
      `Cannot write the file to standard output as --json prints there: name a file with ${flag}`,
    );
}

/** An output whose results are notes, since standard output has a file. */
export const besideFile = (output: Output): Output => ({
  ...output,
  result: (_, text) => {
    if (text !== undefined) output.note(text);
    return undefined;
  },
});

/** Runs what writes a whole file. For `-` it writes a file of its own, which is then printed and removed. */
export async function withOutputFile<Result>(
  path: string,
  output: Output,
  signal: AbortSignal,
  write: (path: string) => Promise<Result>,
): Promise<Result> {
  if (path !== STANDARD) return write(path);
  const folder = await mkdtemp(join(tmpdir(), 'imagesearch-import-'));
  try {
    const file = join(folder, 'file');
    const result = await write(file);
    await print(file, output, signal);
    return result;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A file that was not written, since nothing was accepted, prints nothing. */
async function print(file: string, output: Output, signal: AbortSignal): Promise<void> {
  try {
    for await (const piece of createReadStream(file, { signal })) await output.bytes(piece as Buffer);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
