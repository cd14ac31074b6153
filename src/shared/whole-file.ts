import type { FileHandle } from 'node:fs/promises';
import { abortable } from './abortable.ts';
import { nodeBuiltin } from './node-builtin.ts';

/**
 * A file that appears whole or not at all: it is written as `path.part` and gets its name in the end.
 *
 * @example
 * const file = await WholeFile.open(path);
 * try {
 *   await file.write(bytes);
 *   await file.finish();
 * } catch (error) {
 *   await file.discard();
 *   throw error;
 * }
 */
export class WholeFile {
  readonly #path: string;
  readonly #part: FileHandle;
  #unflushed = 0;
  #flushing: Promise<void> | undefined;

  private constructor(path: string, part: FileHandle) {
    this.#path = path;
    this.#part = part;
  }

  static async open(path: string): Promise<WholeFile> {
    return new WholeFile(path, await fs().open(partOf(path), 'w'));
  }

  /** Appends all of it. The bytes must stay as they are until then. */
  async write(bytes: Uint8Array): Promise<void> {
    await this.#part.writeFile(bytes); // it goes on where the last one ended; unlike write(), until all is written
    this.#unflushed += bytes.length;
    if (this.#unflushed >= FLUSH_BYTES) this.#flush();
  }

  /** Gives the file its name once all of it is on the disk, so that not even a power cut leaves a torn file under it. */
  async finish(signal?: AbortSignal): Promise<void> {
    await this.#flushing;
    await this.#part.sync();
    await this.#part.close();
    signal?.throwIfAborted();
    await fs().rename(partOf(this.#path), this.#path);
    await syncFolder(this.#path);
  }

  /** Leaves what was there before, and nothing else. */
  async discard(): Promise<void> {
    await this.#part.close().catch(() => {}); // whoever discards knows of a failure already
    await fs().rm(partOf(this.#path), { force: true });
  }

  /** Has the disk work while more is put together, so that the end has little left to wait for. One flush at a time. */
  #flush(): void {
    if (this.#flushing !== undefined) return;
    this.#unflushed = 0;
    this.#flushing = this.#part.datasync().then(() => {
      this.#flushing = undefined;
    });
    this.#flushing.catch(() => {}); // a failure stays, and is told where it is awaited
  }
}

/** Writes a file that appears whole or not at all. Rejects with the signal's reason at once, even while the source is silent. */
export async function writeWholeFile(
  path: string,
  chunks: AsyncIterable<string | Uint8Array>,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<void> {
  const { signal } = options;
  const encoder = new TextEncoder();
  const file = await WholeFile.open(path);
  try {
    for await (const chunk of abortable(chunks, signal))
      await file.write(typeof chunk === 'string' ? encoder.encode(chunk) : chunk);
    await file.finish(signal);
  } catch (error) {
    await file.discard();
    throw error;
  }
}

/** Puts the new name on the disk, too, where the system lets a folder be opened: Windows does not. */
async function syncFolder(path: string): Promise<void> {
  const folder = await fs()
    .open(nodeBuiltin('path', 'write a file').dirname(path), 'r')
    .catch(() => undefined);
  if (folder === undefined) return;
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const FLUSH_BYTES = 4_194_304;

const partOf = (path: string) => `${path}.part`;
const fs = () => nodeBuiltin('fs/promises', 'write a file');
