import { DUPLICATE_CODES, type DuplicateCode, type NamedImage } from '../rules/file-rules.ts';
import { imageOf, lineOf, noteOf, offsetOf, setNote } from './image-entry.ts';
import type { PartitionReader } from './partition-reader.ts';
import { PARTITIONS, PartitionedEntries } from './partitioned-entries.ts';
import type { WordStore } from './word-store.ts';

/** A rule that a line breaks together with another one. */
export interface Finding {
  readonly code: DuplicateCode;
  readonly line: number;
  readonly offset: number;
  readonly image: NamedImage;
  readonly otherLine: number;
}

const OTHER_LINE = 0; // of an entry, in the place of the hash

/**
 * Takes findings in any order and gives them in the order of their lines. They are as many as the lines at worst, so
 * they are kept in partitions as the lines are, but here a partition is a part of the file: it is sorted when it is read.
 */
export class DuplicateFindings {
  readonly #entries: PartitionedEntries;
  readonly #linesInPartition: number;

  /** @param lastLine no finding has a higher one */
  constructor(store: WordStore, lastLine: number, mostWords: number) {
    this.#entries = new PartitionedEntries(store, mostWords);
    this.#linesInPartition = Math.ceil((lastLine + 1) / PARTITIONS);
  }

  /** Adds what was found about the line of an entry. */
  add(code: DuplicateCode, { entry, length }: PartitionReader, otherLine: number): void {
    const words = this.#entries.room(length);
    words.set(entry.subarray(0, length));
    words[OTHER_LINE] = otherLine;
    setNote(words, DUPLICATE_CODES.indexOf(code));
    this.#entries.add(length, Math.floor(lineOf(entry) / this.#linesInPartition));
  }

  /** After the last one: all of them. Those of the same line come in the order in which they were added. */
  *inOrder(): Generator<Finding, void, void> {
    const reader = this.#entries.read();
    for (let partition = 0; partition < PARTITIONS; partition++) {
      reader.open(partition);
      const { words, starts } = readAll(reader);
      starts.sort((one, other) => lineOf(words, one) - lineOf(words, other));
      for (const at of starts) yield findingAt(words, at);
    }
  }
}

function readAll(reader: PartitionReader): { words: Int32Array; starts: number[] } {
  let words: Int32Array = new Int32Array(0);
  const starts: number[] = [];
  for (let end = 0; reader.next(); end += reader.length) {
    if (end + reader.length > words.length) {
      const wider = new Int32Array(2 * (end + reader.length));
      wider.set(words);
      words = wider;
    }
    words.set(reader.entry.subarray(0, reader.length), end);
    starts.push(end);
  }
  return { words, starts };
}

const findingAt = (words: Int32Array, at: number): Finding => ({
  code: DUPLICATE_CODES[noteOf(words, at)] as DuplicateCode,
  line: lineOf(words, at),
  offset: offsetOf(words, at),
  image: imageOf(words, at),
  otherLine: (words[at + OTHER_LINE] as number) >>> 0,
});
