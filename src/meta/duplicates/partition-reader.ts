import { readDifference } from './entry-difference.ts';
import { entryWords } from './image-entry.ts';
import type { WordStore } from './word-store.ts';

/** Entries that were stored together, sorted by partition. */
export interface Run {
  readonly position: number;
  /** Where in the run each partition starts, and where the last one ends. */
  readonly starts: Uint32Array;
}

/** Gives the entries of a partition one after the other, in the order in which they came. */
export class PartitionReader {
  /** The current entry, from index 0 on; the next one is written over it. */
  readonly entry: Int32Array;
  length = 0;

  readonly #store: WordStore;
  readonly #runs: readonly Run[];
  #partition = 0;
  #nextRun = 0;
  #words: Int32Array = new Int32Array(0);
  #at = 0;
  #end = 0;

  /** @param longest how many words the longest entry has */
  constructor(store: WordStore, runs: readonly Run[], longest: number) {
    this.#store = store;
    this.#runs = runs;
    this.entry = new Int32Array(longest);
  }

  open(partition: number): void {
    this.#partition = partition;
    this.#nextRun = 0;
    this.#at = this.#end = 0;
  }

  /** Goes on to the next entry; false when there is none. */
  next(): boolean {
    while (this.#at === this.#end) {
      const run = this.#runs[this.#nextRun++];
      if (run === undefined) return false;
      this.#load(run);
    }
    this.#at = readDifference(this.#words, this.#at, this.entry);
    this.length = entryWords(this.entry);
    return true;
  }

  #load({ position, starts }: Run): void {
    const start = starts[this.#partition] as number;
    const length = (starts[this.#partition + 1] as number) - start;
    if (length > this.#words.length) this.#words = new Int32Array(2 * length);
    if (length > 0) this.#store.read(this.#words.subarray(0, length), position + start);
    this.#at = 0;
    this.#end = length;
  }
}
