import { access, stat } from 'node:fs/promises';
import type { CatalogueReading } from './catalogue/catalogue-reading.ts';
import type { CatalogueSource } from './catalogue/model/catalogue-source.ts';
import { beginImport } from './import/begin-import.ts';
import { runDry } from './import/dry-run/run-dry.ts';
import { EntryLimits } from './import/entry-limits.ts';
import { type EntryOutcome, notSubmitted, type SettledOutcome } from './import/entry-outcome.ts';
import { beginRound, type ImportContext, type ImportRun } from './import/import-context.ts';
import type { ImportOptions } from './import/import-options.ts';
import { type ImportSettings, importSettings } from './import/import-settings.ts';
import { ImportStopped } from './import/import-stopped.ts';
import type { ImportSummary } from './import/import-summary.ts';
import { accessBy } from './import/open-images.ts';
import { type OpenImportState, openImportState } from './import/open-import-state.ts';
import { openServices, type Services } from './import/open-services.ts';
import { catalogueRows } from './import/plan/catalogue-rows.ts';
import { EntryImages } from './import/prepare/entry-images.ts';
import { sendByRoute } from './import/prepare/send-by-route.ts';
import { preparing } from './import/preparing.ts';
import { exportRound } from './import/settle/export-round.ts';
import { settleShard } from './import/settle/settle-shard.ts';
import { sumUp } from './import/settle/sum-up.ts';
import { VerificationBudget } from './import/settle/verification-budget.ts';
import type { SettledFact } from './import/state/import-facts.ts';
import { OutcomeFiles } from './import/state/outcome-files.ts';
import type { Shard } from './import/state/shard.ts';
import { tellCaller } from './shared/errors/callers-code.ts';
import { withFacts } from './shared/errors/image-search-error.ts';
import { shortageOf } from './shared/errors/shortage.ts';
import { affordableConcurrency } from './shared/files/open-file-limit.ts';
import { loadSharp } from './shared/loading/load-sharp.ts';

/**
 * Brings a catalogue into the gallery of an Image Search instance: checks every entry, alone and against the others,
 * uploads its image, writes increment.meta beside the images, runs a batch task for each `linesPerTask` entries, reads its
 * failures, and asks the gallery for a sample. Iterated, it yields what became of each entry; then `summary` has the counts.
 *
 * With a folder as `state`, an import whose process was killed is continued by the same call. Aborting, or leaving the
 * iteration early, ends the work of this process; a task that was already submitted goes on at the service.
 *
 * @example
 * const importing = new CatalogueImport('shop.csv', { images: 'images', to: 'oss://bucket/shop', region, instance, state: 'shop.state' });
 * for await (const { status, productId } of importing) console.log(productId, status);
 * console.log(importing.summary.succeeded);
 */
