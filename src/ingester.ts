import { setMaxListeners } from 'node:events';
import type { CatalogueEntry } from './catalogue/model/catalogue-entry.ts';
import { type DeleteTarget, deleteParameters } from './gallery/delete-target.ts';
import type { EntryOutcome } from './import/entry-outcome.ts';
import type { ImportOptions } from './import/import-options.ts';
import { batchOptions } from './import/ingest/batch-options.ts';
import { Concern, EntryOrder } from './import/ingest/entry-order.ts';
import type { FillingBatch, Taken, TakenEntry } from './import/ingest/filling-batch.ts';
import { ImageIntake } from './import/ingest/image-intake.ts';
import { IngestBatch } from './import/ingest/ingest-batch.ts';
import {
  type IngesterOptions,
  type IngesterSettings,
  ingesterSettings,
} from './import/ingest/ingester-options.ts';
import { type IngesterState, openIngesterState, stagingOf } from './import/ingest/ingester-state.ts';
import { type LeftBatch, leftBatches } from './import/ingest/left-batches.ts';
import { OutcomePromises } from './import/ingest/outcome-promises.ts';
import { isNamed, plainEntry, storedEntry } from './import/ingest/stored-entry.ts';
import { outcomesIn, unreadOutcome } from './import/ingest/told-outcomes.ts';
import { CatalogueImport } from './import-catalogue.ts';
import { untilAborted } from './shared/async/until-aborted.ts';
import { tellCaller } from './shared/errors/callers-code.ts';
import type { Issue } from './shared/errors/issue.ts';
import { shortageOf } from './shared/errors/shortage.ts';
import { objectGiven } from './shared/options/checks.ts';

/**
 * Takes entries one by one, from any number of callers, and imports them together: a batch after the other, each an import of
 * its own. One batch is imported while the next one fills, and who adds more than that waits.
 *
 * An entry is in `state` before anything is done with it. What has no outcome when the process ends goes on with the next
 * ingester of that folder.
 */
export class Ingester implements AsyncDisposable {
  readonly #settings: IngesterSettings;
  readonly #state: IngesterState;
  readonly #promises = new OutcomePromises();
  readonly #order = new EntryOrder();
  readonly #intake: ImageIntake;
  /** Aborts with the caller's signal, or with what has ended the ingester: then no image is waited for. */
  readonly #ended = new AbortController();
  readonly #loop: Promise<void>;
  /** The batch that fills; undefined while it has no entry. */
  #filling: FillingBatch | undefined;
  #closing: Promise<void> | undefined;
  /** Whether everything that was added is written down, and nothing more comes. */
  #isComplete = false;
  #failure: { readonly error: unknown } | undefined;
  #batches: number;
  #refused = 0;
  /** Entries are written down one after the other, in the order in which their images were read. */
  #lastTurn: Promise<unknown> = Promise.resolve();
  /** Called when a batch begins, is taken to be imported, or nothing more comes. */
  #wake: () => void = () => {};
  #changed: Promise<void> = this.#nextChange();

  private constructor(settings: IngesterSettings, state: IngesterState, left: readonly LeftBatch[]) {
    this.#settings = settings;
    this.#state = state;
    this.#batches = Math.max(0, ...left.map(({ number }) => number));
    const { signal } = settings.settings;
    setMaxListeners(0, this.#ended.signal); // one listener for each image in work is not a leak
    this.#intake = new ImageIntake(stagingOf(state), settings.imageTimeoutMs, this.#ended.signal);
    if (signal?.aborted) this.#onAbort();
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    this.#loop = this.#run(left).catch((error: unknown) => this.#fail(error));
  }

  /** Wakes the loop, which then ends. */
  readonly #onAbort = (): void => {
    this.#ended.abort(this.#settings.settings.signal?.reason);
    this.#change();
  };

  /** @internal */
  static async open(options: IngesterOptions): Promise<Ingester> {
    const settings = ingesterSettings(options);
    const state = await openIngesterState(settings);
    try {
      return new Ingester(settings, state, await leftBatches(state.folder, settings));
    } catch (error) {
      await state[Symbol.asyncDispose]();
      throw error;
    }
  }

