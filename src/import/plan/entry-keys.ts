import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoredObject } from '../../shared/objects/object-store.ts';
import { hashOfText } from './hash-of-text.ts';
import { PARTITIONS } from './partitioned-lines.ts';
import { PartitionedValues } from './partitioned-values.ts';
import type { OtherEntry, PresentObject } from './planned-entry.ts';

/** What an ADD learns from the keys of all others, and from the bucket. */
export interface KeyFact {
  readonly number: number;
  /** The entry that takes the key for another image: the first one of the key; null when increment.meta has it. */
  readonly takenBy?: OtherEntry | null | undefined;
  /** The object that is under the key already. */
  readonly present?: PresentObject | undefined;
}

interface EntryKeysOptions {
  /** An existing folder for temporary files. */
  readonly work: string;
  /** The key of increment.meta. */
  readonly metaKey: string;
  /** Whether two images, as `add` is given them, are one. Asked when they have one key and differ as text. */
  readonly isSameImage: (one: string, other: string) => boolean;
  /** What puts keys into partitions: any number for each. @default a hash of the whole key */
  readonly hash?: ((key: string) => number) | undefined;
}

type KeyOptions = Pick<EntryKeysOptions, 'metaKey' | 'isSameImage'>;
type EntryKey = readonly [key: string, image: string, number: number, line: number];
type ObjectKey = readonly [key: string, bytes: number, etag: string];

/**
 * The keys that ADDs have in the bucket, compared with each other and with what is there. Keys and objects go to the disk by
 * a hash of the key, and come back a partition at a time: memory stays small however many there are, and no answer is a guess.
 */
export class EntryKeys implements AsyncDisposable {
  readonly #folder: string;
  readonly #options: KeyOptions;
  readonly #hash: (key: string) => number;
  readonly #entries: PartitionedValues<EntryKey>;
  readonly #objects: PartitionedValues<ObjectKey>;
  /** In partitions by number, each of which is a part of the catalogue. */
  readonly #facts: PartitionedValues<KeyFact>;
  #prefix: string | undefined;
  #lastNumber = 0;

  private constructor(folder: string, hash: (key: string) => number, options: KeyOptions) {
    this.#folder = folder;
    this.#hash = hash;
    this.#options = options;
    this.#entries = new PartitionedValues(join(folder, 'entries'));
    this.#objects = new PartitionedValues(join(folder, 'objects'));
    this.#facts = new PartitionedValues(join(folder, 'facts'));
  }

  static async create({ work, hash = hashOfText, ...options }: EntryKeysOptions): Promise<EntryKeys> {
    const folder = join(work, 'keys');
    await mkdir(folder, { recursive: true });
    return new EntryKeys(folder, hash, options);
  }

  /** What all keys begin with; undefined when there are none. */
  get prefix(): string | undefined {
    return this.#prefix?.replace(/[\ud800-\udbff]$/, ''); // half of a pair, whose other halves differ
  }

  /**
   * Adds the key of the next entry.
   *
   * @param image where the image is: equal texts are one image
   */
  add(key: string, image: string, { number, line }: OtherEntry): void {
    this.#entries.add(this.#partitionOf(key), [key, image, number, line]);
    this.#prefix = commonStart(this.#prefix ?? key, key);
    this.#lastNumber = number;
  }

  /** Adds an object of the bucket. One without an ETag says nothing of its content. */
  addObject({ key, bytes, etag }: StoredObject): void {
    if (etag !== undefined) this.#objects.add(this.#partitionOf(key), [key, bytes, etag]);
  }

  /** After the last key: the facts, in the order of the entries. Can be asked once. */
  async *facts(signal: AbortSignal | undefined): AsyncGenerator<KeyFact, void, void> {
    for (let partition = 0; partition < PARTITIONS; partition++) await this.#compare(partition, signal);
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const facts: KeyFact[] = [];
      for await (const block of this.#facts.read(partition)) for (const fact of block) facts.push(fact);
      yield* facts.sort((one, other) => one.number - other.number);
    }
  }

  /** Removes the files. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const values of [this.#entries, this.#objects, this.#facts]) await values[Symbol.asyncDispose]();
    await rm(this.#folder, { recursive: true });
  }

  async #compare(partition: number, signal: AbortSignal | undefined): Promise<void> {
    const numbersInPartition = Math.ceil((this.#lastNumber + 1) / PARTITIONS);
    const objects = new Map<string, PresentObject>();
    for await (const block of this.#objects.read(partition))
      for (const [key, bytes, etag] of block) objects.set(key, { bytes, etag });
    const firsts = new Map<string, EntryKey>();
    for await (const block of this.#entries.read(partition)) {
      signal?.throwIfAborted();
      for (const entry of block) {
        const [key, , number] = entry;
        const first = firsts.get(key) ?? entry;
        if (first === entry) firsts.set(key, entry);
        const takenBy = this.#takenBy(first, entry);
        const present = objects.get(key);
        if (takenBy !== undefined || present !== undefined)
          this.#facts.add(Math.floor(number / numbersInPartition), { number, takenBy, present });
      }
    }
  }

  #takenBy(first: EntryKey, [key, image]: EntryKey): OtherEntry | null | undefined {
    const { metaKey, isSameImage } = this.#options;
    const [, imageOfFirst, number, line] = first;
    if (key === metaKey) return null;
    return image === imageOfFirst || isSameImage(image, imageOfFirst) ? undefined : { number, line };
  }

  #partitionOf(key: string): number {
    return (this.#hash(key) >>> 0) % PARTITIONS;
  }
}

function commonStart(one: string, other: string): string {
  if (other.startsWith(one)) return one;
  let length = 0;
  while (one[length] === other[length]) length += 1;
  return one.slice(0, length);
}
