import { mostDifferenceWords } from './entry-difference.ts';
import { PartitionReader, type Run } from './partition-reader.ts';
import { PARTITIONS, type PartitionOf, sortByPartition } from './sort-by-partition.ts';
import type { WordStore } from './word-store.ts';

const FEW_WORDS = 1_024;

/**
 * Takes entries in any order and gives them back by partition, so that what belongs together meets. Entries are
 * collected as they come; a full collection is sorted in one go and stored as a run.
 */
export class EntrySpool {
  readonly #store: WordStore;
  readonly #partitionOf: PartitionOf;
  readonly #mostWords: number;
  readonly #runs: Run[] = [];
  #words: Int32Array = new Int32Array(0);
  #sorted: Int32Array = new Int32Array(0);
  #end = 0;
  /** How many words the entries of each partition take at most when they are sorted. */
  readonly #sizes = new Uint32Array(PARTITIONS);
  #longest = 0;

  /** @param mostWords how many words are collected before they are stored */
  constructor(store: WordStore, partitionOf: PartitionOf, mostWords: number) {
    this.#store = store;
    this.#partitionOf = partitionOf;
    this.#mostWords = mostWords;
  }

  /** Makes room for an entry of so many words, and gives the index in `words` where it is to be written. */
  room(length: number): number {
    if (this.#end + length > this.#words.length) this.#makeRoom(length);
    return this.#end;
  }

  /** Where entries are written; another array after the next `room`. */
  get words(): Int32Array {
    return this.#words;
  }

  /** Takes the entry that was written into the room, up to its end. */
  take(end: number): void {
    const length = end - this.#end;
    if (length > this.#longest) this.#longest = length;
    const partition = this.#partitionOf(this.#words, this.#end);
    this.#sizes[partition] = (this.#sizes[partition] as number) + mostDifferenceWords(length);
    this.#end = end;
  }

  /** After the last entry: what reads them, a partition at a time. */
  read(): PartitionReader {
    this.#storeRun();
    this.#words = this.#sorted = new Int32Array(0);
    return new PartitionReader(this.#store, this.#runs, this.#longest);
  }

  /** Grows by doubling, so that a short file takes little; at the bound the entries are stored instead. */
  #makeRoom(length: number): void {
    if (this.#end + length > this.#mostWords) this.#storeRun();
    const needed = this.#end + length;
    if (needed <= this.#words.length) return;
    const roomy = Math.min(Math.max(2 * needed, FEW_WORDS), this.#mostWords);
    const wider = new Int32Array(Math.max(needed, roomy));
    wider.set(this.#words.subarray(0, this.#end));
    this.#words = wider;
  }

  #storeRun(): void {
    if (this.#end === 0) return;
    const most = this.#sizes.reduce((sum, size) => sum + size);
    if (this.#sorted.length < most) this.#sorted = new Int32Array(most);
    const starts = sortByPartition(this.#words, this.#end, this.#partitionOf, this.#sizes, this.#sorted);
    const position = this.#store.append(this.#sorted.subarray(0, starts.at(-1)));
    this.#runs.push({ position, starts });
    this.#end = 0;
    this.#sizes.fill(0);
  }
}
