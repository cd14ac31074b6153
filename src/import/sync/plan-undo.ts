import { access } from 'node:fs/promises';
import type { CatalogueEntry } from '../../catalogue/model/catalogue-entry.ts';
import type { GalleryImage } from '../../gallery/gallery-image.ts';
import type { AddRecord } from '../../meta/model/meta-record.ts';
import { objectKeyOf } from '../../meta/model/pic-name.ts';
import { show } from '../../shared/checks.ts';
import { wholeLinesOf } from '../state/growing-lines.ts';
import { nameIn, type PlanContext } from './compare-catalogue.ts';
import type { Difference } from './difference.ts';
import { updateOf } from './find-differences.ts';
import { markGallery } from './gallery-mark.ts';
import { PlanFile } from './plan-file.ts';
import type { SyncPlan } from './sync-plan.ts';
import { beforeFile, planFile } from './sync-state.ts';
import type { BeforeLine } from './write-before.ts';

/**
 * Writes the plan that undoes a sync: adds back what it has deleted, from the object that is still in the bucket, restores what
 * it has overwritten, and deletes what it has added.
 *
 * @param state the folder of that sync
 * @throws {TypeError} for a folder that no sync has left, or one that was to change nothing
 */
export async function planUndo(
  state: string,
  { folder, services, sync: { settings }, target }: PlanContext,
): Promise<SyncPlan> {
  const { address, picNameBase, clock, signal } = settings;
  const path = await checkUndoable(state);
  if (address === undefined)
    throw new TypeError(
      `Cannot undo ${show(state)} as 'to' must be given: images are added back from its bucket`,
    );
  const { bucket } = address;
  const nameOf = nameIn(picNameBase, settings.folder);
  const place = {
    nameOf: (picName: string) => nameOf(picName) ?? picName,
    imageOf: (picName: string) => `oss://${bucket}/${objectKeyOf(picNameBase, settings.folder, picName)}`,
  };
  await using plan = await PlanFile.create(planFile(folder));
  let picturesLost = 0;
  for await (const { value } of wholeLinesOf<BeforeLine>(path)) {
    signal?.throwIfAborted();
    if (value.kind === 'image changed') picturesLost += 1;
    await plan.add(undone(value, place));
  }
  return plan.finish({
    ...{ ...target, createdAt: clock.now(), gallery: await markGallery(services, signal) },
    ...{ withheld: { images: 0, because: [] }, picturesLost },
  });
}

/**
 * What a sync has kept of the gallery before it.
 *
 * @throws {TypeError} for a folder that no sync has left, or one that was to change nothing
 */
export async function checkUndoable(state: string): Promise<string> {
  const path = beforeFile(state);
  await access(path).catch((cause: unknown) => {
    throw new TypeError(
      `Cannot undo ${show(state, LONGEST_PATH)} as it must be the state of a sync that has changed a gallery: it has no before.jsonl; name the folder that a sync was given as its state`,
      { cause },
    );
  });
  return path;
}

const LONGEST_PATH = 1_000;

interface Place {
  readonly nameOf: (picName: string) => string;
  readonly imageOf: (picName: string) => string;
}

function undone({ kind, picName, before, after, fields = [] }: BeforeLine, place: Place): Difference {
  const { operationType = 'ADD', image: _, picName: __, ...made } = after;
  const now = operationType === 'ADD' ? imageOf(made, picName) : null;
  const changed = { kind: 'undone', picName, before: now, fields } as const;
  const name = place.nameOf(picName);
  if (before === null)
    return { ...changed, entry: { operationType: 'DELETE', productId: after.productId, picName: name } };
  const entry = { ...before, image: place.imageOf(picName), picName: name };
  const isSamePicture = kind === 'changed' && operationType === 'ADD';
  const record = { ...before, operationType: 'ADD' } as AddRecord;
  return { ...changed, entry, update: isSamePicture ? updateOf(record, fields) : undefined };
}

/** What the gallery holds of an entry that was added. The service's guess of its category is not known. */
function imageOf(
  {
    region: _,
    crop: __,
    ...fields
  }: Omit<CatalogueEntry, 'image' | 'picName' | 'operationType'> & { readonly crop?: unknown },
  picName: string,
): GalleryImage {
  return { ...NO_VALUES, ...fields, picName } as GalleryImage;
}

const NO_VALUES: Omit<GalleryImage, 'productId' | 'picName'> = {
  ...{ categoryId: undefined, customContent: undefined },
  ...{ intAttr: undefined, intAttr2: undefined, intAttr3: undefined, intAttr4: undefined },
  ...{ strAttr: undefined, strAttr2: undefined, strAttr3: undefined, strAttr4: undefined },
};
