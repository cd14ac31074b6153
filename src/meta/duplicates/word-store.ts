import type { TemporaryFile } from './temporary-file.ts';

/** Words, appended and read in pieces: in memory as long as they are few, then all of them in one temporary file. */
export class WordStore {
  readonly #memoryWords: number;
  readonly #openFile: (() => TemporaryFile) | undefined;
  #file: TemporaryFile | undefined;
  /** By position. */
  readonly #kept = new Map<number, Int32Array>();
  #length = 0;

  /** @param openFile undefined where there are no files: everything stays in memory */
  constructor(memoryWords: number, openFile: (() => TemporaryFile) | undefined) {
    this.#memoryWords = memoryWords;
    this.#openFile = openFile;
  }

  /** Adds a piece, and gives its position. The caller may fill the array anew. */
  append(words: Int32Array): number {
    const position = this.#length;
    if (this.#openFile !== undefined && position + words.length > this.#memoryWords) {
      this.#file ??= this.#spill(this.#openFile());
    }
    if (this.#file === undefined) this.#kept.set(position, words.slice());
    else this.#file.write(words, position);
    this.#length += words.length;
    return position;
  }

  /** Fills `words` with the piece at a position. */
  read(words: Int32Array, position: number): void {
    if (this.#file !== undefined) {
      this.#file.read(words, position);
      return;
    }
    const piece = this.#kept.get(position);
    if (piece === undefined) throw new Error('Cannot read names as the store of names is closed');
    words.set(piece);
  }

  close(): void {
    this.#kept.clear();
    this.#file?.close();
  }

  /** From here on everything lies in the file, what came before included: a position is always a place in it. */
  #spill(file: TemporaryFile): TemporaryFile {
    try {
      for (const [position, words] of this.#kept) file.write(words, position);
    } catch (error) {
      file.close();
      throw error;
    }
    this.#kept.clear();
    return file;
  }
}
