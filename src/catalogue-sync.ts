import { existsSync } from 'node:fs';
import { access, copyFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { carryOutPlan } from './carry-out-plan.ts';
import type { CatalogueReading } from './catalogue/catalogue-reading.ts';
import { imageLimits } from './image/image-limits.ts';
import type { EntryOutcome } from './import/entry-outcome.ts';
import { updateSecondsOf } from './import/estimate/seconds.ts';
import { openServices, type Services } from './import/open-services.ts';
import { openState } from './import/open-state.ts';
import { catalogueRows } from './import/plan/catalogue-rows.ts';
import { addSync, type SyncHead } from './import/report/add-sync.ts';
import { GrowingLines } from './import/state/growing-lines.ts';
import { beginSync, checkSameEntries, type SourcePath } from './import/sync/begin-sync.ts';
import { etagsIn } from './import/sync/bucket-etag.ts';
import { compareCatalogue, type PlanContext } from './import/sync/compare-catalogue.ts';
import { updatesOf } from './import/sync/differences-to-import.ts';
import { DigestedRows } from './import/sync/digested-rows.ts';
import { checkDeletions, checkFresh, checkTarget } from './import/sync/gallery-mark.ts';
import { plannedDifferences, readPlan } from './import/sync/plan-file.ts';
import { checkOwnState, checkUndoable, checkUndone, planUndo } from './import/sync/plan-undo.ts';
import { checkPrevious, takeMarks } from './import/sync/previous-marks.ts';
import {
  isPlan,
  isUndo,
  type SyncOptions,
  type SyncSettings,
  type SyncSource,
  syncSettings,
} from './import/sync/sync-options.ts';
import type { SyncPlan } from './import/sync/sync-plan.ts';
import {
  beforeFile,
  openSyncState,
  planFile,
  refusedFile,
  type SyncIdentity,
  type SyncState,
} from './import/sync/sync-state.ts';
import type { SyncSummary } from './import/sync/sync-summary.ts';
import { writeBefore } from './import/sync/write-before.ts';
import { openReport } from './report/report-file.ts';
import { tellCaller } from './shared/errors/callers-code.ts';
import { withFacts } from './shared/errors/image-search-error.ts';
import { shortageOf } from './shared/errors/shortage.ts';
import { loadSharp } from './shared/loading/load-sharp.ts';

/**
 * Makes a gallery equal to a catalogue: compares what it holds with what it should hold, and imports the difference. What is
 * equal is left alone. Iterated, it yields what became of each entry that was refused, and of each difference; then `summary`
 * has the counts.
 *
 * With a folder as `state`, a sync whose process was killed is continued by the same call. The folder also has the plan, and
 * what the gallery held before, from which the sync can be undone: `new CatalogueSync({ undo: 'sync.state' }, …)`.
 *
 * @example
 * const sync = new CatalogueSync('shop.csv', { images: 'images', to: 'oss://bucket/shop', region, instance, state: 'sync.state' });
 * for await (const { status, productId } of sync) console.log(status, productId);
 * console.log(sync.summary.plan.kinds);
 */
export class CatalogueSync implements AsyncIterable<EntryOutcome> {
  readonly #source: SyncSource;
  readonly #sync: SyncSettings;
  /** Undefined where the plan is there, or is made of an earlier sync. */
  readonly #rows: CatalogueReading | undefined;
  readonly #startedAt = performance.now();
  #isStarted = false;
  #isWorthKeeping = false;
  #state: string | undefined;
  #summary: SyncSummary | undefined;

  /**
   * @param source a catalogue, as an import takes it; `{ plan }`, a file that a dry run has left in its `state`; or `{ undo }`,
   * the `state` of a sync
   * @throws {TypeError | RangeError} for a wrong option, before anything is read
   */
  constructor(source: SyncSource, options: SyncOptions) {
    this.#sync = syncSettings(source, options);
    const { images } = this.#sync.settings;
    const reading = { ...options, images };
    this.#rows = isPlan(source) || isUndo(source) ? undefined : catalogueRows(source, reading);
    this.#source = source;
  }

  /**
   * What became of every image. To be asked when the sync has ended.
   *
   * @throws {TypeError} before the sync is iterated to its end
   */
  get summary(): SyncSummary {
    if (this.#summary !== undefined) return this.#summary;
    throw new TypeError('Cannot read the summary of a sync as it must be iterated to its end first');
  }

  /** The folder from which the sync can be continued, as `state`; undefined when there is none. */
  get state(): string | undefined {
    return this.#state;
  }

  /**
   * Runs the sync. It can be iterated once.
   *
   * @throws {RangeError} when `state` is in use or holds another sync, and for a plan that was changed or is of another gallery
   * @throws {ImageSearchError} when the service or the network fails; `PLAN_STALE` when the gallery has changed since its plan
   * was made
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<EntryOutcome, void, void> {
    if (this.#isStarted) throw new TypeError('Cannot iterate a sync again as it can be iterated once');
    this.#isStarted = true;
    const { repair, signal } = this.#sync.settings;
    const services = openServices(this.#sync.settings);
    try {
      if (repair) await loadSharp();
      const { path } = this.#path;
      if (path !== undefined) await access(path); // the system says what is wrong with it
      await using _undone = await this.#openUndone(services);
      const { previous } = this.#sync;
      if (previous !== undefined) await checkPrevious(previous, this.#identity(services), signal);
      await using page = await openReport(this.#sync.report, signal);
      const opened = await openState(this.#sync.folder, (its) => openSyncState(its, signal));
      this.#state = opened.state.folder;
      try {
        yield* this.#outcomes(opened.state, services);
        if (page !== undefined) await page.finish(await addSync(page, opened.state.folder, this.#head));
      } finally {
        this.#state = await opened.close(this.#isWorthKeeping);
      }
    } catch (error) {
      throw this.#named(error);
    } finally {
      services.close();
    }
  }

  /** The state of the sync that is undone: while that sync runs, or this one, nobody else has it. */
  async #openUndone(services: Services): Promise<SyncState | undefined> {
    if (!isUndo(this.#source)) return undefined;
    const { undo } = this.#source;
    checkOwnState(undo, this.#sync.folder);
    await checkUndoable(undo);
    const state = await openSyncState(undo, this.#sync.settings.signal);
    try {
      checkUndone(undo, state, this.#identity(services));
      return state;
    } catch (error) {
      await state[Symbol.asyncDispose]();
      throw error;
    }
  }

  async *#outcomes(state: SyncState, services: Services): AsyncGenerator<EntryOutcome, void, void> {
    const { settings } = this.#sync;
    const { dryRun, signal } = settings;
    signal?.throwIfAborted();
    const planned = await beginSync(state, this.#identity(services), this.#path, settings.commandLine);
    if (planned !== undefined && this.#rows !== undefined) await checkSameEntries(state, this.#rows);
    if (state.closed !== undefined) {
      this.#summary = state.closed;
      return;
    }
    const plan = planned === undefined ? yield* this.#planned(state, services) : planned;
    if (!dryRun) {
      await this.#begin(state.folder, plan, services);
      this.#isWorthKeeping = true;
    }
    const told = (outcome: EntryOutcome) => this.#hearOf(outcome);
    const { updated, imported } = yield* carryOutPlan(plan, state.folder, this.#sync, services, told);
    const seconds = Math.round((performance.now() - this.#startedAt) / 100) / 10;
    const updateSeconds = dryRun ? updateSecondsOf(updated, services) : undefined;
    const summary = { plan, updated, updateSeconds, import: imported, seconds };
    await state.note({ closed: summary });
    this.#summary = summary;
  }

  /** Keeps what the gallery holds of all that the plan changes, once, before anything is changed. */
  async #begin(folder: string, plan: SyncPlan, services: Services): Promise<void> {
    if (existsSync(beforeFile(folder))) return;
    const { mostUpdates, settings } = this.#sync;
    const { concurrency, signal } = settings;
    await checkFresh(plan, services, isPlan(this.#source), signal);
    await writeBefore(beforeFile(folder), plannedDifferences(planFile(folder), plan), {
      etagOf: etagsIn(services, settings),
      isUpdated: updatesOf(plan, { mostUpdates }),
      ...{ concurrency, signal },
    });
  }

  /** The plan, which is on the disk then. */
  async *#planned(state: SyncState, services: Services): AsyncGenerator<EntryOutcome, SyncPlan, void> {
    const { signal } = this.#sync.settings;
    const { region, instance, to } = this.#identity(services);
    const target = { region, instance, to };
    const given = isPlan(this.#source) ? await readPlan(this.#source.plan) : undefined;
    if (given !== undefined) checkTarget(given, target, 'carry out the plan');
    const { serviceType } = await services.checkReady({ mayRun: true, wasReached: false, signal });
    const { folder } = state;
    const context: PlanContext = { folder, services, serviceType, sync: this.#sync, target };
    let plan: SyncPlan;
    let entriesDigest: string | undefined;
    if (isPlan(this.#source) && given !== undefined) {
      plan = given;
      checkDeletions(plan, this.#sync.deleteSuperfluous);
      if (this.#sync.compareImages) await takeMarks(this.#source.plan, folder);
      if (resolve(this.#source.plan) !== planFile(folder))
        await copyFile(this.#source.plan, planFile(folder));
    } else if (isUndo(this.#source)) plan = await planUndo(this.#source.undo, context);
    else {
      const rows = this.#rows as CatalogueReading; // of a source that is no plan and no undo
      const digested = state.begun?.sourceMark === undefined ? new DigestedRows(rows) : undefined;
      const comparing = compareCatalogue(digested ?? rows, context);
      using refused = new GrowingLines<EntryOutcome>(refusedFile(folder), 0);
      for (let next = await comparing.next(); ; next = await comparing.next()) {
        if (next.done) {
          plan = next.value;
          entriesDigest = digested?.digest();
          await refused.sync();
          break;
        }
        refused.add(next.value);
        await this.#hearOf(next.value);
        yield next.value;
      }
    }
    const limits = imageLimits(serviceType, this.#sync.settings.limits);
    await state.note({ planned: plan, limits, entriesDigest });
    return plan;
  }

  #hearOf(outcome: EntryOutcome): Promise<void> {
    return tellCaller(this.#sync.settings, outcome, () => `${outcome.productId} ${outcome.picName}`);
  }

  /** The path that the source names, and what the sync is made of. */
  get #path(): SourcePath {
    const source = this.#source;
    if (isPlan(source)) return { kind: 'plan', path: source.plan };
    if (isUndo(source)) return { kind: 'undo', path: source.undo };
    return { kind: 'catalogue', path: typeof source === 'string' ? source : undefined };
  }

  /** What the head of a report says that the state does not. */
  get #head(): SyncHead {
    const { folder, report, settings } = this.#sync;
    return { state: folder, subject: report?.subject, signal: settings.signal };
  }

  #identity({ region, instance }: Services): Omit<SyncIdentity, 'source' | 'sourcePath' | 'sourceMark'> {
    const { by, deleteSuperfluous, maxDeletedShare, mostUpdates, settings } = this.#sync;
    const { address, dryRun } = settings;
    return {
      ...{ region, instance, to: address === undefined ? null : `oss://${address.bucket}/${address.folder}` },
      ...{ by, deleteSuperfluous, maxDeletedShare, mostUpdates, dryRun },
    };
  }

  /** The error, with the folder that was kept. The caller's own reason stays as it is. */
  #named(thrown: unknown): unknown {
    const { signal } = this.#sync.settings;
    if (signal?.aborted === true && thrown === signal.reason) return thrown;
    const error = shortageOf(thrown, this.#state) ?? thrown; // such as a full disk, where the state is written
    return this.#state === undefined ? error : withFacts(error, { state: this.#state });
  }
}

/**
 * Runs a `CatalogueSync` to its end: `onOutcome` is called once for each entry that was refused, and for each difference.
 *
 * @param source a catalogue, `{ plan }` of a dry run, or `{ undo }`, the state of a sync
 * @throws as the iteration of a `CatalogueSync` does
 * @example
 * const { plan } = await syncCatalogue('shop.csv', {
 *   images: 'images', to: 'oss://my-bucket/spring', region: 'cn-shanghai', instance: 'shop', dryRun: true,
 * });
 * console.log(plan.kinds);
 */
export async function syncCatalogue(source: SyncSource, options: SyncOptions): Promise<SyncSummary> {
  const sync = new CatalogueSync(source, options);
  for await (const _ of sync); // onOutcome has it
  return sync.summary;
}