export class CatalogueImport implements AsyncIterable<EntryOutcome> {
  readonly #catalogue: CatalogueSource;
  readonly #settings: ImportSettings;
  readonly #rows: CatalogueReading;
  readonly #startedAt = performance.now();
  readonly #run: ImportRun = {
    ...{ prepared: 0, entries: 0, bytes: 0, taskRef: undefined, isWorthKeeping: false },
  };
  #isStarted = false;
  /** Whether the catalogue or the options do not serve: then there is nothing to continue. */
  #isRefused = false;
  #state: string | undefined;
  #settled = 0;
  #summary: ImportSummary | undefined;

  /**
   * @param catalogue a CSV, TSV or JSON-lines file, a workbook, a folder of images, or entries from any iterable
   * @throws {TypeError | RangeError} for a wrong option, before anything is read
   */
  constructor(catalogue: CatalogueSource, options: ImportOptions) {
    this.#settings = importSettings(catalogue, options);
    this.#rows = catalogueRows(catalogue, { ...options, images: this.#settings.images });
    this.#catalogue = catalogue;
  }

  /**
   * The counts, once every entry has its outcome.
   *
   * @throws {TypeError} before that
   */
  get summary(): ImportSummary {
    if (this.#summary !== undefined) return this.#summary;
    throw new TypeError('Cannot read the summary of an import as it must be iterated to its end first');
  }

  /**
   * The folder, or the place in a store, from which the import can be continued, as `state`, while it runs and after it has
   * failed or was aborted; undefined when there is none.
   */
  get state(): string | undefined {
    return this.#state;
  }

  /**
   * Runs the import. It can be iterated once.
   *
   * @throws {RangeError} when `state` is in use, or holds another import
   * @throws {ImageSearchError} when the service or the network fails; once a task was started, `taskRef` of the error names it
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<EntryOutcome, void, void> {
    if (this.#isStarted) throw new TypeError('Cannot iterate an import again as it can be iterated once');
    this.#isStarted = true;
    const { images, repair } = this.#settings;
    const services = openServices(this.#settings);
    try {
      if (repair) await loadSharp();
      if (typeof images === 'string') await checkFolder('images', images);
      if (typeof this.#catalogue === 'string') await access(this.#catalogue); // the system says what is wrong with it
      const opened = await openImportState(this.#settings, services.place);
      this.#state = opened.state.name;
      try {
        yield* this.#outcomes(opened, services);
      } finally {
        const kept = await opened.close(this.#run.isWorthKeeping);
        this.#state = this.#isRefused ? undefined : kept;
        this.#settled = opened.state.settledEntries;
      }
    } catch (error) {
      throw this.#named(error);
    } finally {
      services.close();
    }
  }

  async *#outcomes(
    { state, mirror }: OpenImportState,
    services: Services,
  ): AsyncGenerator<EntryOutcome, void, void> {
    const { address, linesPerTask, dryRun, verify, signal } = this.#settings;
    signal?.throwIfAborted();
    const begin = beginImport(this.#rows, state, this.#settings, services);
    const { planned, ...ready } = await begin.catch((error: unknown) => {
      this.#isRefused = error instanceof RangeError || error instanceof TypeError;
      throw error;
    });
    if (state.closed !== undefined) {
      await state.clearPlan(); // which a kill may have prevented
      this.#summary = state.closed;
      return;
    }
    const { store } = services;
    using files = await OutcomeFiles.open(state.folder, state.outcomeLengths);
    const { entries, route } = planned;
    using images = new EntryImages({
      ...{ ...this.#settings, ...ready, bucket: address?.bucket, store },
      access: accessBy(route.route, services.images),
    });
    const limits = new EntryLimits({ ...this.#settings, entries: entries - planned.deletes });
    const concurrency = affordableConcurrency(this.#settings.concurrency, FILE_NEEDS);
    const context: ImportContext = {
      ...{ settings: { ...this.#settings, concurrency }, services, ...ready },
      ...{ entries, images, limits, run: this.#run, route: route.route },
      send: sendByRoute(route.route, services),
      verificationBudget: new VerificationBudget(this.#settings.verifyMinutes),
    };
    const prepared = preparing(state, mirror, context);
    if (dryRun) {
      const summary = yield* this.#dryRun(runDry(state, planned, context));
      this.#summary = { ...summary, seconds: this.#seconds };
      return;
    }
    // Each round may add another one.
    for (const [round, cut] of state.rounds.entries()) {
      beginRound(this.#run, cut);
      try {
        await using exported =
          verify === 'export' ? await exportRound(state, round, prepared(round), context) : undefined;
        const shards = exported ? state.shards(round) : prepared(round);
        for await (const shard of shards) {
          const { settled } = shard.facts;
          const settling = { ...context, exported };
          const { counts } = settled === undefined ? yield* this.#settle(shard, settling, files) : settled;
          limits.shardSettled(counts);
        }
      } catch (error) {
        if (error instanceof ImportStopped) {
          this.#run.isWorthKeeping = true; // for the rows that are to be corrected
          yield* this.#tellRefused(state.shards(round), files);
        }
        throw error;
      }
      await state.cutNextRound(round, { linesPerTask, signal });
    }
    const summary = sumUp(state, planned, this.#seconds);
    await state.note({ closed: summary });
    await state.clearPlan(); // what remains are the journal and the outcomes
    this.#summary = summary;
  }

  /** How long this run has taken so far. */
  get #seconds(): number {
    return Math.round((performance.now() - this.#startedAt) / 100) / 10;
  }

  async *#settle(
    shard: Shard,
    context: ImportContext,
    files: OutcomeFiles,
  ): AsyncGenerator<EntryOutcome, SettledFact, void> {
    const settling = settleShard(shard, context);
    try {
      for (let next = await settling.next(); ; next = await settling.next()) {
        if (next.done) {
          const settled = { ...next.value, files: await files.sync() };
          await shard.note({ settled });
          await shard.removeSettled();
          this.#run.taskRef = undefined;
          return settled;
        }
        yield* this.#tell(next.value, files);
      }
    } finally {
      await settling.return(undefined as never); // the reader may have stopped
    }
  }

  /** Tells the refused entries of shards that are not settled, so that they can be corrected. They are told again when the import is continued. */
  async *#tellRefused(
    shards: Iterable<Shard>,
    files: OutcomeFiles,
  ): AsyncGenerator<EntryOutcome, void, void> {
    for (const shard of shards) {
      if (shard.facts.settled !== undefined) continue;
      for await (const entry of shard.ledgerEntries())
        if (!('record' in entry)) yield* this.#tell(notSubmitted(entry, 'refused', entry.refused), files);
    }
    await files.sync();
  }

  /** The one place where an outcome is told. */
  async *#tell(
    { number, ...outcome }: SettledOutcome,
    files: OutcomeFiles,
  ): AsyncGenerator<EntryOutcome, void, void> {
    files.add({ ...outcome, number });
    await this.#hearOf(number, outcome);
    yield outcome;
  }

  #hearOf(number: number, outcome: EntryOutcome): Promise<void> {
    const { source, line } = outcome.place;
    const from = source === null ? '' : ` of ${source}`;
    return tellCaller(this.#settings, outcome, () => `entry ${number}, line ${line}${from}`);
  }

  async *#dryRun(
    dry: ReturnType<typeof runDry>,
  ): AsyncGenerator<EntryOutcome, Omit<ImportSummary, 'seconds'>, void> {
    try {
      for (let next = await dry.next(); ; next = await dry.next()) {
        if (next.done) return next.value;
        const { number, ...outcome } = next.value;
        await this.#hearOf(number, outcome);
        yield outcome;
      }
    } finally {
      await dry.return(undefined as never); // the reader may have stopped
    }
  }

  /** The error, with the task that goes on at the service and the folder that was kept. The caller's own reason stays as it is. */
  #named(thrown: unknown): unknown {
    const { signal } = this.#settings;
    if (signal?.aborted === true && thrown === signal.reason) return thrown;
    const error = shortageOf(thrown, this.#state) ?? thrown; // such as a full disk, where the state is written
    const { taskRef } = this.#run;
    const kept = this.#state === undefined ? {} : { state: this.#state, settled: this.#settled };
    const facts = { ...kept, ...(taskRef !== undefined && { taskRef }) };
    return Object.keys(facts).length === 0 ? error : withFacts(error, facts);
  }
}

