import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CatalogueEntry } from './catalogue/model/catalogue-entry.ts';
import { type DeleteTarget, deleteParameters } from './gallery/delete-target.ts';
import type { EntryOutcome } from './import/entry-outcome.ts';
import { IngestBatch } from './import/ingest/ingest-batch.ts';
import {
  type IngesterOptions,
  type IngesterSettings,
  ingesterSettings,
} from './import/ingest/ingester-options.ts';
import { OutcomePromises } from './import/ingest/outcome-promises.ts';
import { openServices } from './import/open-services.ts';
import { planImage } from './import/plan/planned-image.ts';
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

/** Which images `Ingester.delete` deletes. */
type IngestedDelete = Extract<DeleteTarget, { readonly productId: string }>;

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
  /** Ends the waits of the loop, and the import that is under way. */
  readonly #ended = new AbortController();
  readonly #signal: AbortSignal;
  readonly #loop: Promise<void>;
  /** The batch that fills; undefined while there is none. */
  #open: { readonly batch: IngestBatch; readonly number: number } | undefined;
  #isDue = false;
  #isClosing = false;
  #failure: { readonly error: unknown } | undefined;
  #batches: number;
  #staged = 0;
  #lastTurn: Promise<unknown> = Promise.resolve();
  #wake: () => void = () => {};
  #onTaken: () => void = () => {};

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
    const { signal } = settings.settings;
    this.#signal = AbortSignal.any([this.#ended.signal, ...(signal === undefined ? [] : [signal])]);
    this.#loop = this.#run(left).catch((error: unknown) => this.#fail(error));
  }

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
    this.#checkOpen();
    this.#staged += 1;
    const planned = await planImage(entry.image, this.#staged, {
      ...{ work: stagingOf(this.#state), signal: this.#signal },
    });
    const refused = planned.kind === 'unreadable' ? planned.issue : undefined;
    if (refused !== undefined) return refusedOutcome(entry, this.#staged, refused);
    const bytes = planned.kind === 'bytes' ? planned.path : undefined;
    const turn = this.#lastTurn.then(() => this.#write(entry, bytes));
    this.#lastTurn = turn.catch(() => {}); // who was before learns of it
    return (await turn).outcome;
  }

  /** Deletes an image, or every image of a product. */
  delete(target: IngestedDelete): Promise<EntryOutcome> {
    deleteParameters(target);
    const picName = 'picName' in target ? target.picName : undefined;
    return this.add({ operationType: 'DELETE', productId: target.productId, picName });
  }

  /** Imports what was added so far without waiting for more, and resolves when all of it has its outcome. */
  async flush(): Promise<void> {
    await this.#lastTurn;
    this.#due();
    await this.#promises.settled();
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Takes no more entries, imports what was added, and releases `state`. */
  async close(): Promise<void> {
    if (this.#isClosing) return this.#loop;
    await this.#lastTurn;
    this.#isClosing = true;
    this.#due();
    await this.#loop;
    await this.#state[Symbol.asyncDispose]();
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
