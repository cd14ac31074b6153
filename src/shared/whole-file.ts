import type { FileHandle } from 'node:fs/promises';
import { abortable } from './abortable.ts';
import { nodeBuiltin } from './node-builtin.ts';

/** The suffix of a file's name until the file is whole. */
export const PART = '.part';

/**
 * A file that appears whole or not at all: it is written as `path.part` and renamed at the end. Missing folders of its path are
 * made.
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
  /** The outermost folder that was made for the file. */
  readonly #made: string | undefined;
  /** Undefined while the file is closed. */
  #part: FileHandle | undefined;
  #unflushed = 0;
  #flushing: Promise<void> | undefined;

  private constructor(path: string, made: string | undefined) {
    this.#path = path;
    this.#made = made;
  }

  static async open(path: string): Promise<WholeFile> {
    const made = await fs().mkdir(paths().dirname(path), { recursive: true });
    const file = new WholeFile(path, made);
    try {
      file.#part = await fs().open(path + PART, 'w');
      return file;
    } catch (error) {
      if (made !== undefined) await removeEmptyFolders(made, path);
      throw error;
    }
  }

  /** Appends the bytes. They must not change until the promise resolves. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#part ??= await fs().open(this.#path + PART, 'a');
    await this.#part.writeFile(bytes); // appends after the last write; unlike write(), it writes all bytes
    this.#unflushed += bytes.length;
    if (this.#unflushed >= FLUSH_BYTES) this.#flush();
  }

  /** Closes the file until more is written, so that any number of files can be written at the same time. */
  async close(): Promise<void> {
    const part = this.#part;
    this.#part = undefined;
    await this.#flushing?.catch(() => {}); // the rejected promise is kept, and sync() rejects with it
    await part?.close();
  }

  /** Flushes the whole file to the disk, and closes it. */
  async sync(): Promise<void> {
    await this.#flushing;
    this.#part ??= await fs().open(this.#path + PART, 'r+');
    await this.#part.sync();
    await this.close();
  }

  /** Renames the flushed file to its final name. */
  async appear(): Promise<void> {
    await fs().rename(this.#path + PART, this.#path);
    await syncFolder(this.#path);
  }

  /** Renames the file once all of it is on the disk, so that even a power cut leaves no torn file under the final name. */
  async finish(signal?: AbortSignal): Promise<void> {
    await this.sync();
    signal?.throwIfAborted();
    await this.appear();
  }

  /** Removes the unfinished file, and the folders that were made for it if they are empty. An earlier file stays. */
  async discard(): Promise<void> {
    await this.close().catch(() => {}); // the caller discards the file because of an error, which counts
    await fs().rm(this.#path + PART, { force: true });
    if (this.#made !== undefined) await removeEmptyFolders(this.#made, this.#path);
  }

  /** Flushes while more data is prepared, so that the end has little to flush. One flush at a time. */
  #flush(): void {
    if (this.#flushing !== undefined) return;
    this.#unflushed = 0;
    this.#flushing = this.#part?.datasync().then(() => {
      this.#flushing = undefined;
    });
    this.#flushing?.catch(() => {}); // the rejected promise is kept, and sync() rejects with it
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

/** Writes a file that appears whole or not at all, synchronously, into an existing folder. A power cut may leave it torn. */
export function writeWholeFileSync(path: string, bytes: Uint8Array): void {
  const { renameSync, rmSync, writeFileSync } = nodeBuiltin('fs', 'write a file');
  try {
    writeFileSync(path + PART, bytes);
    renameSync(path + PART, path);
  } catch (error) {
    rmSync(path + PART, { force: true });
    throw error;
  }
}

/** Removes the folders of `path` up to `outermost`, as long as they are empty. */
async function removeEmptyFolders(outermost: string, path: string): Promise<void> {
  const { dirname, resolve } = paths();
  for (
    let folder = dirname(resolve(path));
    folder.length >= resolve(outermost).length;
    folder = dirname(folder)
  )
    await fs()
      .rmdir(folder)
      .catch(() => {}); // the folder is not empty: another program has put something there
}

/** Flushes the new name to the disk, where the system can open a folder: Windows cannot. */
async function syncFolder(path: string): Promise<void> {
  const folder = await fs()
    .open(paths().dirname(path), 'r')
    .catch(() => undefined);
  if (folder === undefined) return;
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const FLUSH_BYTES = 4_194_304;

const fs = () => nodeBuiltin('fs/promises', 'write a file');
const paths = () => nodeBuiltin('path', 'write a file');
