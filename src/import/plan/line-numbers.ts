import { temporaryFiles } from '../../meta/duplicates/temporary-file.ts';
import { WordStore } from '../../meta/duplicates/word-store.ts';

const NUMBERS_IN_A_BLOCK = 512; // few, as lines are asked for in any order
const WORDS_IN_A_BLOCK = 2 * NUMBERS_IN_A_BLOCK;
const WORDS_IN_MEMORY = 2 ** 18;

/** The line of each entry: in memory as long as they are few, then in a temporary file. */
export class LineNumbers implements Disposable {
  readonly #store: WordStore;
  readonly #block = new Float64Array(NUMBERS_IN_A_BLOCK);
  readonly #words = new Int32Array(this.#block.buffer);
  #inBlock = 0;
  /** Which block was read last. */
  #read = -1;

  /** @param folder an existing folder for a temporary file */
  constructor(folder: string) {
    this.#store = new WordStore(WORDS_IN_MEMORY, temporaryFiles(folder));
  }

  /** Adds the line of the next entry. */
  add(line: number): void {
    this.#block[this.#inBlock++] = line;
    if (this.#inBlock === NUMBERS_IN_A_BLOCK) this.#storeBlock();
  }

  /** Stores the block that is not full: `lineOf` comes after it, and `add` no more. */
  finish(): void {
    this.#storeBlock();
  }

  /** @param number of an entry that was added, from 1 */
  lineOf(number: number): number {
    const block = Math.floor((number - 1) / NUMBERS_IN_A_BLOCK);
    if (block !== this.#read) this.#store.read(this.#words, block * WORDS_IN_A_BLOCK);
    this.#read = block;
    return this.#block[(number - 1) % NUMBERS_IN_A_BLOCK] as number;
  }

  [Symbol.dispose](): void {
    this.#store.close();
  }

  #storeBlock(): void {
    this.#store.append(this.#words);
    this.#inBlock = 0;
  }
}
