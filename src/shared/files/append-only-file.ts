import { closeSync, fdatasync, ftruncateSync, openSync, statSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { show } from '../options/checks.ts';

/**
 * A file to which only this object appends. A write that fails is undone. When it cannot be undone, or a sync fails, every
 * later write is refused.
 */
export class AppendOnlyFile {
  readonly #path: string;
  /** Undefined when the file does not exist yet. */
  readonly #inode: number | undefined;
  #size: number;
  /** The length of the valid part, in bytes: the next write removes all bytes after it. */
  #validBytes: number;
  #descriptor: number | undefined;
  #broken: Error | undefined;

  constructor(path: string) {
    const stats = statSync(path, { throwIfNoEntry: false });
    this.#path = path;
    this.#inode = stats?.ino;
    this.#size = this.#validBytes = stats?.size ?? 0;
  }

  get exists(): boolean {
    return this.#inode !== undefined;
  }

  /** Sets the length of the valid part: the next write removes all bytes after it. */
  keep(bytes: number): void {
    this.#validBytes = bytes;
  }

  /** @throws {RangeError} when another writer has changed the file, or Node's error when the file cannot be written */
  append(bytes: Uint8Array): void {
    this.checkUnchanged();
    const descriptor = this.#open();
    try {
      if (this.#size > this.#validBytes) this.#cutToValid(descriptor);
      writeFileSync(descriptor, bytes);
    } catch (error) {
      this.#undo(descriptor);
      throw this.#withPath(error);
    }
    this.#size = this.#validBytes += bytes.length;
  }

  cutTo(bytes: number): void {
    this.checkUnchanged();
    this.keep(bytes);
    this.#cutToValid(this.#open());
  }

  /** Resolves when everything that was written is on the disk. */
  async sync(): Promise<void> {
    if (this.#broken !== undefined) throw this.#broken;
    try {
      await toDisk(this.#open());
    } catch (error) {
      this.#broken = this.#withPath(error); // a later sync may succeed although this one lost data
      throw this.#broken;
    }
  }

  /** A process lock does not reach other machines: one that shares the file may have written to it. */
  checkUnchanged(): void {
    if (this.#broken !== undefined) throw this.#broken;
    const now = statSync(this.#path, { throwIfNoEntry: false });
    if (now?.ino === this.#inode && (now?.size ?? 0) === this.#size) return;
    throw new RangeError(
      `Cannot write to ${show(this.#path)} as one owner at a time may have it: another writer has changed it; open the file again when the other writer has ended`,
    );
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #open(): number {
    this.#descriptor ??= openSync(this.#path, 'a');
    return this.#descriptor;
  }

  #cutToValid(descriptor: number): void {
    ftruncateSync(descriptor, this.#validBytes);
    this.#size = this.#validBytes;
  }

  /** Removes what a failed write left: half a line would make the next line unreadable. */
  #undo(descriptor: number): void {
    try {
      this.#cutToValid(descriptor);
    } catch (error) {
      this.#broken = this.#withPath(error);
    }
  }

  /** Adds the path, which Node's errors about an open file do not contain. */
  #withPath(error: unknown): Error {
    const { message, code } = error as NodeJS.ErrnoException;
    const text = `Cannot write to ${show(this.#path)}: ${message}`;
    return Object.assign(new Error(text, { cause: error }), { code, path: this.#path });
  }
}

const toDisk = promisify(fdatasync);
