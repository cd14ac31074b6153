import { close, read } from 'node:fs';
import { promisify } from 'node:util';
import { type OpenFile, type OpenFileOptions, openFile } from '../shared/files/regular-file.ts';

/** The content of an open file: as many bytes as it had when it was opened, also when it grows meanwhile. */
export class FileBody {
  readonly size: number;
  readonly #file: OpenFile;
  readonly #path: string;
  #reading: Promise<unknown> | undefined;

  private constructor(path: string, file: OpenFile) {
    this.size = file.size;
    this.#file = file;
    this.#path = path;
  }

  /** @throws {NotAFile} and as `openFile` does */
  static async open(path: string, options: OpenFileOptions = {}): Promise<FileBody> {
    return new FileBody(path, await openFile(path, options));
  }

  /** All bytes at once, which is faster for a small file. @throws {Error} when the file has become shorter */
  bytes(): Promise<Buffer> {
    return this.part(0, this.size);
  }

  /** `length` bytes from `offset`, fewer at the end of the file. @throws {Error} when the file has become shorter */
  async part(offset: number, length: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafeSlow(Math.max(0, Math.min(length, this.size - offset)));
    for (let filled = 0; filled < buffer.length; ) {
      const rest = buffer.length - filled;
      const reading = readAt(this.#file.descriptor, buffer, filled, rest, offset + filled);
      this.#reading = reading;
      const { bytesRead } = await reading;
      if (bytesRead === 0) throw this.#shorter();
      filled += bytesRead;
    }
    return buffer;
  }

  /** The bytes piece by piece, from the first one on. @throws {Error} when the file has become shorter */
  async *chunks(): AsyncGenerator<Uint8Array, void, void> {
    for (let at = 0; at < this.size; at += CHUNK_BYTES) yield await this.part(at, CHUNK_BYTES);
  }

  /** Closes the file, after a read that nobody waits for any more. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#reading?.catch(() => {}); // whoever asked for it has its failure
    await closeFile(this.#file.descriptor);
  }

  #shorter(): Error {
    return Object.assign(new Error('It changed while it was read'), { path: this.#path });
  }
}

const CHUNK_BYTES = 256 * 1024;

const readAt = promisify(read);
const closeFile = promisify(close);
