import { DryStore } from './import/dry-run/dry-store.ts';
import { probe } from './import/open-connection.ts';
import { openState } from './import/open-state.ts';
import { ServerCopy } from './import/source/server-copy.ts';
import { type SourceTraits, traitsOf } from './import/source/source-traits.ts';
import { GrowingLines, wholeLinesOf } from './import/state/growing-lines.ts';
import { checkSameImport } from './import/state/import-identity.ts';
import { BandwidthLimit } from './import/transfer/bandwidth-limit.ts';
import { ImageCarrier } from './import/transfer/carry-image.ts';
import { limitedStore } from './import/transfer/limited-store.ts';
import { plannedImages, planTransfer, type TransferImage } from './import/transfer/plan-transfer.ts';
import { TransferBudget } from './import/transfer/transfer-budget.ts';
import { TransferCounts } from './import/transfer/transfer-counts.ts';
import {
  identityOf,
  type TransferOptions,
  type TransferSettings,
  transferSettings,
} from './import/transfer/transfer-options.ts';
import type { TransferOutcome, TransferSummary } from './import/transfer/transfer-outcome.ts';
import {
  ledgerIn,
  openTransferState,
  type PlannedTransfer,
  type TransferState,
} from './import/transfer/transfer-state.ts';
import { META_FILE_NAME } from './meta/model/meta-file-name.ts';
import { keyIn } from './service/addresses/oss-address.ts';
import { Patience } from './service/patience.ts';
import { mapConcurrent } from './shared/async/map-concurrent.ts';
import { tellCaller } from './shared/errors/callers-code.ts';
import { withFacts } from './shared/errors/image-search-error.ts';
import { shortageOf } from './shared/errors/shortage.ts';
import { affordableConcurrency } from './shared/files/open-file-limit.ts';
import { loadSharp } from './shared/loading/load-sharp.ts';
import type { ObjectSource, ObjectStore } from './shared/objects/object-store.ts';
import { show } from './shared/options/checks.ts';
import { UrlListSource } from './sources/urls/url-list-source.ts';
import { patientSource, patientStore } from './storage/patient-store.ts';

/**
 * Uploads the images of a source into a store, as an import does and without a batch task: every image is checked before it is
 * moved, and has exactly one outcome. Where both are buckets of OSS in one region, OSS copies the images by itself. Iterated, it yields what became of each image; then `summary` has the counts.
 *
 * With a folder as `state`, an upload whose process was killed is continued by the same call: what its ledger has is not
 * done again. When it was over, the same call lists anew and sends what is new, changed or had failed. Aborting, or leaving the iteration early, ends the work.
 *
 * @example
 * const transfer = new ImageTransfer(new FolderStore('photos'), new OssStore({ bucket, region }), { prefix: 'spring' });
 * for await (const { status, key } of transfer) console.log(status, key);
 * console.log(transfer.summary.sent);
 */
export class ImageTransfer implements AsyncIterable<TransferOutcome> {
  readonly #source: ObjectSource;
  readonly #target: ObjectStore;
  readonly #settings: TransferSettings;
  readonly #traits: SourceTraits;
  readonly #startedAt = performance.now();
  #isStarted = false;
  #counts = new TransferCounts();
  #state: string | undefined;
  #summary: TransferSummary | undefined;

  /**
   * @param source a folder, a bucket, or any other source of images
   * @throws {TypeError | RangeError} for a wrong option, before anything is read
   */
  constructor(source: ObjectSource, target: ObjectStore, options: TransferOptions = {}) {
    this.#settings = transferSettings(source, target, options);
    this.#source = source;
    this.#target = target;
    this.#traits = traitsOf(source);
  }

