import type { FileHandle } from 'node:fs/promises';
import { abortable } from './abortable.ts';
import { nodeBuiltin } from './node-builtin.ts';

/** What a file is called behind its name until it is whole. */
export const PART = '.part';

/**
 * A file that appears whole or not at all: it is written as `path.part` and gets its name in the end. Folders that are
 * missing on the way to it are made.
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
  /** The outermost of the folders that were made for the file. */
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

  /** Appends all of it. The bytes must stay as they are until then. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#part ??= await fs().open(this.#path + PART, 'a');
    await this.#part.writeFile(bytes); // it goes on where the last one ended; unlike write(), until all is written
    this.#unflushed += bytes.length;
    if (this.#unflushed >= FLUSH_BYTES) this.#flush();
  }

  /** Closes the file until more is written, so that any number of files can be in work. */
  async close(): Promise<void> {
    const part = this.#part;
    this.#part = undefined;
    await this.#flushing?.catch(() => {}); // a failure stays, and is told where it is awaited
    await part?.close();
  }

  /** Has all of the file on the disk, and closes it. */
  async sync(): Promise<void> {
    await this.#flushing;
    this.#part ??= await fs().open(this.#path + PART, 'r+');
    await this.#part.sync();
    await this.close();
  }

  /** Gives a file that is on the disk its name. */
  async appear(): Promise<void> {
    await fs().rename(this.#path + PART, this.#path);
    await syncFolder(this.#path);
  }

  /** Gives the file its name once all of it is on the disk, so that not even a power cut leaves a torn file under it. */
  async finish(signal?: AbortSignal): Promise<void> {
    await this.sync();
    signal?.throwIfAborted();
    await this.appear();
  }

  /** Leaves what was there before, and nothing else: no folder either that was made for the file and is empty. */
  async discard(): Promise<void> {
    await this.close().catch(() => {}); // whoever discards knows of a failure already
    await fs().rm(this.#path + PART, { force: true });
    if (this.#made !== undefined) await removeEmptyFolders(this.#made, this.#path);
  }

  /** Has the disk work while more is put together, so that the end has little left to wait for. One flush at a time. */
  #flush(): void {
    if (this.#flushing !== undefined) return;
    this.#unflushed = 0;
    this.#flushing = this.#part?.datasync().then(() => {
      this.#flushing = undefined;
    });
    this.#flushing?.catch(() => {}); // a failure stays, and is told where it is awaited
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

/** Writes a file that appears whole or not at all, at once, into a folder that is there. A power cut may leave it torn. */
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

/** Removes the folders from that of `path` up to `outermost`, as far as they are empty. */
async function removeEmptyFolders(outermost: string, path: string): Promise<void> {
  const { dirname, resolve } = paths();
  for (
    let folder = dirname(resolve(path));
    folder.length >= resolve(outermost).length;
    folder = dirname(folder)
  )
    await fs()
      .rmdir(folder)
      .catch(() => {}); // it is not empty: somebody else has put something there
}

/** Puts the new name on the disk, too, where the system lets a folder be opened: Windows does not. */
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
