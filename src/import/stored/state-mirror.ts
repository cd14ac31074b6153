import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { mapConcurrent } from '../../shared/async/map-concurrent.ts';
import { show } from '../../shared/options/checks.ts';
import { KEPT_ROWS } from '../plan/kept-rows.ts';
import type { Cut, ImportFact, OutcomeLengths } from '../state/import-facts.ts';
import { shardFile, shardsFolder } from '../state/shard-files.ts';
import type { Lease } from './lease.ts';
import { type RestoredState, restoreState } from './restore-state.ts';
import type { RoundSettings } from './round-settings.ts';
import { namesIn, objectNames, type StatePlace } from './state-place.ts';
import { StoredJournal } from './stored-journal.ts';

/**
 * Keeps the state of an import in a store, as the local folder has it: before a fact is noted, the files that it speaks of are
 * there. One fact is noted after the other.
 */
export class StateMirror {
  readonly place: StatePlace;
  readonly #folder: string;
  readonly #lease: Lease;
  readonly #journal: StoredJournal;
  readonly #signal: AbortSignal | undefined;
  /** Under which fencing number the files of each round lie. */
  readonly #fences: number[];
  #shards: number;
  #lengths: OutcomeLengths;
  #lastTurn: Promise<unknown> = Promise.resolve();

  private constructor(
    place: StatePlace,
    folder: string,
    lease: Lease,
    { records, fences, shards, lengths }: RestoredState,
    signal: AbortSignal | undefined,
  ) {
    this.place = place;
    this.#folder = folder;
    this.#lease = lease;
    this.#journal = new StoredJournal(place, lease.fence, records);
    this.#signal = signal;
    this.#fences = [...fences];
    this.#shards = shards;
    this.#lengths = lengths;
  }

  /**
   * Brings the state into a local folder, and sees to it that whoever coordinated the import before can note nothing more.
   *
   * @throws {RangeError} for a folder that holds something else, and for a state that is damaged
   */
  static async open(
    place: StatePlace,
    folder: string,
    lease: Lease,
    signal: AbortSignal | undefined,
  ): Promise<StateMirror> {
    for (;;) {
      const restored = await restoreState(place, folder, signal);
      const mirror = new StateMirror(place, folder, lease, restored, signal);
      if (restored.isClosed || (await mirror.#journal.claim({ taken: lease.fence }, signal))) return mirror;
      lease.assertHeld(); // the former coordinator has noted one more fact, which is to be brought, too
    }
  }

  /**
   * Notes a fact in the store, and then here, with `keep`.
   *
   * @throws {ImageSearchError} `STATE_TAKEN` when another coordinator has taken over
   */
  note(fact: ImportFact, keep: () => Promise<void>): Promise<void> {
    const work = async () => {
      this.#lease.assertHeld();
      await this.#bringFilesOf(fact);
      await this.#journal.append(fact, this.#signal);
      this.#take(fact);
      await keep();
    };
    const turn = this.#lastTurn.then(work, work); // who noted the fact before has its failure
    this.#lastTurn = turn;
    return turn;
  }

  /** @throws {ImageSearchError} `STATE_TAKEN` when another coordinator has taken over */
  confirm(): Promise<void> {
    return this.#lease.confirm(this.#signal);
  }

  /** Tells workers what they need to know of a round. */
  async openRound(round: number, settings: RoundSettings['settings']): Promise<void> {
    const fence = this.#fences[round] ?? this.#lease.fence;
    const told: RoundSettings = { version: 1, import: this.place.name, fence, settings };
    const { store, prefix } = this.place;
    await store.put(prefix + objectNames.round(round), Buffer.from(JSON.stringify(told)), {
      signal: this.#signal,
    });
  }

  /** Removes what no later run needs, once the import is over. The journal stays, and so do the files of outcomes, whole. */
  async clear(): Promise<void> {
    const { store, prefix } = this.place;
    const signal = this.#signal;
    const remove = (name: string, inner: AbortSignal) => store.delete(prefix + name, { signal: inner });
    for (const start of ['rounds/', 'ledger/', 'files/', 'outcomes/'])
      for await (const _ of mapConcurrent(namesIn(this.place, start, signal), remove, {
        ...AT_ONCE,
        signal,
      }));
  }

  async #bringFilesOf(fact: ImportFact): Promise<void> {
    if ('planned' in fact) {
      await this.#assertNoBytes();
      await this.#putFiles([...KEPT_ROWS, ...(await this.#filesOfNewShards())]);
    } else if ('round' in fact) await this.#putFiles(await this.#filesOfNewShards());
    else if ('settled' in fact && fact.settled !== undefined) {
      const { again } = fact.settled;
      const kinds = again.entries > 0 ? (['again', 'againDeletes'] as const) : [];
      await this.#putFiles(kinds.map((kind) => basename(shardFile(this.#folder, fact.shard, kind))));
      await this.#putOutcomes(fact.settled.files);
    } else if ('closed' in fact) await this.#putWholeOutcomes();
  }

  #take(fact: ImportFact): void {
    const cut: Cut | undefined = 'planned' in fact ? fact.planned : 'round' in fact ? fact.round : undefined;
    if (cut !== undefined) {
      this.#fences.push(this.#lease.fence);
      this.#shards += cut.shards;
    }
    if ('settled' in fact && fact.settled !== undefined) this.#lengths = fact.settled.files;
  }

