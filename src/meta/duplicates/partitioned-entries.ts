import { MASKED_WORDS, mostDifferenceWords, writeDifference } from './entry-difference.ts';
import { PartitionReader, type Piece } from './partition-reader.ts';
import type { WordStore } from './word-store.ts';

/** As many that a partition of 100 million entries fits into memory, and its table nearly into the processor's cache. */
export const PARTITIONS = 256;

/**
 * Takes entries and gives them back by partition, so that what belongs together meets. Each partition fills a block of
 * its own; a full block is stored.
 */
export class PartitionedEntries {
  readonly #store: WordStore;
  readonly #mostBlockWords: number;
  readonly #blocks: Int32Array[] = Array(PARTITIONS).fill(new Int32Array(0));
  readonly #filled = new Uint32Array(PARTITIONS);
  /** The last entry of each partition, as far as the next one is compared with it. */
  readonly #last = new Int32Array(PARTITIONS * MASKED_WORDS);
  readonly #pieces: Piece[][] = Array.from({ length: PARTITIONS }, () => []);
  #entry = new Int32Array(MASKED_WORDS);

  /** @param mostWords how many words the blocks have together */
  constructor(store: WordStore, mostWords: number) {
    this.#store = store;
    this.#mostBlockWords = Math.floor(mostWords / PARTITIONS);
  }

  /** Where the next entry, of so many words at most, is to be written before it is added. */
  room(length: number): Int32Array {
    if (length > this.#entry.length) this.#entry = new Int32Array(2 * length);
    return this.#entry;
  }

  /** Adds the entry that was written into the room. */
  add(length: number, partition: number): void {
    const most = mostDifferenceWords(length);
    let block = this.#blocks[partition] as Int32Array;
    if ((this.#filled[partition] as number) + most > block.length) block = this.#makeRoom(most, partition);
    const from = this.#filled[partition] as number;
    const last = partition * MASKED_WORDS;
    this.#filled[partition] = writeDifference(this.#entry, length, this.#last, last, block, from);
  }

  /** After the last entry: what reads them, a partition at a time. */
  read(): PartitionReader {
    for (let partition = 0; partition < PARTITIONS; partition++) this.#storeBlock(partition);
    this.#blocks.fill(new Int32Array(0));
    return new PartitionReader(this.#store, this.#pieces, this.#entry.length);
  }

  /** Widens a block by doubling, so that a short file takes little; when it is as wide as can be, stores what it holds. */
  #makeRoom(length: number, partition: number): Int32Array {
    if ((this.#filled[partition] as number) + length > this.#mostBlockWords) this.#storeBlock(partition);
    const filled = this.#filled[partition] as number;
    const needed = filled + length;
    const block = this.#blocks[partition] as Int32Array;
    if (needed <= block.length) return block;
    const wider = new Int32Array(Math.max(needed, Math.min(2 * needed, this.#mostBlockWords)));
    wider.set(block.subarray(0, filled));
    this.#blocks[partition] = wider;
    return wider;
  }

  #storeBlock(partition: number): void {
    const words = this.#blocks[partition]?.subarray(0, this.#filled[partition]);
    if (words === undefined || words.length === 0) return;
    this.#pieces[partition]?.push({ position: this.#store.append(words), length: words.length });
    this.#filled[partition] = 0;
  }
}
