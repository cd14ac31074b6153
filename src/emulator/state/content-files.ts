import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWholeFileSync } from '../../shared/files/whole-file.ts';

/** The contents of objects, each in a file that is named by its digest, so that equal contents are stored once. */
export class ContentFiles {
  readonly #folder: string;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
  }

  get isEmpty(): boolean {
    return readdirSync(this.#folder).length === 0;
  }

  path(digest: string): string {
    return join(this.#folder, digest);
  }

  /** Returns the digest. A file appears under its name only when it is whole. */
  put(bytes: Uint8Array): string {
    const digest = digestOf(bytes);
    const path = this.path(digest);
    if (existsSync(path)) return digest;
    writeWholeFileSync(path, bytes);
    return digest;
  }

  /** Undefined for a file that is missing or has other bytes. */
  async get(digest: string): Promise<Buffer | undefined> {
    const path = this.path(digest);
    if (!existsSync(path)) return undefined;
    const bytes = await readFile(path);
    return digestOf(bytes) === digest ? bytes : undefined;
  }

  /** Deletes every other file. */
  keepOnly(digests: ReadonlySet<string>): void {
    for (const name of readdirSync(this.#folder))
      if (!digests.has(name)) rmSync(this.path(name), { force: true });
  }
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
