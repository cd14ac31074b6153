import { closeSync, openSync, statSync } from 'node:fs';
import { AppendOnlyFile } from '../../shared/files/append-only-file.ts';
import { show } from '../../shared/options/checks.ts';

/**
 * A file that grows piece by piece and is continued after a kill. A piece is in the file, whole, when `add` returns; it survives
 * a power cut once `sync` has resolved.
 */
export class GrowingFile implements Disposable {
  readonly #file: AppendOnlyFile;
  #bytes: number;

  /**
   * Opens the file, and makes it if it is missing.
   *
   * @param bytes the length of the part that counts: what follows is removed
   * @throws {RangeError} when the file is shorter
   */
  constructor(path: string, bytes: number) {
    closeSync(openSync(path, 'a'));
    const { size } = statSync(path);
    if (size < bytes)
      throw new RangeError(
        `Cannot continue with ${show(path, LONGEST_PATH)} as it must have ${bytes} bytes at least: current value is ${size}; restore the file, or start anew with another folder`,
      );
    this.#file = new AppendOnlyFile(path);
    this.#bytes = bytes;
    this.#file.cutTo(bytes);
  }

  /** The length of the file. */
  get bytes(): number {
    return this.#bytes;
  }

  add(text: string): void {
    const piece = Buffer.from(text);
    this.#file.append(piece);
    this.#bytes += piece.length;
  }

  /** Takes away what follows so many bytes. */
  cutTo(bytes: number): void {
    this.#file.cutTo(bytes);
    this.#bytes = bytes;
  }

  sync(): Promise<void> {
    return this.#file.sync();
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }
}

const LONGEST_PATH = 1_000;