/** An image is read from a file and sent over a connection; beside them, the state and the services have some open. */
const FILE_NEEDS = { perItem: 2, beside: 14 };

/**
 * Runs a `CatalogueImport` to its end: `onOutcome` is called exactly once for each entry. The import throws when the counts
 * of its summary do not add up.
 *
 * @param catalogue a CSV, TSV or JSON-lines file, a workbook, a folder of images, or entries from any iterable
 * @throws {TypeError | RangeError} for a wrong option, before anything is read; when `state` is in use, or holds another import
 * @throws {ImageSearchError} when the service or the network fails; once a task was started, `taskRef` of the error names
 * the task, and `state` the folder from which the import can be continued
 *
 * @example
 * const summary = await importCatalogue('shop.csv', {
 *   images: 'images', to: 'oss://my-bucket/spring', region: 'cn-shanghai', instance: 'shop',
 *   onOutcome: ({ status, productId, issues }) => console.log(status, productId, issues),
 * });
 * console.log(summary.supplied, summary.succeeded, summary.refused, summary.failed);
 */
export async function importCatalogue(
  catalogue: CatalogueSource,
  options: ImportOptions,
): Promise<ImportSummary> {
  const importing = new CatalogueImport(catalogue, options);
  for await (const _ of importing); // onOutcome has it
  return importing.summary;
}

async function checkFolder(name: string, path: string): Promise<void> {
  if ((await stat(path)).isDirectory()) return;
  throw new TypeError(`Cannot import as '${name}' must be a folder: current value is "${path}"`);
}
