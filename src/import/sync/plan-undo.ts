import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { CatalogueEntry } from '../../catalogue/model/catalogue-entry.ts';
import type { GalleryImage } from '../../gallery/gallery-image.ts';
import type { AddRecord } from '../../meta/model/meta-record.ts';
import { objectKeyOf } from '../../meta/model/pic-name.ts';
import { mapConcurrent } from '../../shared/async/map-concurrent.ts';
import { show } from '../../shared/options/checks.ts';
import { wholeLinesOf } from '../state/growing-lines.ts';
import { type BucketEtag, etagsIn } from './bucket-etag.ts';
import { nameIn, type PlanContext } from './compare-catalogue.ts';
import type { Difference } from './difference.ts';
import { updateOf } from './find-differences.ts';
import { findImage } from './find-image.ts';
import { checkTarget, markGallery, type SyncTarget } from './gallery-mark.ts';
import { PlanFile } from './plan-file.ts';
import { RenamedImages } from './renamed-images.ts';
import type { SyncPlan } from './sync-plan.ts';
import { beforeFile, planFile, type SyncState } from './sync-state.ts';
import type { BeforeLine } from './write-before.ts';

/**
 * Writes the plan that undoes a sync: adds back what it has deleted, from the object that is still in the bucket, restores what
 * it has overwritten, and deletes what it has added.
 *
 * @param state the folder of that sync
 * @throws {TypeError} for a folder that no sync has left, or one that was to change nothing; and without a bucket, where images
 * must be added back
 */
export async function planUndo(
  state: string,
  { folder, services, sync: { settings, mostUpdates }, target }: PlanContext,
): Promise<SyncPlan> {
  const { address, picNameBase, concurrency, clock, signal } = settings;
  const path = await checkUndoable(state);
  const nameOf = nameIn(picNameBase, settings.folder);
  const place = {
    nameOf: (picName: string) => nameOf(picName) ?? picName,
    imageOf: (picName: string) =>
      address && `oss://${address.bucket}/${objectKeyOf(picNameBase, settings.folder, picName)}`,
  };
  const etagOf = etagsIn(services, settings);
  const undo = async ({ line, mayBeRenamed }: LineToUndo, inner: AbortSignal) => {
    const names = { productId: line.after.productId, picName: line.picName };
    const found = mayBeRenamed ? await findImage(names, true, services, inner) : undefined;
    const difference = undone({ ...line, picName: found?.picName ?? line.picName }, place);
    return { difference, isLost: await isPictureLost(line, (picName) => etagOf(picName, inner)) };
  };
  await using renamed = await RenamedImages.of(state, folder, signal);
  await using plan = await PlanFile.create(planFile(folder));
  let picturesLost = 0;
  const lines = linesToUndo(path, renamed);
  for await (const { difference, isLost } of mapConcurrent(lines, undo, { concurrency, signal })) {
    const { entry, update } = difference;
    if (address === undefined && isAdd(entry) && update === undefined) throw withoutBucket(state);
    if (isLost) picturesLost += 1;
    await plan.add(difference);
  }
  if (address === undefined && plan.updatable > mostUpdates) throw withoutBucket(state);
  return plan.finish({
    ...{ ...target, createdAt: clock.now(), gallery: await markGallery(services, signal) },
    ...{ withheld: { images: 0, because: [] }, picturesLost },
  });
}

const withoutBucket = (state: string) =>
  new TypeError(
    `Cannot undo ${show(state, LONGEST_PATH)} as 'to' must be given: images are added back from its bucket`,
  );

interface LineToUndo {
  readonly line: BeforeLine;
  /** Whether the gallery may have the image by the name that a repair has given it. */
  readonly mayBeRenamed: boolean;
}

async function* linesToUndo(
  path: string,
  renamed: Pick<RenamedImages, 'mayHave'>,
): AsyncGenerator<LineToUndo, void, void> {
  for await (const { value: line } of wholeLinesOf<BeforeLine>(path)) {
    const { productId, picName = line.picName } = line.after;
    const mayBeRenamed = line.before === null && (await renamed.mayHave(productId, picName));
    yield { line, mayBeRenamed };
  }
}

/** Whether the object that an image had is another one now. Nobody has looked at those of an `image changed` without a bucket. */
async function isPictureLost(
  { kind, picName, etag }: BeforeLine,
  etagOf: (picName: string) => Promise<BucketEtag>,
): Promise<boolean> {
  if (etag === undefined) return kind === 'image changed';
  const now = await etagOf(picName);
  return typeof now === 'string' && now !== etag;
}

const isAdd = ({ operationType = 'ADD' }: CatalogueEntry): boolean => operationType === 'ADD';

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

/** @throws {RangeError} when an undo would have the state of the sync that it undoes */
export function checkOwnState(undone: string, state: string | undefined): void {
  if (state === undefined || resolve(state) !== resolve(undone)) return;
  throw new RangeError(
    `Cannot undo ${show(undone, LONGEST_PATH)} as 'state' must be another folder: current value is ${show(state, LONGEST_PATH)}`,
  );
}

/**
 * Makes sure that the gallery is the one that the sync has changed. A sync that had no bucket is undone from any.
 *
 * @throws {RangeError}
 */
export function checkUndone(state: string, { begun }: Pick<SyncState, 'begun'>, target: SyncTarget): void {
  if (begun === undefined) return;
  const to = begun.to ?? target.to;
  checkTarget({ ...begun, to }, target, `undo ${show(state, LONGEST_PATH)}`);
}

const LONGEST_PATH = 1_000;

interface Place {
  readonly nameOf: (picName: string) => string;
  /** Undefined where there is no bucket. */
  readonly imageOf: (picName: string) => string | undefined;
}

function undone({ kind, picName, before, after, fields = [] }: BeforeLine, place: Place): Difference {
  const { operationType: _, image: __, picName: ___, ...made } = after;
  const now = isAdd(after) ? imageOf(made, picName) : null;
  const changed = { kind: 'undone', picName, before: now, fields } as const;
  const name = place.nameOf(picName);
  if (before === null)
    return { ...changed, entry: { operationType: 'DELETE', productId: after.productId, picName: name } };
  const entry = { ...before, image: place.imageOf(picName), picName: name };
  const isSamePicture = kind === 'changed' && isAdd(after);
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
