import { joinBytes } from '../../shared/join-bytes.ts';
import { nodeBuiltin } from '../../shared/node-builtin.ts';

/** Lines of all parts together that wait to be written; then those of every part are. */
const MOST_WAITING = 8 * 1024 * 1024;
const MOST_OF_A_PART = 256 * 1024;

interface PartFile {
  readonly path: string;
  /** The outermost of the folders that were made for it. */
  readonly made: string | undefined;
  waiting: Uint8Array[];
  bytes: number;
}

/**
 * Files that are written side by side and appear together, each whole: until then they are called `path.part`. Any number of
 * them, since none is open for longer than it takes to append to it.
 */
export class PartFiles {
  readonly #files: PartFile[] = [];
  #waiting = 0;
  #appeared = 0;

  /** Makes the file and its folders. */
  async add(path: string): Promise<void> {
    const { mkdir, writeFile } = nodeBuiltin('fs/promises', 'write files');
    const { dirname } = nodeBuiltin('path', 'write files');
    const made = await mkdir(dirname(path), { recursive: true });
    this.#files.push({ path, made, waiting: [], bytes: 0 });
    await writeFile(partOf(path), '');
  }

  /** Appends to a file, by its place. Copies the bytes. A promise when some must be written first. */
  append(place: number, bytes: Uint8Array): Promise<void> | undefined {
    const file = this.#files[place] as PartFile;
    file.waiting.push(new Uint8Array(bytes)); // a Buffer's slice would be no copy
    file.bytes += bytes.length;
    this.#waiting += bytes.length;
    if (this.#waiting >= MOST_WAITING) return this.#writeAll();
    return file.bytes >= MOST_OF_A_PART ? this.#write(file) : undefined;
  }

  /** Gives every file its name once all are on the disk. */
  async finish(): Promise<void> {
    const { open, rename } = nodeBuiltin('fs/promises', 'write files');
    await this.#writeAll();
    for (const { path } of this.#files) {
      const file = await open(partOf(path), 'r+');
      try {
        await file.sync();
      } finally {
        await file.close();
      }
    }
    for (const { path } of this.#files) {
      await rename(partOf(path), path);
      this.#appeared += 1;
    }
  }

  /** Leaves nothing: neither files, those that have their names included, nor folders that were made and are empty. */
  async discard(): Promise<void> {
    const { rm, rmdir } = nodeBuiltin('fs/promises', 'write files');
    const { dirname, resolve } = nodeBuiltin('path', 'write files');
    for (const [n, { path }] of this.#files.entries())
      await rm(n < this.#appeared ? path : partOf(path), { force: true });
    for (const { path, made } of this.#files.toReversed()) {
      if (made === undefined) continue;
      for (
        let folder = dirname(resolve(path));
        folder.length >= resolve(made).length;
        folder = dirname(folder)
      )
        await rmdir(folder).catch(() => {}); // somebody else has put something there
    }
  }

  async #writeAll(): Promise<void> {
    for (const file of this.#files) if (file.bytes > 0) await this.#write(file);
  }

  async #write(file: PartFile): Promise<void> {
    const { appendFile } = nodeBuiltin('fs/promises', 'write files');
    const whole = joinBytes(file.waiting);
    this.#waiting -= file.bytes;
    file.waiting = [];
    file.bytes = 0;
    await appendFile(partOf(file.path), whole);
  }
}

const partOf = (path: string) => `${path}.part`;
