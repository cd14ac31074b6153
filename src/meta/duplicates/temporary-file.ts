import { isNode, nodeBuiltin } from '../../shared/loading/node-builtin.ts';

/** A file of words that nobody else sees, gone when it is closed and also when this run is killed. */
export class TemporaryFile {
  readonly #fs = nodeBuiltin('fs', 'keep names in a temporary file');
  #descriptor: number | undefined;
  /** Where a platform keeps the name of an open file. */
  readonly #path: string | undefined;

  /** @param path the file's name when it must still be removed */
  constructor(descriptor: number, path?: string) {
    this.#descriptor = descriptor;
    this.#path = path;
  }

  /** @throws the system's error, when the disk is full for one */
  write(words: Int32Array, position: number): void {
    const bytes = bytesOf(words);
    for (let done = 0; done < bytes.length; ) {
      const length = Math.min(bytes.length - done, BYTES_IN_A_CALL);
      done += this.#fs.writeSync(this.#open(), bytes, done, length, position * WORD + done);
    }
  }

  /** Fills `words` with what was written at a position. */
  read(words: Int32Array, position: number): void {
    const bytes = bytesOf(words);
    for (let done = 0; done < bytes.length; ) {
      const length = Math.min(bytes.length - done, BYTES_IN_A_CALL);
      const got = this.#fs.readSync(this.#open(), bytes, done, length, position * WORD + done);
      if (got === 0) {
        const place = `${length} bytes are missing at ${position * WORD + done}`;
        throw new Error(`Cannot read the temporary file as somebody else has shortened it: ${place}`);
      }
      done += got;
    }
  }

  close(): void {
    const descriptor = this.#descriptor;
    if (descriptor === undefined) return;
    this.#descriptor = undefined;
    this.#fs.closeSync(descriptor);
    if (this.#path !== undefined) this.#fs.unlinkSync(this.#path);
  }

  #open(): number {
    if (this.#descriptor === undefined) throw new Error('Cannot use the temporary file as it is closed');
    return this.#descriptor;
  }
}

/**
 * What makes a temporary file when one is needed; undefined outside Node, where there are no files.
 *
 * @param folder the system's folder for temporary files when left out
 */
export function temporaryFiles(folder: string | undefined): (() => TemporaryFile) | undefined {
  if (!isNode()) return undefined;
  return () => {
    const fs = nodeBuiltin('fs', 'keep names in a temporary file');
    const { join } = nodeBuiltin('path', 'name a temporary file');
    const { tmpdir } = nodeBuiltin('os', 'find the folder of temporary files');
    const name = `imagesearch-import-${globalThis.crypto.randomUUID()}.names`;
    const path = join(folder ?? tmpdir(), name);
    const descriptor = fs.openSync(path, 'wx+', 0o600); // names of a customer's images: for this user only
    try {
      fs.unlinkSync(path);
    } catch {
      return new TemporaryFile(descriptor, path); // a platform that keeps the name of an open file
    }
    return new TemporaryFile(descriptor);
  };
}

const WORD = Int32Array.BYTES_PER_ELEMENT;
const BYTES_IN_A_CALL = 2 ** 30; // the system takes less than 2 GiB at once

const bytesOf = ({ buffer, byteOffset, byteLength }: Int32Array) =>
  new Uint8Array(buffer, byteOffset, byteLength);
