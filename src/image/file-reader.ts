import { close, constants, fstat, open, read, type Stats } from 'node:fs';
import type { ImageReader } from './image-source.ts';

/**
 * A file, opened at the first read and read at random until `close`.
 * It uses callbacks, which take half the time of `fs.promises` where a file is a read or two.
 */
export class FileReader implements ImageReader {
  readonly name: string;
  #file: Promise<{ readonly descriptor: number; readonly size: number }> | undefined;
  #reading: Promise<unknown> = Promise.resolve();

  constructor(path: string) {
    this.name = path;
  }

  /** Takes no signal, as a read of the file system cannot be called back; who waits may stop waiting. */
  async read(offset: number, length: number) {
    this.#file ??= openFile(this.name);
    const { descriptor, size } = await this.#file;
    const buffer = Buffer.allocUnsafeSlow(Math.max(0, Math.min(length, size - offset)));
    const reading = readFully(descriptor, buffer, offset);
    this.#reading = reading.catch(() => {});
    return { bytes: buffer.subarray(0, await reading), size };
  }

  /** Never rejects. Waits for a read under way, as its descriptor could otherwise be another file's by then. */
  async close(): Promise<void> {
    const file = await this.#file?.catch(() => undefined);
    await this.#reading;
    if (file !== undefined) await closed(file.descriptor);
  }
}

// Without O_NONBLOCK, opening a named pipe waits for its writer, perhaps for ever.
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

async function openFile(path: string): Promise<{ descriptor: number; size: number }> {
  const descriptor = await called<number>((done) => open(path, FLAGS, done));
  try {
    const stats = await called<Stats>((done) => fstat(descriptor, done));
    if (stats.isFile()) return { descriptor, size: stats.size };
    const kind = stats.isDirectory() ? 'a directory' : 'a device or a pipe';
    throw Object.assign(new Error(`It is ${kind}`), { code: stats.isDirectory() ? 'EISDIR' : 'ENOTSUP' });
  } catch (error) {
    await closed(descriptor);
    throw error;
  }
}

/** How many bytes came: fewer than asked for only when the file ends. */
async function readFully(descriptor: number, buffer: Buffer, offset: number): Promise<number> {
  let filled = 0;
  while (filled < buffer.length) {
    const count = await called<number>((done) =>
      read(descriptor, buffer, filled, buffer.length - filled, offset + filled, done),
    );
    if (count === 0) break;
    filled += count;
  }
  return filled;
}

const called = <T>(
  start: (done: (error: NodeJS.ErrnoException | null, value: T) => void) => void,
): Promise<T> =>
  new Promise((resolve, reject) => {
    start((error, value) => (error === null ? resolve(value) : reject(error)));
  });

const closed = (descriptor: number): Promise<void> =>
  new Promise((resolve) => close(descriptor, () => resolve()));
