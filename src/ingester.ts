import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CatalogueEntry } from './catalogue/model/catalogue-entry.ts';
import { type DeleteTarget, deleteParameters } from './gallery/delete-target.ts';
import type { EntryOutcome, SettledOutcome } from './import/entry-outcome.ts';
import { IngestBatch } from './import/ingest/ingest-batch.ts';
import {
  type IngesterOptions,
  type IngesterSettings,
  ingesterSettings,
} from './import/ingest/ingester-options.ts';
import { OutcomePromises } from './import/ingest/outcome-promises.ts';
import { openServices } from './import/open-services.ts';
import { planImage } from './import/plan/planned-image.ts';
import { wholeLinesOf } from './import/state/growing-lines.ts';
import { checkSameImport } from './import/state/import-identity.ts';
import { WorkState } from './import/state/work-state.ts';
import { CatalogueImport } from './import-catalogue.ts';
import { objectGiven } from './shared/checks.ts';

/** Where entries go, by which the state of an ingester is known again. */
interface IngesterIdentity {
  readonly region: string;
  readonly instance: string;
  readonly to: string | null;
}

type IngesterState = WorkState<IngesterIdentity, never, never>;

/**
 * Takes entries one by one, from any number of callers, and imports them together: a batch after the other, each an import of
 * its own. One batch is imported while the next one fills, and who adds more than that waits.
 *
 * An entry is in `state` before anything is done with it. What has no outcome when the process ends goes on with the next
 * ingester of that folder.
 */
export class Ingester implements AsyncDisposable {
  readonly #settings: IngesterSettings;
  readonly #onOutcome: IngesterOptions['onOutcome'];
  readonly #state: IngesterState;
  readonly #promises = new OutcomePromises();
  readonly #signal: AbortSignal;
  readonly #loop: Promise<void>;
  /** The batch that fills; undefined while it has no entry. */
  #filling: FillingBatch | undefined;
  #isClosing = false;
  #failure: { readonly error: unknown } | undefined;
  #batches: number;
  #staged = 0;
  /** Entries are written down one after the other, in the order in which their images were read. */
  #lastTurn: Promise<unknown> = Promise.resolve();
  /** Called when a batch begins, is taken to be imported, or nothing more comes. */
  #wake: () => void = () => {};
  #changed: Promise<void> = this.#nextChange();

  private constructor(
    settings: IngesterSettings,
    onOutcome: IngesterOptions['onOutcome'],
    state: IngesterState,
    left: ReadonlyMap<number, IngestBatch>,
  ) {
    this.#settings = settings;
    this.#onOutcome = onOutcome;
    this.#state = state;
    this.#batches = Math.max(0, ...left.keys());
    this.#signal = settings.settings.signal ?? new AbortController().signal; // one that never aborts
    this.#signal.addEventListener('abort', this.#onAbort, { once: true });
    this.#loop = this.#run(left).catch((error: unknown) => this.#fail(error));
  }

  /** Wakes the loop, which then ends. */
  readonly #onAbort = (): void => this.#change();

  /** @internal */
  static async open(options: IngesterOptions): Promise<Ingester> {
    const settings = ingesterSettings(options);
    const { address, signal } = settings.settings;
    const { region, instance, close } = openServices(settings.settings); // checks the options of the connection
    close();
    const to = address === undefined ? null : `oss://${address.bucket}/${address.folder}`;
    const identity = { region, instance, to };
    const state: IngesterState = await WorkState.open(settings.state, 'ingester', signal);
    try {
      if (state.begun === undefined) await state.note({ begun: identity });
      else checkSameImport(state.folder, state.begun, identity);
      await rm(stagingOf(state), { recursive: true, force: true }); // of entries that were never written down
      await mkdir(stagingOf(state));
      return new Ingester(settings, options.onOutcome, state, await IngestBatch.left(state.folder));
    } catch (error) {
      await state[Symbol.asyncDispose]();
      throw error;
    }
  }

  /**
   * Takes an entry, and resolves to what became of it. The image is read before the promise resolves, and only once.
   *
   * @throws {TypeError} for an ingester that was closed
   * @throws {ImageSearchError} when the service fails: the entry is kept, and goes on with the next ingester of this `state`
   */
  async add(entry: CatalogueEntry): Promise<EntryOutcome> {
    objectGiven('the entry for add()', entry);
    const turn = this.#lastTurn.then(() => this.#write(entry));
    this.#lastTurn = turn.catch(() => {}); // the caller of that turn learns of it
    return (await turn).outcome;
  }

  /** Deletes an image, or every image of a product. */
  delete(target: Extract<DeleteTarget, { readonly productId: string }>): Promise<EntryOutcome> {
    deleteParameters(target);
    const picName = 'picName' in target ? target.picName : undefined;
    return this.add({ operationType: 'DELETE', productId: target.productId, picName });
  }

