import { ImageSearchError } from '../../shared/errors/image-search-error.ts';
import { show } from '../../shared/options/checks.ts';
import type { Services } from '../open-services.ts';
import { readGalleryTasks } from './gallery-tasks.ts';
import { countImages } from './hold-gallery.ts';
import type { GalleryMark, SyncPlan } from './sync-plan.ts';

/** Where a sync goes. */
export type SyncTarget = Pick<SyncPlan, 'region' | 'instance' | 'to'>;

/**
 * @param what is not to be done elsewhere than where it was begun
 * @throws {RangeError} for another instance, or another folder of the bucket
 */
export function checkTarget(begun: SyncTarget, target: SyncTarget, what: string): void {
  const names = ['region', 'instance', 'to'] as const;
  const other = names.find((name) => begun[name] !== target[name]);
  if (other === undefined) return;
  throw new RangeError(
    `Cannot ${what} as '${other}' must be ${show(begun[other])}, as it was then: current value is ${show(target[other])}`,
  );
}

/** @throws {RangeError} for a plan that has no superfluous image to delete, as its dry run was not to delete any */
export function checkDeletions({ kinds, withheld }: SyncPlan, deleteSuperfluous: boolean): void {
  if (!deleteSuperfluous || withheld.because.every(({ code }) => code !== 'NOT_ASKED_TO_DELETE')) return;
  throw new RangeError(
    `Cannot delete the ${kinds.superfluous} superfluous images by the plan as it was made without 'deleteSuperfluous': make a new plan with it, or carry this one out without`,
  );
}

type GalleryServices = Pick<Services, 'gallery' | 'galleryPatience' | 'tasks'>;

export const markGallery = async (
  services: GalleryServices,
  signal: AbortSignal | undefined,
): Promise<GalleryMark> => ({
  images: await countImages(services, signal),
  newestTask: (await readGalleryTasks(services.tasks, signal)).newest ?? null,
});

/**
 * Makes sure that the gallery is as it was when the plan was made, as far as it tells without another export.
 *
 * @param isGiven whether the plan is one that the caller has named, which the same call does not make anew
 * @throws {ImageSearchError} `PLAN_STALE`
 */
export async function checkFresh(
  { gallery: planned }: SyncPlan,
  services: GalleryServices,
  isGiven: boolean,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { images, newestTask: newest } = await markGallery(services, signal);
  const why =
    images !== planned.images
      ? `it had ${planned.images} images and has ${images} now`
      : newest !== planned.newestTask
        ? `batch task ${newest} was started`
        : undefined;
  if (why === undefined) return;
  throw new ImageSearchError(`Cannot carry out the plan as the gallery has changed since: ${why}`, {
    code: 'PLAN_STALE',
    advice: isGiven
      ? 'Compare again, and look at the new plan: a dry run with another folder as state'
      : 'Nothing was changed yet: the same call compares again',
  });
}
