import type { FileHandle } from 'node:fs/promises';
import { abortable } from '../async/abortable.ts';
import { nodeBuiltin } from '../loading/node-builtin.ts';
import { assertReplaceable } from './regular-file.ts';

/** The suffix of a file's name until the file is whole. */
export const PART = '.part';

/**
 * A file that appears whole or not at all: it is written as `path.part`, and renamed in the end. Missing folders of its path
 * are made.
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
  /** The outermost folder that was made for the file; undefined when the folder existed. */
  readonly #madeFolder: string | undefined;
  /** Undefined while the file is closed. */
  #part: FileHandle | undefined;
  #unflushed = 0;
  #flushing: Promise<void> | undefined;

  private constructor(path: string, made: string | undefined) {
    this.#path = path;
    this.#madeFolder = made;
  }

  /** @throws {NotAFile} for a path that leads to a folder, a device or a named pipe, before anything is written */
  static async open(path: string): Promise<WholeFile> {
    await assertReplaceable(path);
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

  /** Appends the bytes, which must not change until the promise resolves. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#part ??= await fs().open(this.#path + PART, 'a');
    await this.#part.writeFile(bytes); // unlike write(), writeFile() repeats until all bytes are written; it continues at the current position
    this.#unflushed += bytes.length;
    if (this.#unflushed >= FLUSH_BYTES) this.#flush();
  }

  /** Closes the file until the next write, so that any number of files can be in progress. */
  async close(): Promise<void> {
    const part = this.#part;
    this.#part = undefined;
    await this.#flushing?.catch(() => {}); // sync() awaits the same promise, and throws its failure
    await part?.close();
  }

  /** Writes the whole file to the disk, and closes it. */
  async sync(): Promise<void> {
    await this.#flushing;
    this.#part ??= await fs().open(this.#path + PART, 'r+');
    await this.#part.sync();
    await this.close();
  }

  /** Renames the file to its final name. Call `sync()` before. */
  async appear(): Promise<void> {
    await fs().rename(this.#path + PART, this.#path);
    await syncFolder(this.#path);
  }

  /** Writes the file to the disk before it is renamed, so that not even a power cut leaves half a file under its name. */
  async finish(signal?: AbortSignal): Promise<void> {
    await this.sync();
    signal?.throwIfAborted();
    await this.appear();
  }

  /** Removes the unfinished file, and the folders that were made for it if they are empty. An older file stays. */
  async discard(): Promise<void> {
    await this.close().catch(() => {}); // the caller discards since it knows of a failure
    await fs().rm(this.#path + PART, { force: true });
    if (this.#madeFolder !== undefined) await removeEmptyFolders(this.#madeFolder, this.#path);
  }

  /** Writes to the disk while the caller prepares more, so that `sync()` has less to wait for. One flush runs at a time. */
  #flush(): void {
    if (this.#flushing !== undefined) return;
    this.#unflushed = 0;
    this.#flushing = this.#part?.datasync().then(() => {
      this.#flushing = undefined;
    });
    this.#flushing?.catch(() => {}); // sync() awaits the same promise, and throws its failure
  }
}

/**
 * Writes a file that appears whole or not at all. Rejects with the signal's reason at once, even while the source is silent.
 *
 * @example
 * async function* text() {
 *   yield JSON.stringify({ succeeded: 3 });
 * }
 * await writeWholeFile('summary.json', text());
 */
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

/** Writes a file that appears whole or not at all, synchronously, into an existing folder. Does not survive every power cut. */
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

/** Removes the folder of `path` and its parents up to `outermost`, as far as they are empty. */
async function removeEmptyFolders(outermost: string, path: string): Promise<void> {
  const { dirname, resolve } = paths();
  for (
    let folder = dirname(resolve(path));
    folder.length >= resolve(outermost).length;
    folder = dirname(folder)
  )
    await fs()
      .rmdir(folder)
      .catch(() => {}); // the folder is not empty: another writer uses it
}

/** Writes the new name to the disk, too. Windows cannot open a folder, so there it does nothing. */
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
