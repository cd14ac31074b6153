import type { CatalogueEntry } from './catalogue/model/catalogue-entry.ts';
import type { EntryOutcome } from './import/entry-outcome.ts';
import type { ImportSummary } from './import/import-summary.ts';
import type { Services } from './import/open-services.ts';
import { GrowingLines, wholeLinesOf } from './import/state/growing-lines.ts';
import type { Difference } from './import/sync/difference.ts';
import { differencesToImport, updatesOf } from './import/sync/differences-to-import.ts';
import { plannedDifferences } from './import/sync/plan-file.ts';
import type { SyncSettings } from './import/sync/sync-options.ts';
import type { SyncPlan } from './import/sync/sync-plan.ts';
import { dryRunFile, importFolder, planFile, updatesFile } from './import/sync/sync-state.ts';
import { type UpdateLine, updateImages } from './import/sync/update-images.ts';
import { CatalogueImport } from './import-catalogue.ts';

/** What was done of a plan; in a dry run, what would be. */
interface CarriedOut {
  /** Images that UpdateImage has changed. */
  readonly updated: number;
  /** Of everything else; undefined when there was nothing else. */
  readonly imported: ImportSummary | undefined;
}

/**
 * Carries out a plan that is on the disk: first the calls of UpdateImage, then an import of all other differences and of those
 * whose call has failed. Continued after a kill, it does nothing again that is in one of the ledgers. A dry run makes no call,
 * and tells of each that it would make.
 *
 * @param folder of the sync's state
 * @param tell called with the outcomes that the import does not tell by itself
 */
export async function* carryOutPlan(
  plan: SyncPlan,
  folder: string,
  { importing, mostUpdates, settings }: SyncSettings,
  { gallery, galleryPatience: patience }: Pick<Services, 'gallery' | 'galleryPatience'>,
  tell: (outcome: EntryOutcome) => Promise<void>,
): AsyncGenerator<EntryOutcome, CarriedOut, void> {
  const { concurrency, dryRun, signal } = settings;
  const isUpdated = updatesOf(plan, { mostUpdates });
  const path = updatesFile(folder);
  const differences = () => plannedDifferences(planFile(folder), plan);
  const ofUpdates = only(differences(), isUpdated);
  const calls = dryRun
    ? callsToMake(ofUpdates)
    : updateImages(ofUpdates, path, { gallery, patience, concurrency, signal });
  let updated = 0;
  for await (const { productId, picName, failure, number } of calls) {
    if (failure !== null) continue;
    if (dryRun) updated += 1;
    const status = dryRun ? 'ready' : 'imported';
    const place = { source: null, line: number, lines: 1 };
    const outcome = { status, place, productId, picName, verified: false, issues: [] } as const;
    await tell(outcome);
    yield outcome;
  }
  for await (const { value } of wholeLinesOf<UpdateLine>(path)) if (value.failure === null) updated += 1;
  const toImport = () => differencesToImport(differences(), isUpdated, path);
  if ((await toImport().next()).done === true) return { updated, imported: undefined };
  const state = dryRun ? undefined : importFolder(folder);
  const carrying = new CatalogueImport(entriesOf(toImport()), { ...importing, state });
  using forecast = dryRun ? new GrowingLines<EntryOutcome>(dryRunFile(folder), 0) : undefined;
  for await (const outcome of carrying) {
    forecast?.add(outcome);
    yield outcome;
  }
  return { updated, imported: carrying.summary };
}

async function* callsToMake(differences: AsyncIterable<Difference>): AsyncGenerator<UpdateLine, void, void> {
  let number = 0;
  for await (const { entry, picName } of differences)
    yield { number: ++number, productId: entry.productId, picName, failure: null };
}

async function* entriesOf(
  differences: AsyncIterable<Difference>,
): AsyncGenerator<CatalogueEntry, void, void> {
  for await (const { entry } of differences) yield entry;
}

async function* only<T>(
  items: AsyncIterable<T>,
  isWanted: (item: T) => boolean,
): AsyncGenerator<T, void, void> {
  for await (const item of items) if (isWanted(item)) yield item;
}
