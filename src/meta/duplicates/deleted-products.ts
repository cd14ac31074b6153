import type { DistinctEntries } from './distinct-entries.ts';
import type { EntrySpool } from './entry-spool.ts';
import type { Findings } from './findings.ts';
import type { HashWords } from './hash-words.ts';
import {
  hashOfProduct,
  isDelete,
  isWholeProduct,
  lineOf,
  moveToLine,
  partitionOf,
  widenToProduct,
} from './image-entry.ts';
import type { PartitionReader } from './partition-reader.ts';

const MARKS = 2 ** 23;

/**
 * Products that a line deletes whole. They are marked as their lines come. When the last line is known, each entry is
 * met once more: those that delete a product, and the few that add to one that may be deleted, go by their product
 * alone into a spool of their own.
 */
export class DeletedProducts {
  readonly #spool: EntrySpool;
  readonly #hash: HashWords;
  /** A bit for each hash of a product's name: where it is not set, no line deletes the product. */
  #marks: Uint8Array | undefined;

  constructor(spool: EntrySpool, hash: HashWords) {
    this.#spool = spool;
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
    const words = this.#spool.room(length);
    words.set(entry.subarray(0, length));
    const productLength = widenToProduct(words, this.#hash);
    this.#spool.add(productLength, partitionOf(words));
  }

  #markOf(entry: Int32Array): number {
    return hashOfProduct(entry, this.#hash) & (MARKS - 1);
  }
}

/**
 * Finds, within one partition of such entries, every line that deletes a product to which another one adds, and tells it
 * with the first line that does. Gives the number of entries read.
 */
export function findDeletedProducts(
  reader: PartitionReader,
  partition: number,
  entries: DistinctEntries,
  findings: Findings,
): number {
  const { entry } = reader;
  let count = 0;
  for (; reader.next(); count++) {
    if (isDelete(entry)) continue;
    const first = entries.findOrKeep(entry, reader.length);
    if (first !== -1 && lineOf(entry) < lineOf(entries.words, first)) moveToLine(entries.words, first, entry);
  }
  reader.open(partition); // a line that adds may stand behind the one that deletes
  for (; reader.next(); count++) {
    const first = isDelete(entry) ? entries.find(entry, reader.length) : -1;
    if (first !== -1) findings.add('META_ADD_AND_DELETE_PRODUCT', reader, lineOf(entries.words, first));
  }
  return count;
}