  /**
   * The counts, once every image has its outcome.
   *
   * @throws {TypeError} before that
   */
  get summary(): TransferSummary {
    if (this.#summary !== undefined) return this.#summary;
    throw new TypeError('Cannot read the summary of an upload as it must be iterated to its end first');
  }

  /** The folder from which the upload can be continued, as `state`; undefined when there is none. */
  get state(): string | undefined {
    return this.#state;
  }

  /**
   * Runs the upload. It can be iterated once.
   *
   * @throws {RangeError} when `state` is in use, or holds another upload
   * @throws {ImportStopped} when `maxMinutes` or `maxBytes` are used up and images are left
   * @throws {ImageSearchError} when source or target fail for a reason that does not pass
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<TransferOutcome, void, void> {
    if (this.#isStarted) throw new TypeError('Cannot iterate an upload again as it can be iterated once');
    this.#isStarted = true;
    const { repair, dryRun, state: folder, signal } = this.#settings;
    try {
      if (repair) await loadSharp();
      const opened = await openState(dryRun ? undefined : folder, (path) => openTransferState(path, signal));
      this.#state = opened.state.folder;
      try {
        yield* this.#outcomes(opened.state);
      } finally {
        this.#state = await opened.close(!dryRun && this.#counts.done > 0);
      }
    } catch (error) {
      throw this.#named(error);
    }
  }

  async *#outcomes(state: TransferState): AsyncGenerator<TransferOutcome, void, void> {
    const settings = this.#settings;
    const { clock, bytesPerSecond, dryRun, signal } = settings;
    signal?.throwIfAborted();
    const identity = identityOf(settings, this.#source, this.#target);
    if (state.begun !== undefined) checkSameImport(state.folder, state.begun, identity, 'upload');
    // What is over begins anew: it sends what is new, changed or has failed.
    if (state.closed !== undefined) await state.note({ begun: identity, isAgain: true });
    const patienceFor = (dependency: 'source' | 'store') =>
      new Patience({ ...settings, onAway: (away) => settings.onAway(dependency, away) });
    const patience = { source: patienceFor('source'), target: patienceFor('store') };
    if (state.planned !== undefined) for (const one of Object.values(patience)) one.noteReached();
    const key = keyIn(settings.prefix, META_FILE_NAME);
    await patience.target.run(() => probe(this.#target, key, signal), { signal });
    const budget = new TransferBudget(settings);
    const limit = bytesPerSecond === undefined ? undefined : new BandwidthLimit(bytesPerSecond, clock);
    const store = patientStore(limitedStore(this.#target, budget, limit), patience.target);
    if (this.#source instanceof UrlListSource) await this.#source.summary({ signal }); // its file is there
    // A list of URLs has no outage: one host that is away says nothing of the others.
    const source = this.#traits.isOfManyHosts ? this.#source : patientSource(this.#source, patience.source);
    if (state.begun === undefined) await state.note({ begun: identity });
    const planned = state.planned ?? (await this.#plan(state, { source, target: store }));
    const target = dryRun ? new DryStore(store) : store;
    const carrier = new ImageCarrier({
      ...{ source: this.#counts.countReads(source), target, settings, traits: this.#traits },
      copies: ServerCopy.between(this.#source, this.#target, patience.target, settings),
    });
    yield* this.#carryAll(state, planned, carrier, budget);
    const counted = this.#counts.summary(planned);
    const ofDryRun = dryRun ? { dryRun: this.#counts.dryRun(planned, settings, this.#traits) } : {};
    const seconds = Math.round((performance.now() - this.#startedAt) / 100) / 10;
    const summary = { ...counted, seconds, ...ofDryRun };
    await state.note({ closed: summary });
    await state.clearPlan(); // what remains are the journal and the outcomes
    this.#summary = summary;
  }

  async #plan(
    state: TransferState,
    stores: { readonly source: Pick<ObjectSource, 'list'>; readonly target: ObjectStore },
  ): Promise<PlannedTransfer> {
    await state.clearPlan(); // of a planning that was interrupted
    using ledger = new GrowingLines<TransferOutcome>(ledgerIn(state.folder), 0);
    await ledger.sync(); // the outcomes of an upload that was over are gone before the plan counts
    const skipUnchanged = this.#settings.skipUnchanged || state.isAgain;
    const planned = await planTransfer(stores, state.planFolder, { ...this.#settings, skipUnchanged });
    await state.note({ planned });
    return planned;
  }

  /** Carries what the ledger does not have. An outcome is in the ledger before it is told. */
  async *#carryAll(
    state: TransferState,
    planned: PlannedTransfer,
    carrier: ImageCarrier,
    budget: TransferBudget,
  ): AsyncGenerator<TransferOutcome, void, void> {
    const { signal } = this.#settings;
    let [ledgerBytes, last]: [number, TransferOutcome | undefined] = [0, undefined];
    for await (const { value, bytes } of wholeLinesOf<TransferOutcome>(ledgerIn(state.folder))) {
      this.#counts.add(value);
      [ledgerBytes, last] = [bytes, value];
    }
    if (last !== undefined) yield* this.#tell(last);
    using ledger = new GrowingLines<TransferOutcome>(ledgerIn(state.folder), ledgerBytes);
    let spent: ReturnType<() => TransferBudget['spent']>;
    const left = async function* (after: number): AsyncGenerator<TransferImage, void, void> {
      for await (const image of plannedImages(state.planFolder)) {
        if (image.number <= after) continue;
        spent = budget.spent;
        if (spent !== undefined) return;
        yield image;
      }
    };
    const concurrency = affordableConcurrency(this.#settings.concurrency, FILE_NEEDS);
    const { dryRun } = this.#settings;
    const carry = async (image: TransferImage, inner: AbortSignal): Promise<TransferOutcome> => {
      const outcome = await carrier.carry(image, inner);
      return dryRun && outcome.status === 'sent' ? { ...outcome, status: 'ready' } : outcome;
    };
    for await (const outcome of mapConcurrent(left(this.#counts.done), carry, { concurrency, signal })) {
      ledger.add(outcome);
      this.#counts.add(outcome);
      this.#report(planned.images);
      yield* this.#tell(outcome);
    }
    await ledger.sync();
    const { done } = this.#counts;
    if (spent !== undefined) throw budget.stopped(spent, done, planned.images - done);
  }

  #report(of: number): void {
    const { done } = this.#counts;
    const bytes = this.#settings.dryRun ? undefined : this.#counts.bytes;
    this.#settings.onProgress({
      stage: 'uploading',
      done,
      of,
      bytes,
      taskId: undefined,
      isOver: done === of,
    });
  }

