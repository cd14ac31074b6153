import type { HashWords } from './hash-words.ts';
import { hashOfProduct, isDelete, isWholeProduct, partitionOf, widenToProduct } from './image-entry.ts';
import type { PartitionReader } from './partition-reader.ts';
import type { PartitionedEntries } from './partitioned-entries.ts';

const MARKS = 2 ** 23;

/**
 * Products that a line deletes whole. They are marked as their lines come. When the last line is known, each entry is
 * met once more: those that delete a product, and the few that add to one that may be deleted, go by their product
 * alone into partitions of their own.
 */
export class DeletedProducts {
  readonly #entries: PartitionedEntries;
  readonly #hash: HashWords;
  /** A bit for each hash of a product's name: where it is not set, no line deletes the product. */
  #marks: Uint8Array | undefined;

  constructor(entries: PartitionedEntries, hash: HashWords) {
    this.#entries = entries;
    this.#hash = hash;
  }

  /** Notes that an entry deletes its product. */
  mark(entry: Int32Array): void {
    this.#marks ??= new Uint8Array(MARKS / 8);
    const mark = this.#markOf(entry);
    this.#marks[mark >>> 3] = (this.#marks[mark >>> 3] as number) | (1 << (mark & 7));
  }

  /** After the last mark: takes an entry in when it has to do with a product that may be deleted. */
  meet({ entry, length }: PartitionReader): void {
    if (this.#marks === undefined || (isDelete(entry) && !isWholeProduct(entry))) return;
    const mark = this.#markOf(entry);
    if (((this.#marks[mark >>> 3] as number) & (1 << (mark & 7))) === 0) return;
    const words = this.#entries.room(length);
    words.set(entry.subarray(0, length));
    const productLength = widenToProduct(words, this.#hash);
    this.#entries.add(productLength, partitionOf(words));
  }

  #markOf(entry: Int32Array): number {
    return hashOfProduct(entry, this.#hash) & (MARKS - 1);
  }
}