  /**
   * Takes an entry, as it is at this moment, and resolves to what became of it. The image is read before the promise resolves,
   * and only once.
   *
   * @throws {TypeError} for an ingester that was closed, and for a value that no line of JSON can hold
   * @throws {ImageSearchError} when the service fails: an entry whose image was read is kept, and goes on with the next ingester
   * of this `state`; what is added after that is not taken
   */
  async add(entry: CatalogueEntry): Promise<EntryOutcome> {
    objectGiven('the entry for add()', entry);
    this.#checkRuns();
    if (this.#closing !== undefined) throw new TypeError('Cannot add an entry as the ingester was closed');
    const given = plainEntry(entry);
    const stored = storedEntry(given);
    const concern = new Concern(stored, this.#settings.settings.folder);
    const taken = this.#order.begin(concern, (earlier) =>
      this.#take(given.image, { stored, concern, earlier }),
    );
    const { outcome } = await taken.catch((error: unknown) => {
      throw shortageOf(error, this.#state.folder) ?? error; // such as a full disk
    });
    return outcome;
  }

  /** Deletes an image, or every image of a product. */
  async delete(target: Extract<DeleteTarget, { readonly productId: string }>): Promise<EntryOutcome> {
    deleteParameters(target);
    const picName = 'picName' in target ? target.picName : undefined;
    return this.add({ operationType: 'DELETE', productId: target.productId, picName });
  }

  /** Imports what was added so far without waiting for more, and resolves when all of it has its outcome. */
  async flush(): Promise<void> {
    await this.#allWritten();
    await this.#promises.settledUpTo(this.#batches);
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Takes no more entries, imports what was added, and releases `state`. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #close(): Promise<void> {
    await this.#allWritten();
    this.#isComplete = true;
    this.#change();
    await this.#loop;
    this.#settings.settings.signal?.removeEventListener('abort', this.#onAbort);
    try {
      await this.#filling?.batch.close(); // after a failure
    } finally {
      await this.#state[Symbol.asyncDispose]();
    }
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Resolves when everything that was added is in a batch that is due, or has its outcome. */
  async #allWritten(): Promise<void> {
    this.#filling?.due.abort(); // what is there does not wait for images
    await this.#order.arrived();
    this.#filling?.due.abort();
  }

  /** Reads the image of an entry, and then writes the entry down, after earlier ones of the same image. */
  #take(image: CatalogueEntry['image'], entry: TakenEntry): Promise<Taken> {
    if (isNamed(image)) return this.#inTurn(entry, undefined);
    return this.#intake.take(image, (read) =>
      'issue' in read ? this.#refuse(entry, read.issue) : this.#inTurn(entry, read.path),
    );
  }

  async #refuse({ stored }: TakenEntry, issue: Issue): Promise<Taken> {
    this.#refused += 1;
    return { outcome: Promise.resolve(unreadOutcome(stored, this.#refused, issue)) };
  }

  async #inTurn(entry: TakenEntry, path: string | undefined): Promise<Taken> {
    await entry.earlier;
    const turn = this.#lastTurn.then(() => this.#write(entry, path));
    this.#lastTurn = turn.catch(() => {}); // the caller of that turn learns of it
    return turn;
  }

  /**
   * Writes an entry into the batch that fills. While that is full, or has an entry of the same image, it waits for the next one.
   * After a failure nothing takes batches any more: the entry is written down for the next ingester all the same.
   */
  async #write({ stored, concern }: TakenEntry, path: string | undefined): Promise<Taken> {
    for (;;) {
      const filling = this.#filling;
      if (filling === undefined) await this.#begin();
      else if (filling.batch.entries < this.#settings.entries && !filling.batch.conflicts(concern)) {
        const { batch, number, due } = filling;
        const entry = batch.add(stored, concern, path);
        this.#checkRuns();
        if (batch.entries === this.#settings.entries) due.abort();
        return { outcome: this.#promises.promise(number, entry) };
      } else if (this.#failure === undefined) {
        filling.due.abort();
        await this.#changed;
      } else {
        this.#filling = undefined;
        await filling.batch.close();
      }
    }
  }

  async #begin(): Promise<void> {
    this.#batches += 1;
    const number = this.#batches;
    const { settings } = this.#settings;
    const batch = await IngestBatch.create(this.#state.folder, number, batchOptions(settings));
    const begunAt = settings.clock.now();
    this.#filling = { batch, number, begunAt, due: new AbortController() };
    this.#change();
  }

  async #run(left: readonly LeftBatch[]): Promise<void> {
    const { settings, importing } = this.#settings;
    const ended = this.#ended.signal;
    for (const { batch, options } of left) {
      for await (const _ of this.#import(batch, options)); // outcomes that were told before are told again, by the files
      for await (const outcome of outcomesIn(batch.importState))
        await untilAborted(
          tellCaller(settings, outcome, () => `an entry of ${batch.folder}`),
          ended,
        );
      await batch.remove();
    }
    for (;;) {
      const taken = await this.#nextBatch();
      if (taken === undefined) return;
      const { batch, number } = taken;
      await batch.close();
      for await (const outcome of this.#import(batch, importing))
        this.#promises.resolve(number, outcome.place.line, outcome);
      this.#promises.finish(number);
      await batch.remove();
    }
  }

  #import(batch: IngestBatch, options: ImportOptions): CatalogueImport {
    const own = { state: batch.importState, signal: this.#ended.signal };
    return new CatalogueImport(batch.read(), { ...options, ...own });
  }

  /** The batch that is to be imported, once it is full, has waited long enough, or is asked for; undefined in the end. */
  async #nextBatch(): Promise<FillingBatch | undefined> {
    const { settings, waitMs } = this.#settings;
    const ended = this.#ended.signal;
    while (this.#filling === undefined) {
      ended.throwIfAborted();
      if (this.#isComplete) return undefined;
      await this.#changed;
    }
    const { due, begunAt } = this.#filling;
    const left = Math.max(0, begunAt + waitMs - settings.clock.now());
    await settings.clock.sleep(left, AbortSignal.any([due.signal, ended])).catch(() => {}); // it is due
    ended.throwIfAborted();
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
    this.#ended.abort(error);
    this.#promises.rejectAll(error);
    this.#change();
  }

  #checkRuns(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}

/** Makes an `Ingester`. What an earlier one has left in `state` is imported first. */
export const createIngester = (options: IngesterOptions): Promise<Ingester> => Ingester.open(options);
