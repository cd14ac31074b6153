import { MASKED_WORDS, readDifference } from './entry-difference.ts';
import { entryWords } from './image-entry.ts';
import type { WordStore } from './word-store.ts';

/** Where entries of a partition are stored. */
export interface Piece {
  readonly position: number;
  readonly length: number;
}

/** Gives the entries of a partition one after the other, in the order in which they came. */
export class PartitionReader {
  /** The current entry, from index 0 on; the next one is written over it. */
  readonly entry: Int32Array;
  length = 0;

  readonly #store: WordStore;
  readonly #partitions: readonly (readonly Piece[])[];
  #pieces: readonly Piece[] = [];
  #nextPiece = 0;
  #words: Int32Array = new Int32Array(0);
  #at = 0;
  #end = 0;

  /** @param longest how many words the longest entry has */
  constructor(store: WordStore, partitions: readonly (readonly Piece[])[], longest: number) {
    this.#store = store;
    this.#partitions = partitions;
    this.entry = new Int32Array(longest);
  }

  open(partition: number): void {
    this.#pieces = this.#partitions[partition] ?? [];
    this.#nextPiece = 0;
    this.#at = this.#end = 0;
    this.entry.fill(0, 0, MASKED_WORDS); // as before the first entry was written
  }

  /** Goes on to the next entry; false when there is none. */
  next(): boolean {
    if (this.#at === this.#end && !this.#load()) return false;
    this.#at = readDifference(this.#words, this.#at, this.entry);
    this.length = entryWords(this.entry);
    return true;
  }

  #load(): boolean {
    const piece = this.#pieces[this.#nextPiece++];
    if (piece === undefined) return false;
    if (piece.length > this.#words.length) this.#words = new Int32Array(piece.length);
    this.#store.read(this.#words.subarray(0, piece.length), piece.position);
    this.#at = 0;
    this.#end = piece.length;
    return true;
  }
}
