import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Clock, systemClock } from '../../shared/async/sleep.ts';
import { Journal } from '../../shared/files/journal.ts';
import { show } from '../../shared/options/checks.ts';
import type { ImportSummary } from '../import-summary.ts';
import { checkEmpty } from './check-empty.ts';
import { type CutOptions, cutAgain } from './cut-shards.ts';
import type {
  Cut,
  DatedFact,
  ImportFact,
  OutcomeLengths,
  PlannedFact,
  SettledFact,
  ShardFacts,
  TaskFacts,
} from './import-facts.ts';
import type { ImportIdentity } from './import-identity.ts';
import { NamedTasks } from './named-tasks.ts';
import { Shard } from './shard.ts';
import { shardsFolder } from './shard-files.ts';

/** The file of facts in the folder of a state. */
export const JOURNAL = 'journal.jsonl';
export const IMPORT_JOURNAL = { kind: 'import', version: 2 } as const;

const NO_FACTS = {};

/** A copy of a state, kept as facts are noted. */
export interface Mirror {
  readonly place: { readonly name: string };
  /** Notes the fact there, with the files that it speaks of, and then here, by `keep`. */
  note(fact: ImportFact, keep: () => Promise<void>): Promise<void>;
  /** Makes sure that the state is still this process's. */
  confirm(): Promise<void>;
  /** Removes what is of no use once the import is over. */
  clear(): Promise<void>;
}

/**
 * A folder that an import keeps everything in that must survive its process: a journal of facts, the shards of the
 * catalogue with their ledgers, and the outcomes. One process at a time may have it open.
 */
export class ImportState implements AsyncDisposable {
  readonly folder: string;
  /** Keeps the same in a store, for other machines. */
  readonly #mirror: Mirror | undefined;
  readonly #journal: Journal<DatedFact>;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #shards = new Map<number, ShardFacts>();
  /** By shard and lines. Those of shards that are settled are of no use any more. */
  readonly #tasks = new Map<number, Map<string, TaskFacts>>();
  readonly #namedTasks = new NamedTasks();
  readonly #rounds: Cut[] = [];
  #begun: ImportIdentity | undefined;
  #planned: PlannedFact | undefined;
  #closed: ImportSummary | undefined;
  #lengths: OutcomeLengths | undefined;

  private constructor(
    folder: string,
    journal: Journal<DatedFact>,
    clock: Pick<Clock, 'now'>,
    mirror: Mirror | undefined,
  ) {
    this.folder = folder;
    this.#journal = journal;
    this.#clock = clock;
    this.#mirror = mirror;
  }

