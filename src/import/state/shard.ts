import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { show } from '../../shared/options/checks.ts';
import type { LedgerEntry, LedgerLine } from '../ledger.ts';
import type { PlannedEntry } from '../plan/planned-entry.ts';
import type { ShardWork } from '../run-shards.ts';
import { wholeLinesOf } from './growing-lines.ts';
import type { ImportFact, ShardFacts, TaskFacts } from './import-facts.ts';
import { nameOfPart, type Part } from './part.ts';
import { type ShardFileKind, shardFile, shardsFolder } from './shard-files.ts';

/** What a shard needs of the state that it belongs to. */
interface StateOfShard {
  readonly folder: string;
  readonly name: string;
  shardFacts(shard: number): ShardFacts;
  taskFacts(shard: number, lines: string): TaskFacts;
  note(fact: ImportFact): Promise<void>;
  confirm(): Promise<void>;
}

/** An entry of a shard. One that is imported again brings its line of the ledger if its image is stored. */
export type ShardEntry = PlannedEntry & { readonly prepared?: LedgerLine | undefined };

/** Entries that follow each other: what is prepared, imported and settled together, by one batch task as a rule. */
export class Shard implements ShardWork {
  /** From 1. */
  readonly number: number;
  /** How often its entries were imported before. */
  readonly round: number;
  /** Line n of the ledger is what became of entry n of the shard. */
  readonly ledger: string;
  /** The increment.meta of the task that was begun last. */
  readonly metaFile: string;
  readonly #state: StateOfShard;

  constructor(number: number, round: number, state: StateOfShard) {
    this.number = number;
    this.round = round;
    this.ledger = shardFile(state.folder, number, 'ledger');
    this.metaFile = join(shardsFolder(state.folder), `${number}.increment.meta`);
    this.#state = state;
  }

  get import(): string {
    return this.#state.name;
  }

  get isPrepared(): boolean {
    return this.facts.prepared !== undefined;
  }

  get facts(): ShardFacts {
    return this.#state.shardFacts(this.number);
  }

  /** Puts one more fact of this shard on the disk. */
  note(fact: ShardFacts): Promise<void> {
    return this.#state.note({ shard: this.number, ...fact });
  }

  /** What is known of the task for these lines. */
  taskFacts(part: Part): TaskFacts {
    return this.#state.taskFacts(this.number, nameOfPart(part));
  }

  /** Puts one more fact of the task for these lines on the disk. */
  noteTask(part: Part, fact: TaskFacts): Promise<void> {
    return this.#state.note({ shard: this.number, lines: nameOfPart(part), ...fact });
  }

  /** As of `ImportState`. */
  confirm(): Promise<void> {
    return this.#state.confirm();
  }

  file(kind: ShardFileKind): string {
    return shardFile(this.#state.folder, this.number, kind);
  }

  /**
   * The entries of the shard.
   *
   * @throws {RangeError} when their file is missing
   */
  async *entries(): AsyncGenerator<ShardEntry, void, void> {
    this.#assertEntries();
    yield* this.#values<ShardEntry>('entries');
  }

  /**
   * Checks that the files of a prepared shard are whole: its images are in the bucket, and its task may have been started.
   *
   * @param entries how many the shard has
   * @throws {RangeError} when one is missing, or has lost some
   */
  async checkFiles(entries: number): Promise<void> {
    this.#assertEntries();
    let lines = 0;
    for await (const _ of this.ledgerEntries()) lines += 1;
    if (lines !== entries)
      throw damaged(this.ledger, `it must have ${entries} lines, one for each entry`, `${lines} lines`);
  }

  /** DELETEs that ADDs of this shard replace: what becomes of them depends on these ADDs. */
  replacedDeletes(): AsyncGenerator<PlannedEntry, void, void> {
    return this.#values<PlannedEntry>('deletes');
  }

  ledgerEntries(): AsyncGenerator<LedgerEntry, void, void> {
    return this.#values<LedgerEntry>('ledger');
  }

  /** Entries of this shard that are imported again in the next round. */
  again(): AsyncGenerator<ShardEntry, void, void> {
    return this.#values<ShardEntry>('again');
  }

  /** DELETEs that these replace. */
  againDeletes(): AsyncGenerator<PlannedEntry, void, void> {
    return this.#values<PlannedEntry>('againDeletes');
  }

  /** Removes what nobody reads once the shard is settled: all but the entries that are imported again. */
  async removeSettled(): Promise<void> {
    await removeAll([this.file('entries'), this.file('deletes'), this.ledger, this.metaFile]);
  }

  /** Removes the entries that are imported again, once they are in shards of the next round. */
  async removeAgain(): Promise<void> {
    await removeAll([this.file('again'), this.file('againDeletes')]);
  }

  #assertEntries(): void {
    const path = this.file('entries');
    if (!existsSync(path)) throw damaged(path, 'it must exist until the shard is settled', 'missing');
  }

  async *#values<T extends object>(kind: ShardFileKind): AsyncGenerator<T, void, void> {
    for await (const { value } of wholeLinesOf<T>(this.file(kind))) yield value;
  }
}

/** A kill may leave some of them, which stay until the import is over. */
async function removeAll(paths: readonly string[]): Promise<void> {
  for (const path of paths) await rm(path, { force: true });
}

const damaged = (path: string, rule: string, value: string) =>
  new RangeError(
    `Cannot continue with ${show(path, 1_000)} as ${rule}: current value is ${value}; restore an undamaged copy of the file, or start anew with another folder`,
  );
