import { mkdir, rm } from 'node:fs/promises';
import type { CatalogueReading } from '../catalogue/catalogue-reading.ts';
import { assertConserved } from '../shared/errors/conservation.ts';
import type { StoredObject } from '../shared/objects/object-store.ts';
import type { ImportSettings } from './import-settings.ts';
import type { Services } from './open-services.ts';
import { RowKeeper } from './plan/kept-rows.ts';
import { planEntries, readAgain } from './plan/plan-entries.ts';
import { plannedEntries } from './plan/planned-entries.ts';
import { entriesFile, findingsFile, keysFile } from './plan/planned-entry.ts';
import { chooseRoute } from './route.ts';
import { cutShards } from './state/cut-shards.ts';
import type { PlannedFact } from './state/import-facts.ts';
import { checkSameCatalogue, checkSameImport, identityOf } from './state/import-identity.ts';
import type { ImportState } from './state/import-state.ts';
import { shardsFolder } from './state/shard-files.ts';

/** An import that is begun, or was before: its catalogue is in shards on the disk. */
export interface BegunImport extends Awaited<ReturnType<Services['checkReady']>> {
  readonly planned: PlannedFact;
}

/**
 * Begins an import in its state, or makes sure that it is the one that was begun there.
 *
 * @throws {RangeError} when the state is of another catalogue, target, or of options that change what becomes of entries
 */
export async function beginImport(
  rows: CatalogueReading,
  state: ImportState,
  settings: ImportSettings,
  services: Services,
): Promise<BegunImport> {
  const { signal } = settings;
  const { begun } = state;
  if (begun !== undefined) {
    const serviceType = settings.serviceType ?? begun.serviceType;
    checkSameImport(state.name, begun, identityOf(settings, services, serviceType));
  }
  const mayRun = state.planned !== undefined || settings.dryRun || settings.route !== 'batch';
  const ready = await services.checkReady({ mayRun, wasReached: begun !== undefined, signal });
  const serviceType = begun?.serviceType ?? ready.serviceType;
  const onRead = (done: number) =>
    settings.onProgress({ stage: 'reading', done, of: undefined, taskId: undefined });
  const reading = { ...settings, serviceType, onRead };
  if (state.planned !== undefined) {
    checkSameCatalogue(state.name, state.planned, await readAgain(rows, reading));
    return { ...ready, serviceType, planned: state.planned };
  }
  if (begun === undefined) {
    const { commandLine } = settings;
    await state.note({ begun: identityOf(settings, services, serviceType), commandLine });
  }
  await state.clearPlan();
  const work = state.planFolder;
  await Promise.all([work, shardsFolder(state.folder)].map((path) => mkdir(path, { recursive: true })));
  using keeper = new RowKeeper(shardsFolder(state.folder));
  rows.keepRows((head, row, count) => keeper.add(head, row, count));
  const storesImages = settings.route !== 'direct';
  const lists = storesImages && (settings.skipUnchanged || settings.dryRun);
  const listing = lists ? new Listing(services.store, signal) : undefined;
  const { entries, digest, adds, deletes } = await planEntries(rows, {
    ...{ ...reading, work, storesImages, signal },
    listObjects: listing && ((prefix) => listing.objects(prefix)),
  });
  await keeper.finish();
  const { folder } = state;
  const { linesPerTask } = settings;
  const cut = await cutShards(plannedEntries(work), { folder, linesPerTask, signal, shardsBefore: 0 });
  await Promise.all([entriesFile, findingsFile, keysFile].map((fileOf) => rm(fileOf(work)))); // the shards have it all
  assertConserved('planEntries', entries, { cut: cut.entries });
  const { addsPerSecond } = ready;
  const route =
    settings.route === 'auto'
      ? chooseRoute({ adds, deletes, linesPerTask, addsPerSecond })
      : { route: settings.route };
  const planned = {
    ...cut,
    route,
    listed: listing?.listed ?? 0,
    digest,
    catalogue: rows.summary,
    columns: rows.columns,
  };
  await state.note({ planned });
  return { ...ready, serviceType, planned };
}

/** Lists a bucket, and counts what it has listed. */
class Listing {
  readonly #store: Services['store'];
  readonly #signal: AbortSignal | undefined;
  listed = 0;

  constructor(store: Services['store'], signal: AbortSignal | undefined) {
    this.#store = store;
    this.#signal = signal;
  }

  async *objects(prefix: string): AsyncGenerator<StoredObject, void, void> {
    for await (const object of this.#store.list(prefix, { signal: this.#signal })) {
      this.listed += 1;
      yield object;
    }
  }
}