  /**
   * Opens the folder, and makes it if it is missing.
   *
   * @throws {RangeError} while another process has it open, for a damaged journal, and for a folder of other things
   */
  static async open(
    path: string,
    signal: AbortSignal | undefined,
    clock: Pick<Clock, 'now'> = systemClock,
    mirror?: Mirror,
  ): Promise<ImportState> {
    const folder = resolve(path);
    const journal = await Journal.open<DatedFact>(join(folder, JOURNAL), IMPORT_JOURNAL);
    const state = new ImportState(folder, journal, clock, mirror);
    try {
      for await (const { record } of journal.records(signal)) state.#take(record);
      if (state.#begun === undefined) await checkEmpty(folder, JOURNAL);
      return state;
    } catch (error) {
      await journal.close();
      throw error;
    }
  }

  /** Undefined for a new import. */
  get begun(): ImportIdentity | undefined {
    return this.#begun;
  }

  get planned(): PlannedFact | undefined {
    return this.#planned;
  }

  /** The summary of an import that is over. */
  get closed(): ImportSummary | undefined {
    return this.#closed;
  }

  /** Up to where the files of outcomes count; undefined when no shard is settled. */
  get outcomeLengths(): OutcomeLengths | undefined {
    return this.#lengths;
  }

  /** A folder for what planning needs, images that entries bring included. */
  get planFolder(): string {
    return join(this.folder, 'plan');
  }

  /** What the catalogue was cut into, and then the entries that are imported again, round by round. */
  get rounds(): readonly Cut[] {
    return this.#rounds;
  }

  /** The shards of a round, which are numbered from 0. */
  *shards(round: number): Generator<Shard, void, void> {
    const before = this.shardsBefore(round);
    for (let n = 1; n <= (this.#rounds[round]?.shards ?? 0); n++) yield new Shard(before + n, round, this);
  }

  /** How many shards the rounds before this one have. */
  shardsBefore(round: number): number {
    return this.#rounds.slice(0, round).reduce((sum, { shards }) => sum + shards, 0);
  }

  shardFacts(shard: number): ShardFacts {
    return this.#shards.get(shard) ?? NO_FACTS;
  }

  taskFacts(shard: number, lines: string): TaskFacts {
    return this.#tasks.get(shard)?.get(lines) ?? NO_FACTS;
  }

  /** What became of the entries of a round so far, shard by shard. */
  *settled(round: number): Generator<SettledFact, void, void> {
    for (const { facts } of this.shards(round)) if (facts.settled !== undefined) yield facts.settled;
  }

  /** How many entries have their outcome. */
  get settledEntries(): number {
    let entries = 0;
    for (const { settled } of this.#shards.values())
      for (const count of Object.values(settled?.counts ?? {})) entries += count;
    return entries;
  }

  /** Cuts what is imported again, once every shard of a round is settled, into a round of its own. */
  async cutNextRound(
    round: number,
    { linesPerTask, signal }: Pick<CutOptions, 'linesPerTask' | 'signal'>,
  ): Promise<void> {
    let again = 0;
    for (const { again: one } of this.settled(round)) again += one.entries + one.deletes;
    if (again === 0 || this.#rounds.length > round + 1) return;
    const { folder } = this;
    const options = { folder, linesPerTask, signal, shardsBefore: this.shardsBefore(round + 1) };
    const cut = await cutAgain(this.shards(round), options);
    if (cut.entries !== again) throw lostEntries(shardsFolder(folder), again, cut.entries);
    await this.note({ round: cut });
    for (const shard of this.shards(round)) await shard.removeAgain();
  }

  /** The import, as workers are told which one: the name of its state. */
  get name(): string {
    return this.#mirror?.place.name ?? this.folder;
  }

  /** Puts a fact on the disk: it survives a power cut once the promise resolves. */
  async note(fact: ImportFact): Promise<void> {
    const written = { ...this.#namedTasks.written(fact), at: this.#clock.now() };
    const keep = async () => {
      await this.#journal.append([written]);
      this.#take(written);
    };
    await (this.#mirror === undefined ? keep() : this.#mirror.note(written, keep));
  }

  /**
   * Makes sure that no other process has the state: called right before a step that nothing takes back. A folder of this machine
   * is locked, and needs no question.
   *
   * @throws {ImageSearchError} `STATE_TAKEN`
   */
  async confirm(): Promise<void> {
    await this.#mirror?.confirm();
  }

  /** Removes the plan and the shards: after an interrupted planning, and when the import is over. */
  async clearPlan(): Promise<void> {
    await rm(this.planFolder, { recursive: true, force: true });
    await rm(shardsFolder(this.folder), { recursive: true, force: true });
    if (this.#closed !== undefined) await this.#mirror?.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#journal.close();
  }

  #take({ at: _, ...written }: DatedFact): void {
    const fact = this.#namedTasks.read(written);
    if ('begun' in fact) this.#begun = fact.begun;
    else if ('planned' in fact) {
      this.#planned = fact.planned;
      this.#rounds.push(fact.planned);
    } else if ('round' in fact) this.#rounds.push(fact.round);
    else if ('closed' in fact) this.#closed = fact.closed;
    else if ('taken' in fact)
      return; // it counts for whoever had the state before
    else if ('lines' in fact) {
      const { shard, lines, ...facts } = fact;
      const tasks = this.#tasks.get(shard) ?? new Map<string, TaskFacts>();
      this.#tasks.set(shard, tasks.set(lines, { ...tasks.get(lines), ...facts }));
    } else {
      const { shard, ...facts } = fact;
      this.#shards.set(shard, { ...this.shardFacts(shard), ...facts });
      if (facts.settled === undefined) return;
      this.#lengths = facts.settled.files;
      this.#tasks.delete(shard);
    }
  }
}

const lostEntries = (folder: string, entries: number, found: number) =>
  new RangeError(
    `Cannot continue as the files of ${show(folder, 1_000)} must have ${entries} entries that are imported again: current value is ${found}; restore an undamaged copy of the folder, or start anew with another one`,
  );