  /** Imports what was added so far without waiting for more, and resolves when all of it has its outcome. */
  async flush(): Promise<void> {
    await this.#lastTurn;
    this.#filling?.due.abort();
    await this.#promises.settledUpTo(this.#batches);
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Takes no more entries, imports what was added, and releases `state`. */
  async close(): Promise<void> {
    await this.#lastTurn;
    this.#isClosing = true;
    this.#filling?.due.abort();
    this.#change();
    await this.#loop;
    this.#signal.removeEventListener('abort', this.#onAbort);
    await this.#state[Symbol.asyncDispose]();
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Writes an entry into the batch that fills. While that is full, or has an entry of the same image, it waits for the next one. */
  async #write(entry: CatalogueEntry) {
    this.#checkOpen();
    this.#staged += 1;
    const options = { work: stagingOf(this.#state), signal: this.#signal };
    const planned = await planImage(entry.image, this.#staged, options);
    if (planned.kind === 'unreadable') return { outcome: refusedOutcome(entry, this.#staged, planned.issue) };
    const { batch, number, due } = await this.#roomFor(entry);
    const bytes = planned.kind === 'bytes' ? planned.path : undefined;
    const outcome = this.#promises.promise(number, batch.add(entry, bytes));
    if (batch.entries === this.#settings.entries) due.abort();
    return { outcome }; // in an object, so that the next turn does not wait for it
  }

  async #roomFor(entry: CatalogueEntry): Promise<FillingBatch> {
    for (;;) {
      this.#checkOpen();
      const filling = this.#filling;
      if (filling === undefined) await this.#begin();
      else if (filling.batch.entries < this.#settings.entries && !filling.batch.conflicts(entry))
        return filling;
      else {
        filling.due.abort();
        await this.#changed;
      }
    }
  }

  async #begin(): Promise<void> {
    this.#batches += 1;
    const number = this.#batches;
    const batch = await IngestBatch.create(this.#state.folder, number);
    const begunAt = this.#settings.settings.clock.now();
    this.#filling = { batch, number, begunAt, due: new AbortController() };
    this.#change();
  }

  async #run(left: ReadonlyMap<number, IngestBatch>): Promise<void> {
    for (const batch of left.values()) {
      for await (const _ of this.#import(batch)); // outcomes that were told before are told again, by the files
      for await (const outcome of outcomesIn(batch.importState)) await this.#onOutcome?.(outcome);
      await batch.remove();
    }
    for (;;) {
      const taken = await this.#nextBatch();
      if (taken === undefined) return;
      const { batch, number } = taken;
      await batch.close();
      for await (const outcome of this.#import(batch))
        this.#promises.resolve(number, outcome.place.line, outcome);
      this.#promises.finish(number);
      await batch.remove();
    }
  }

  #import(batch: IngestBatch): CatalogueImport {
    const { importing } = this.#settings;
    return new CatalogueImport(batch.read(), {
      ...importing,
      ...{ state: batch.importState, signal: this.#signal },
    });
  }

  /** The batch that is to be imported, once it is full, has waited long enough, or is asked for; undefined in the end. */
  async #nextBatch(): Promise<FillingBatch | undefined> {
    while (this.#filling === undefined) {
      if (this.#isClosing) return undefined;
      await this.#changed;
      this.#signal.throwIfAborted();
    }
    const { due, begunAt } = this.#filling;
    const { settings, waitMs } = this.#settings;
    const left = Math.max(0, begunAt + waitMs - settings.clock.now());
    await settings.clock.sleep(left, AbortSignal.any([due.signal, this.#signal])).catch(() => {}); // it is due
    this.#signal.throwIfAborted();
    const taken = this.#filling;
    this.#filling = undefined;
    this.#change();
    return taken;
  }

  #nextChange(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #change(): void {
    const wake = this.#wake;
    this.#changed = this.#nextChange();
    wake();
  }

  /** What is not imported stays in the state. */
  #fail(error: unknown): void {
    this.#failure = { error };
    this.#promises.rejectAll(error);
    this.#change();
  }

  #checkOpen(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
    if (this.#isClosing) throw new TypeError('Cannot add an entry as the ingester was closed');
  }
}

/** Makes an `Ingester`. What an earlier one has left in `state` is imported first. */
export const createIngester = (options: IngesterOptions): Promise<Ingester> => Ingester.open(options);

interface FillingBatch {
  readonly batch: IngestBatch;
  readonly number: number;
  /** By the clock of the ingester. */
  readonly begunAt: number;
  /** Ends the wait for more entries. */
  readonly due: AbortController;
}

const stagingOf = ({ folder }: IngesterState): string => join(folder, 'staging');

async function* outcomesIn(state: string): AsyncGenerator<EntryOutcome, void, void> {
  for (const name of ['imported', 'refused', 'failed'])
    for await (const { value } of wholeLinesOf<SettledOutcome>(join(state, `${name}.jsonl`))) {
      const { number: _, ...outcome } = value;
      yield outcome;
    }
}

/** Of an entry whose image cannot be read at all: it is never written down. */
const refusedOutcome = (
  { productId, picName }: CatalogueEntry,
  line: number,
  issue: EntryOutcome['issues'][number],
): EntryOutcome => {
  const place = { source: null, line, lines: 1 };
  const names = { productId, picName: picName ?? null };
  return { status: 'refused', place, ...names, verified: false, issues: [issue] };
};