  /** The files of shards that were cut since the last round. */
  async #filesOfNewShards(): Promise<string[]> {
    const names = await readdir(shardsFolder(this.#folder));
    return names.filter((name) => OF_CUT.test(name) && Number.parseInt(name, 10) > this.#shards);
  }

  /** Copies files of the folder of shards. */
  async #putFiles(names: readonly string[]): Promise<void> {
    const folder = shardsFolder(this.#folder);
    const { store, prefix } = this.place;
    const signal = this.#signal;
    const put = (name: string, inner: AbortSignal) =>
      store.put(
        prefix + objectNames.file(this.#lease.fence, name),
        { path: join(folder, name) },
        { signal: inner },
      );
    for await (const _ of mapConcurrent(names, put, { ...AT_ONCE, signal }));
  }

  /** Stores what was added to the files of outcomes since the last shard. */
  async #putOutcomes(lengths: OutcomeLengths): Promise<void> {
    const { store, prefix } = this.place;
    for (const [name, length] of Object.entries(lengths) as [keyof OutcomeLengths, number][]) {
      const from = this.#lengths[name];
      if (length === from) continue;
      const path = join(this.#folder, `${name}.jsonl`);
      const bytes = await buffer(createReadStream(path, { start: from, end: length - 1 }));
      await store.put(prefix + objectNames.outcomes(this.#lease.fence, name, from), bytes, {
        signal: this.#signal,
      });
    }
  }

  /** Once the import is over, its files of outcomes and of rows are objects as they are files here. */
  async #putWholeOutcomes(): Promise<void> {
    const { store, prefix } = this.place;
    const isOutcome = (name: string) => /^(imported|refused|failed)\.(jsonl|csv)$/.test(name);
    for (const name of (await readdir(this.#folder)).filter(isOutcome))
      await store.put(prefix + name, { path: join(this.#folder, name) }, { signal: this.#signal });
  }

  /** Images that entries bring are files of this machine alone. */
  async #assertNoBytes(): Promise<void> {
    const names = await readdir(join(this.#folder, 'plan')).catch(() => []);
    const brought = names.filter((name) => name.startsWith('image-')).length;
    if (brought === 0) return;
    throw new RangeError(
      `Cannot keep the import in ${show(this.place.name, 1_100)} as its images must be files, URLs or objects: ${brought} entries bring theirs as bytes; give them one of these, or a local folder as 'state'`,
    );
  }
}

const AT_ONCE = { concurrency: 8 };

const OF_CUT = /^\d+\.(entries|deletes)\.jsonl$/;
