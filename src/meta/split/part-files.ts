import { WholeFile } from '../../shared/files/whole-file.ts';
import { nodeBuiltin } from '../../shared/loading/node-builtin.ts';
import { joinBytes } from '../../shared/text/join-bytes.ts';

/** Lines of all parts together that wait to be written; then those of every part are. */
const MOST_WAITING = 8 * 1024 * 1024;
const MOST_OF_A_PART = 256 * 1024;

interface PartFile {
  readonly path: string;
  readonly file: WholeFile;
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
    const file = await WholeFile.open(path);
    this.#files.push({ path, file, waiting: [], bytes: 0 });
    await file.close();
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
    await this.#writeAll();
    for (const { file } of this.#files) await file.sync();
    for (const { file } of this.#files) {
      await file.appear();
      this.#appeared += 1;
    }
  }

  /** Leaves nothing: neither files, those that have their names included, nor folders that were made and are empty. */
  async discard(): Promise<void> {
    const { rm } = nodeBuiltin('fs/promises', 'write files');
    for (const { path } of this.#files.slice(0, this.#appeared)) await rm(path, { force: true });
    for (const { file } of this.#files.toReversed()) await file.discard(); // the first may have made folders of the others
  }

  async #writeAll(): Promise<void> {
    for (const file of this.#files) if (file.bytes > 0) await this.#write(file);
  }

  async #write(part: PartFile): Promise<void> {
    const whole = joinBytes(part.waiting);
    this.#waiting -= part.bytes;
    part.waiting = [];
    part.bytes = 0;
    await part.file.write(whole);
    await part.file.close();
  }
}