  async *#tell(outcome: TransferOutcome): AsyncGenerator<TransferOutcome, void, void> {
    await tellCaller(this.#settings, outcome, () => show(outcome.source));
    yield outcome;
  }

  /** The error, with the folder that was kept. The caller's own reason stays as it is. */
  #named(thrown: unknown): unknown {
    const { signal } = this.#settings;
    if (signal?.aborted === true && thrown === signal.reason) return thrown;
    const error = shortageOf(thrown, this.#state) ?? thrown; // such as a full disk, where the state is written
    return this.#state === undefined
      ? error
      : withFacts(error, { state: this.#state, settled: this.#counts.done });
  }
}

/** An image is read from a file and sent over a connection; beside them, the state and the stores have some open. */
const FILE_NEEDS = { perItem: 2, beside: 8 };

/**
 * Runs an `ImageTransfer` to its end.
 *
 * @param source a folder, a bucket, or any other source of images
 * @throws as the iteration of an `ImageTransfer` does
 * @example
 * const { sent, refused } = await transferImages(new FolderStore('photos'), store, { prefix: 'spring' });
 * console.log(sent, refused);
 */
export async function transferImages(
  source: ObjectSource,
  target: ObjectStore,
  options: TransferOptions = {},
): Promise<TransferSummary> {
  const transfer = new ImageTransfer(source, target, options);
  for await (const _ of transfer); // onOutcome has it
  return transfer.summary;
}
