import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jsonLine, readJsonLinesFile } from './json-lines-file.ts';

type Compare<T> = (a: T, b: T) => number;

/** So many characters of JSON are sorted in memory at once; more go to files. */
const MOST_CHARACTERS = 4_194_304;

/** So many sorted files are read at once: the limit of open files is 1,024 on many machines. */
const MOST_RUNS = 256;

/**
 * Sorts more values than memory can hold: sorted runs go to files, and are merged when they are read. Values that are equal
 * keep the order in which they came.
 */
export class SortedOnDisk<T extends object> {
  readonly #folder: string;
  readonly #compare: Compare<T>;
  readonly #mostCharacters: number;
  readonly #mostRuns: number;
  #values: T[] = [];
  #characters = 0;
  #runs: string[] = [];
  #made = 0;

  /**
   * @param folder an existing folder, for these values alone
   * @param limits smaller ones for tests
   */
  constructor(
    folder: string,
    compare: Compare<T>,
    {
      mostCharacters = MOST_CHARACTERS,
      mostRuns = MOST_RUNS,
    }: { readonly mostCharacters?: number; readonly mostRuns?: number } = {},
  ) {
    this.#folder = folder;
    this.#compare = compare;
    this.#mostCharacters = mostCharacters;
    this.#mostRuns = mostRuns;
  }

  /** @param characters about as many as the JSON of the value has */
  async add(value: T, characters: number, signal?: AbortSignal): Promise<void> {
    this.#values.push(value);
    this.#characters += characters;
    if (this.#characters < this.#mostCharacters) return;
    await this.#write(this.#inMemory(), signal);
    if (this.#runs.length < this.#mostRuns) return;
    const runs = this.#runs;
    this.#runs = []; // the merged run becomes the first, so that equal values keep their order
    await this.#write(merged(runs.map(readRun<T>), this.#compare), signal);
  }

  /** Every value in order. Nothing can be added afterwards. */
  async *values(): AsyncGenerator<T, void, void> {
    const sources: AsyncIterable<T>[] = this.#runs.map((path) => readRun<T>(path));
    yield* merged([...sources, fromArray(this.#inMemory())], this.#compare);
  }

  #inMemory(): readonly T[] {
    const sorted = this.#values.sort(this.#compare);
    this.#values = [];
    this.#characters = 0;
    return sorted;
  }

  async #write(values: readonly T[] | AsyncIterable<T>, signal: AbortSignal | undefined): Promise<void> {
    this.#made += 1;
    const path = join(this.#folder, `${this.#made}.jsonl`);
    await writeFile(path, blocksOf(values), signal === undefined ? {} : { signal });
    this.#runs.push(path);
  }
}

/** In small pieces, since many are read at once. */
const readRun = <T extends object>(path: string): AsyncGenerator<T, void, void> =>
  readJsonLinesFile<T>(path, 8_192);

/** Merges sorted sources. Of equal values, the one of the earlier source comes first. */
async function* merged<T>(
  sources: readonly AsyncIterable<T>[],
  compare: Compare<T>,
): AsyncGenerator<T, void, void> {
  const iterators = sources.map((source) => source[Symbol.asyncIterator]());
  try {
    const heads = await Promise.all(iterators.map((iterator) => iterator.next()));
    for (;;) {
      let least = -1;
      for (const [index, head] of heads.entries()) {
        if (head.done) continue;
        const best = heads[least];
        if (best === undefined || best.done || compare(head.value, best.value) < 0) least = index;
      }
      const [head, iterator] = [heads[least], iterators[least]];
      if (head === undefined || head.done || iterator === undefined) return;
      yield head.value;
      heads[least] = await iterator.next();
    }
  } finally {
    await Promise.all(iterators.map((iterator) => iterator.return?.()));
  }
}

async function* fromArray<T>(values: readonly T[]): AsyncGenerator<T, void, void> {
  yield* values;
}

/** JSON lines, many at a time. */
async function* blocksOf<T extends object>(
  values: readonly T[] | AsyncIterable<T>,
): AsyncGenerator<string, void, void> {
  let block = '';
  for await (const value of values) {
    block += jsonLine(value);
    if (block.length < BLOCK_CHARACTERS) continue;
    yield block;
    block = '';
  }
  yield block;
}

const BLOCK_CHARACTERS = 65_536;
