import { closeSync, fstatSync, read, readSync } from 'node:fs';
import { dirname } from 'node:path';
import { shortageOf } from '../../shared/errors/shortage.ts';
import {
  type OpenFile,
  type OpenFileOptions,
  openFile,
  openFileSync,
} from '../../shared/files/regular-file.ts';
import type { ImageReader } from '../image-source.ts';
import { ReadPace } from './read-pace.ts';

/** A file that is no larger is read whole at once: two reads would take longer. */
const SMALL_BYTES = 64 * 1024;

/** A file, opened at the first read and read at random until `close`: synchronously or in the thread pool, as `pace` decides. */
export class FileReader implements ImageReader {
  readonly name: string;
  readonly #options: OpenFileOptions;
  readonly #pace: ReadPace;
  #file: Promise<OpenFile> | undefined;
  #reading: Promise<unknown> | undefined;

  constructor(path: string, options: OpenFileOptions = {}, pace = new ReadPace()) {
    this.name = path;
    this.#options = options;
    this.#pace = pace;
  }

  /** Takes no signal, as Node cannot abort a read of the file system; the caller may stop waiting. */
  async read(offset: number, length: number) {
    this.#file ??= this.#open();
    const { descriptor, size } = await this.#file;
    const asked = offset === 0 && size <= SMALL_BYTES ? size : length;
    const buffer = Buffer.allocUnsafeSlow(Math.max(0, Math.min(asked, size - offset)));
    const filled = this.#pace.readsAtOnce(buffer.length)
      ? this.#pace.timed(() => readAtOnce(descriptor, buffer, offset))
      : await this.#readInPool(descriptor, buffer, offset);
    return { bytes: filled === buffer.length ? buffer : buffer.subarray(0, filled), size };
  }

  /** Whether the file was written to since it was opened, so that what was read may be of two versions. */
  async hasChanged(): Promise<boolean> {
    if (this.#file === undefined) return false;
    const { descriptor, size, modifiedMs } = await this.#file;
    const now = fstatSync(descriptor);
    return now.size !== size || now.mtimeMs !== modifiedMs;
  }

  /** Waits for a read under way, as its descriptor could otherwise be another file's by then. */
  async close(): Promise<void> {
    const file = await this.#file?.catch(() => undefined);
    await this.#reading?.catch(() => {});
    if (file !== undefined) closeSync(file.descriptor);
  }

  async #open(): Promise<OpenFile> {
    const folder = dirname(this.name);
    if (this.#pace.opensAtOnce(folder)) {
      try {
        return this.#pace.timed(() => openFileSync(this.name, this.#options.folder));
      } catch (error) {
        if (shortageOf(error) === undefined) throw error; // a shortage is waited for below
      }
    }
    const file = await openFile(this.name, this.#options);
    this.#pace.hasOpened(folder);
    return file;
  }

  async #readInPool(descriptor: number, buffer: Buffer, offset: number): Promise<number> {
    const reading = readFully(descriptor, buffer, offset);
    this.#reading = reading;
    const filled = await reading;
    this.#reading = undefined;
    return filled;
  }
}

/** Returns the number of bytes read, as `readFully` does: fewer than asked for only at the end of the file. */
function readAtOnce(descriptor: number, buffer: Buffer, offset: number): number {
  for (let filled = 0; ; ) {
    const count = readSync(descriptor, buffer, filled, buffer.length - filled, offset + filled);
    filled += count;
    if (count === 0 || filled === buffer.length) return filled;
  }
}

/** With callbacks, which take half the time of `fs.promises`. */
function readFully(descriptor: number, buffer: Buffer, offset: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let filled = 0;
    const step = () => {
      read(descriptor, buffer, filled, buffer.length - filled, offset + filled, (error, count) => {
        if (error !== null) return reject(error);
        filled += count;
        if (count === 0 || filled === buffer.length) resolve(filled);
        else step();
      });
    };
    step();
  });
}
