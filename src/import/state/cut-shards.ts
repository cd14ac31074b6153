import { appendFile, mkdir, open, writeFile } from 'node:fs/promises';
import { assertConserved } from '../../shared/errors/conservation.ts';
import { JsonLinesWriter } from '../../shared/files/json-lines-file.ts';
import type { PlannedEntry } from '../plan/planned-entry.ts';
import type { Cut } from './import-facts.ts';
import type { Shard, ShardEntry } from './shard.ts';
import { shardFile, shardsFolder } from './shard-files.ts';

export interface CutOptions {
  /** Of the state. */
  readonly folder: string;
  readonly linesPerTask: number;
  /** How many shards there are already. */
  readonly shardsBefore: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Writes the entries of a catalogue into shards of so many. A DELETE that an ADD replaces goes to the shard of its ADD, which
 * may be a later one, since what becomes of the DELETE depends on the ADD.
 */
export async function cutShards(entries: AsyncIterable<PlannedEntry>, options: CutOptions): Promise<Cut> {
  await using shards = await ShardWriter.create(options);
  let supplied = 0;
  for await (const entry of entries) {
    options.signal?.throwIfAborted();
    supplied += 1;
    const { replacedBy, record } = entry;
    const { linesPerTask } = options;
    await shards.goTo(shardOf(entry.number, linesPerTask));
    if (record === undefined || replacedBy === undefined) await shards.add(entry);
    else await shards.addDelete(entry, shardOf(replacedBy.number, linesPerTask));
  }
  return await shards.finish(supplied);
}

const shardOf = (entry: number, linesPerTask: number): number => Math.ceil(entry / linesPerTask);

/** Writes the entries that are imported again into more shards, each DELETE to that of the ADD that replaces it. */
export async function cutAgain(before: Iterable<Shard>, options: CutOptions): Promise<Cut> {
  await using shards = await ShardWriter.create(options);
  /** The first entry of each shard. */
  const firsts: number[] = [];
  let [supplied, inShards] = [0, 0];
  for (const shard of before) {
    if (shard.facts.settled?.again.entries === 0) continue; // its files may be of a run that was interrupted
    for await (const entry of shard.again()) {
      options.signal?.throwIfAborted();
      if (inShards % options.linesPerTask === 0) {
        firsts.push(entry.number);
        await shards.goTo(firsts.length);
      }
      inShards += 1;
      await shards.add(entry);
    }
    for await (const entry of shard.againDeletes()) {
      supplied += 1;
      const add = entry.replacedBy?.number ?? 0;
      await shards.addDelete(entry, firsts.findLastIndex((first) => first <= add) + 1);
    }
  }
  return await shards.finish(supplied + inShards);
}

/** DELETEs that wait in memory for their files, so that a file is not opened for each of them. */
const MOST_WAITING = 1_024;

/** Writes the files of shards, one after the other; those of DELETEs in any order. Shards are numbered from 1 here. */
class ShardWriter implements AsyncDisposable {
  readonly #options: CutOptions;
  readonly #deletes = new Map<number, string[]>();
  readonly #deleteFiles = new Set<string>();
  readonly #counts = { kept: 0, moved: 0 };
  #waiting = 0;
  #shards = 0;
  #entries: JsonLinesWriter<ShardEntry> | undefined;

  private constructor(options: CutOptions) {
    this.#options = options;
  }

  static async create(options: CutOptions): Promise<ShardWriter> {
    await mkdir(shardsFolder(options.folder), { recursive: true });
    return new ShardWriter(options);
  }

  /** The entries that follow are for this shard: the one at hand, or the next. */
  async goTo(shard: number): Promise<void> {
    if (shard === this.#shards) return;
    await this.#entries?.finish();
    this.#entries = await JsonLinesWriter.create(this.#file(shard, 'entries'));
    this.#shards = shard;
  }

  async add(entry: ShardEntry): Promise<void> {
    this.#counts.kept += 1;
    await this.#entries?.add(entry);
  }

  async addDelete(entry: PlannedEntry, shard: number): Promise<void> {
    this.#counts.moved += 1;
    const lines = this.#deletes.get(shard) ?? [];
    lines.push(`${JSON.stringify(entry)}\n`);
    this.#deletes.set(shard, lines);
    this.#waiting += 1;
    if (this.#waiting === MOST_WAITING) await this.#writeDeletes();
  }

  /** Resolves when everything is on the disk. */
  async finish(supplied: number): Promise<Cut> {
    await this.#entries?.finish();
    this.#entries = undefined;
    await this.#writeDeletes();
    for (const path of this.#deleteFiles) {
      await using file = await open(path, 'r+');
      await file.datasync();
    }
    assertConserved('cutShards', supplied, this.#counts);
    return { shards: this.#shards, entries: supplied, deletes: this.#counts.moved };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#entries?.close();
  }

  async #writeDeletes(): Promise<void> {
    for (const [shard, lines] of this.#deletes) {
      const path = this.#file(shard, 'deletes');
      // The first lines replace what a cut that was interrupted has left.
      await (this.#deleteFiles.has(path) ? appendFile : writeFile)(path, lines.join(''));
      this.#deleteFiles.add(path);
    }
    this.#deletes.clear();
    this.#waiting = 0;
  }

  #file(shard: number, kind: 'entries' | 'deletes'): string {
    return shardFile(this.#options.folder, this.#options.shardsBefore + shard, kind);
  }
}
