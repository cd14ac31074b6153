import type { ExportSummary } from '../../gallery/export/export-account.ts';
import { mapConcurrent } from '../../shared/async/map-concurrent.ts';
import type { GalleryComparison } from '../compare/gallery-comparison.ts';
import type { Services } from '../open-services.ts';
import { type AskedImage, findImage } from './find-image.ts';
import { type GalleryTasks, readGalleryTasks } from './gallery-tasks.ts';

/** The gallery's side of a comparison, and how far it can be relied on. */
export interface HeldGallery {
  readonly held: number;
  readonly export: ExportSummary | undefined;
  readonly tasks: GalleryTasks;
  /** What `Detail` counts in the end, and the smaller one of that and before. */
  readonly images: number;
  readonly counted: number;
}

type Side = Pick<GalleryComparison<never>, 'hold' | 'holdWritten'>;
type GalleryServices = Pick<Services, 'gallery' | 'galleryPatience' | 'tasks'>;

/**
 * Adds every image of the gallery, by one export.
 *
 * @throws {ImageSearchError} when the export fails or its file cannot be read
 */
export async function holdExport(
  side: Side,
  { gallery, galleryPatience, tasks }: GalleryServices,
  {
    pollDelay,
    signal,
  }: { readonly pollDelay?: ((n: number) => number) | undefined; readonly signal?: AbortSignal | undefined },
): Promise<HeldGallery> {
  const services = { gallery, galleryPatience };
  const before = await countImages(services, signal);
  const images = gallery.exportPatiently(galleryPatience, { whenRunning: 'wait', pollDelay, signal });
  for await (const batch of images.batches()) batch.handTo(side);
  const after = await countImages(services, signal);
  return {
    ...{ held: images.summary.records, export: images.summary },
    tasks: await readGalleryTasks(tasks, signal), // after the export: a task that changed the gallery meanwhile is on the list
    ...{ images: after, counted: Math.min(before, after) },
  };
}

export const countImages = async (
  { gallery, galleryPatience }: Pick<Services, 'gallery' | 'galleryPatience'>,
  signal: AbortSignal | undefined,
): Promise<number> => (await galleryPatience.run(() => gallery.detail({ signal }), { signal })).images;

/**
 * Adds the images that the gallery holds of those that are asked for, each by a question of its own.
 *
 * @param options `repair`: an image that is missing is also asked for by the names that it would have after a repair
 */
export async function holdFound(
  side: Side,
  asked: AsyncIterable<AskedImage>,
  { gallery, galleryPatience, tasks }: GalleryServices,
  {
    repair,
    concurrency,
    signal,
  }: {
    readonly repair: boolean;
    readonly concurrency: number;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<HeldGallery> {
  let held = 0;
  const find = (image: AskedImage, inner: AbortSignal) =>
    findImage(image, repair, { gallery, galleryPatience }, inner);
  for await (const image of mapConcurrent(asked, find, { concurrency, signal })) {
    if (image === undefined) continue;
    side.hold(image);
    held += 1;
  }
  const images = await countImages({ gallery, galleryPatience }, signal);
  const known = { images, counted: images, tasks: await readGalleryTasks(tasks, signal) };
  return { held, export: undefined, ...known };
}
