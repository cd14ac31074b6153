import { rm } from 'node:fs/promises';
import type { CatalogueReading } from '../../catalogue/catalogue-reading.ts';
import { objectKeyOf, type PicNameBase } from '../../meta/model/pic-name.ts';
import { assertConserved } from '../../shared/errors/conservation.ts';
import type { ServiceType } from '../../shared/model/service-type.ts';
import { GalleryComparison } from '../compare/gallery-comparison.ts';
import type { EntryOutcome } from '../entry-outcome.ts';
import type { Services } from '../open-services.ts';
import { CatalogueImages } from './catalogue-images.ts';
import { type CatalogueCounts, type CatalogueImage, expectCatalogue } from './expect-catalogue.ts';
import { findDifferences, type UntouchedCounts } from './find-differences.ts';
import { findRenames } from './find-renames.ts';
import { type HeldGallery, holdExport, holdFound } from './hold-gallery.ts';
import { ImageMarks } from './image-marks.ts';
import { PlanFile } from './plan-file.ts';
import type { SyncSettings } from './sync-options.ts';
import type { SyncComparison, SyncPlan } from './sync-plan.ts';
import { planFile } from './sync-state.ts';
import { withheldDeletions } from './withheld-deletions.ts';

/** Where the plan is made, and for whom. */
export interface PlanContext {
  /** The folder of the sync's state. */
  readonly folder: string;
  readonly services: Services;
  readonly serviceType: ServiceType;
  readonly sync: SyncSettings;
  readonly target: Pick<SyncPlan, 'region' | 'instance' | 'to'>;
}

/**
 * Compares a catalogue with the gallery, and writes the plan that makes them equal. Both sides go to the disk once, by a hash
 * of the product, and are compared a part at a time. Yields the outcomes of entries that are refused.
 */
export async function* compareCatalogue(
  rows: Pick<CatalogueReading, 'batches'>,
  context: PlanContext,
): AsyncGenerator<EntryOutcome, SyncPlan, void> {
  const { folder, services, serviceType, sync, target } = context;
  const { settings, by } = sync;
  const { profile, picNameBase, pollDelay, concurrency, signal } = settings;
  await using comparison = await emptyComparison(folder);
  const onRead = (done: number) =>
    settings.onProgress({ stage: 'reading', done, of: undefined, taskId: undefined });
  const reading = {
    serviceType,
    profile,
    picNameBase,
    folder: settings.folder,
    onRead,
    signal,
    findsProducts: by === 'export',
  };
  const catalogue = yield* expectCatalogue(rows, comparison, reading);
  const gallery =
    by === 'export'
      ? await holdExport(comparison, services, { pollDelay, signal })
      : await holdFound(comparison, comparison.expectedNames(), services, {
          ...{ repair: settings.repair, concurrency, signal },
        });
  await using plan = await PlanFile.create(planFile(folder));
  const untouched = await writeDifferences(plan, comparison, context);
  const compared = { ...catalogue, ...untouched, heldAgain: comparison.heldAgain };
  assertCompared(plan.kinds, compared, gallery);
  const { held, export: exported, tasks, counted, images } = gallery;
  return plan.finish({
    ...target,
    createdAt: settings.clock.now(),
    gallery: { images, newestTask: tasks.newest ?? null },
    withheld: withheldDeletions({
      ...{ superfluous: plan.kinds.superfluous, refused: catalogue.refused },
      ...{ deleteSuperfluous: sync.deleteSuperfluous, maxDeletedShare: sync.maxDeletedShare },
      ...{ held, export: exported, tasks, counted },
    }),
    comparison: { ...compared, held, export: exported },
  });
}

async function emptyComparison(folder: string): Promise<GalleryComparison<CatalogueImage>> {
  await rm(GalleryComparison.folderIn(folder), { recursive: true, force: true }); // of a run that was killed
  return GalleryComparison.create<CatalogueImage>(folder);
}

async function writeDifferences(
  plan: PlanFile,
  comparison: GalleryComparison<CatalogueImage>,
  { folder, services: { store, images: access }, sync }: PlanContext,
): Promise<UntouchedCounts> {
  const { settings, compareImages, previous, deleteSuperfluous } = sync;
  const { images, address, picNameBase, signal } = settings;
  const looks = new CatalogueImages({ images, access, bucket: address?.bucket, store, signal });
  await using marks = compareImages
    ? await ImageMarks.create(folder, previous, (image) => looks.mark(image))
    : undefined;
  const differences = findDifferences(comparison, {
    nameInCatalogue: nameIn(picNameBase, settings.folder),
    findRenames: findRenames({
      store: address && store,
      keyOf: (picName) => objectKeyOf(picNameBase, settings.folder, picName),
      digestOf: (image) => looks.digest(image),
      signal,
    }),
    isImageChanged: marks?.isChanged,
    signal,
  });
  for (let next = await differences.next(); ; next = await differences.next()) {
    if (next.done) return next.value;
    if (next.value.kind === 'superfluous' && !deleteSuperfluous) plan.count(next.value);
    else await plan.add(next.value);
  }
}

/** The other direction of `picNameOf`: undefined for an image outside the folder. */
export const nameIn =
  (base: PicNameBase, folder: string) =>
  (picName: string): string | undefined => {
    if (base === 'folder' || folder === '') return picName;
    return picName.startsWith(`${folder}/`) ? picName.slice(folder.length + 1) : undefined;
  };

/** @throws {Error} when an entry of the catalogue, or an image of the gallery, was neither left alone nor found to differ */
function assertCompared(
  kinds: SyncPlan['kinds'],
  compared: CatalogueCounts & UntouchedCounts & Pick<SyncComparison, 'heldAgain'>,
  { held }: HeldGallery,
): void {
  const { supplied, refused, repeated, productDeletes, singleDeletes, gone, same } = compared;
  const { elsewhere, heldAgain } = compared;
  const { missing, changed, 'image changed': imageChanged, renamed, deleted, superfluous } = kinds;
  const inBoth = { same, changed, imageChanged };
  assertConserved('the catalogue of a sync', supplied, {
    ...{ refused, repeated, productDeletes, singleDeletes, gone, ...inBoth, missing, renamed },
  });
  assertConserved('the gallery of a sync', held, {
    ...{ heldAgain, elsewhere, ...inBoth, deleted, superfluous },
  });
}
