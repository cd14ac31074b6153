import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { abortable } from './abortable.ts';

/** Writes a file that appears whole or not at all: `path.part` first, then renamed; the part goes when writing fails. */
export async function writeWholeFile(
  path: string,
  chunks: AsyncIterable<string | Uint8Array>,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<void> {
  const { signal } = options;
  const part = `${path}.part`;
  try {
    await pipeline(
      Readable.from(abortable(chunks, signal), { objectMode: true }), // the pipeline of Node 24 waits for a silent source
      createWriteStream(part, { flush: true }),
      signal ? { signal } : {},
    );
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    signal?.throwIfAborted(); // its own reason, not the pipeline's AbortError
    throw error;
  }
}
