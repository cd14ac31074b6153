import { closeSync, fdatasync, ftruncateSync, openSync, statSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { show } from './checks.ts';

/**
 * A file that only this object appends to. A write that fails is rolled back; after a rollback or a sync that failed, every
 * later write is refused.
 */
export class AppendOnlyFile {
  readonly #path: string;
  /** Undefined when there was no such file. */
  readonly #inode: number | undefined;
  #size: number;
  /** Bytes to keep: the next write first truncates the file to this length. */
  #kept: number;
  #descriptor: number | undefined;
  #broken: Error | undefined;

  constructor(path: string) {
    const stats = statSync(path, { throwIfNoEntry: false });
    this.#path = path;
    this.#inode = stats?.ino;
    this.#size = this.#kept = stats?.size ?? 0;
  }

  get exists(): boolean {
    return this.#inode !== undefined;
  }

  /** The next write truncates the file to this length first. */
  keep(bytes: number): void {
    this.#kept = bytes;
  }

  /** @throws {RangeError} when another program has changed the file, or Node's error when the file cannot be written */
  append(bytes: Uint8Array): void {
    this.checkUnchanged();
    const descriptor = this.#open();
    try {
      if (this.#size > this.#kept) this.#cutToKept(descriptor);
      writeFileSync(descriptor, bytes);
    } catch (error) {
      this.#rollBack(descriptor);
      throw this.#named(error);
    }
    this.#size = this.#kept += bytes.length;
  }

  cutTo(bytes: number): void {
    this.checkUnchanged();
    this.keep(bytes);
    this.#cutToKept(this.#open());
  }

  /** Resolves when everything that was written is on the disk. */
  async sync(): Promise<void> {
    if (this.#broken !== undefined) throw this.#broken;
    try {
      await toDisk(this.#open());
    } catch (error) {
      this.#broken = this.#named(error); // a later sync may succeed although this one lost data
      throw this.#broken;
    }
  }

  /** Another machine does not see the lock of this machine's processes, so it may have changed the file. */
  checkUnchanged(): void {
    if (this.#broken !== undefined) throw this.#broken;
    const now = statSync(this.#path, { throwIfNoEntry: false });
    if (now?.ino === this.#inode && (now?.size ?? 0) === this.#size) return;
    throw new RangeError(
      `Cannot write to ${show(this.#path)} as one owner at a time may have it: another program has changed it; open it again when that program has ended`,
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

  #cutToKept(descriptor: number): void {
    ftruncateSync(descriptor, this.#kept);
    this.#size = this.#kept;
  }

  /** Part of a line would damage the next line. */
  #rollBack(descriptor: number): void {
    try {
      this.#cutToKept(descriptor);
    } catch (error) {
      this.#broken = this.#named(error);
    }
  }

  /** Node's errors of writing to an open file do not name the file. */
  #named(error: unknown): Error {
    const { message, code } = error as NodeJS.ErrnoException;
    const text = `Cannot write to ${show(this.#path)}: ${message}`;
    return Object.assign(new Error(text, { cause: error }), { code });
  }
}

const toDisk = promisify(fdatasync);
