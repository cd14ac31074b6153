import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { abortable } from '../shared/async/abortable.ts';
import { assertConserved } from '../shared/errors/conservation.ts';
import { jsonLine } from '../shared/files/json-lines-file.ts';
import { SortedOnDisk } from '../shared/files/sorted-on-disk.ts';
import { openTemporaryFolder } from '../shared/files/temporary-folder.ts';
import { WholeFile, writeWholeFile } from '../shared/files/whole-file.ts';
import { atLeast, show, text } from '../shared/options/checks.ts';
import { urlBelow } from './model/image-url.ts';
import {
  byName,
  IMAGES_FILE,
  type MigrationImage,
  PLAN_FILE,
  type PlannedImage,
} from './model/migration-image.ts';
import {
  type MigrationSettings,
  migrationSettings,
  type PlanMigrationOptions,
} from './model/migration-options.ts';
import { whyRefused } from './model/migration-rules.ts';
import { chooseRoute, estimateRoutes, type MigrationRoute, type RouteEstimate } from './model/routes.ts';
import { ONLINE_MIGRATION_FILES, writeManifest } from './online-migration/write-manifest.ts';
import { OSSIMPORT_FILES, ossimportConfiguration, writeJob } from './ossimport/write-job.ts';

/** What a plan says, and where its files are. `plan.json` holds the same. */
export interface MigrationPlan {
  /** The version of the plan's format. */
  readonly version: 1;
  /** The route that the files are for: the one that fits, unless it was given. */
  readonly route: MigrationRoute;
  /** Every route with its arithmetic. */
  readonly estimates: readonly RouteEstimate[];
  /** The bucket that the images go to. */
  readonly bucket: string;
  /** What every key begins with: empty, or with `/` at its end. */
  readonly prefix: string;
  /** Images that were handed in: those in the list and those that are not. `images.jsonl` has every one. */
  readonly supplied: number;
  /** Images in the mover's lists. */
  readonly listed: number;
  /** Images that are in no list, each with its issues. */
  readonly refused: number;
  /** Of the listed images. */
  readonly bytes: number;
  /** The names of the files in the folder. */
  readonly files: readonly string[];
}

/**
 * Says by which route images get into a bucket, with its arithmetic, and writes what that route needs: for Data Online
 * Migration `manifest.json` and its lists, for ossimport its configuration and its list, sorted by host. `images.jsonl` has
 * every image and why it is not in the list, for `readMigrationResults`. Nothing is sent. Secrets stand in no file.
 *
 * @param images those that passed their checks; pulled one by one, and sorted on the disk
 * @example
 * const images = [{ name: '1001.jpg', bytes: 120_000, url: 'https://shop.example/1001.jpg' }];
 * const plan = await planMigration(images, {
 *   to: 'oss://my-bucket/spring', region: 'cn-shanghai', folder: 'plan', megabitsPerSecond: 1000,
 * });
 * console.log(plan.route, plan.estimates);
 * @throws {TypeError | RangeError} for an option or an image that cannot be, or a folder that holds a plan already
 */
export async function planMigration(
  images: AsyncIterable<MigrationImage> | Iterable<MigrationImage>,
  options: PlanMigrationOptions,
): Promise<MigrationPlan> {
  const settings = migrationSettings(options);
  if (settings.route === 'ossimport' || options.ossimport !== undefined) ossimportConfiguration(settings); // throws for a wrong value before anything is read
  const { signal } = options;
  signal?.throwIfAborted();
  await mkdir(settings.folder, { recursive: true });
  await assertNoPlan(settings.folder);
  await using temporary = await openTemporaryFolder(settings.temporaryFolder);
  const folderFor = async (name: string) => {
    await mkdir(join(temporary.path, name));
    return join(temporary.path, name);
  };
  const written: string[] = [];
  try {
    const sorted = new SortedOnDisk<MigrationImage>(await folderFor('by-name'), byName);
    const totals = await takeIn(images, sorted, settings.baseUrl, signal);
    const estimates = estimateRoutes({
      ...settings,
      ...totals,
      machines: settings.ossimport.workers?.length,
    });
    const route = settings.route ?? chooseRoute(estimates).route;
    const counts = { listed: 0, refused: 0, bytes: 0 };
    const listed = listImages(sorted.values(), route, settings, counts, signal);
    const writers: Readonly<Record<MigrationRoute, () => Promise<AsyncIterable<string>>>> = {
      import: async () => drained(listed),
      'online-migration': async () => writeManifest(listed, settings, signal),
      ossimport: async () => writeJob(listed, settings, await folderFor('by-host'), signal),
    };
    for await (const name of await writers[route]()) written.push(name);
    written.push(IMAGES_FILE);
    const { listed: inList, refused } = counts;
    assertConserved('planMigration', totals.images, { listed: inList, refused });
    const { bucket, prefix } = settings;
    const plan: MigrationPlan = {
      ...{ version: 1, route, estimates, bucket, prefix, supplied: totals.images, ...counts },
      files: [...written].sort(),
    };
    const content = new TextEncoder().encode(`${JSON.stringify(plan, null, 2)}\n`);
    await writeWholeFile(join(settings.folder, PLAN_FILE), abortable([content], signal), { signal });
    return plan;
  } catch (error) {
    // a folder with half a plan would look like a plan to a mover
    for (const name of [...written, IMAGES_FILE]) await rm(join(settings.folder, name), { force: true });
    throw error;
  }
}

async function assertNoPlan(folder: string): Promise<void> {
  const isOfPlan = (name: string) =>
    [PLAN_FILE, IMAGES_FILE].includes(name) ||
    ONLINE_MIGRATION_FILES.test(name) ||
    OSSIMPORT_FILES.test(name);
  const found = (await readdir(folder)).find(isOfPlan);
  if (found !== undefined)
    throw new TypeError(
      `Cannot write a plan into ${show(folder, 1_100)} as it holds ${found} already: choose an empty folder`,
    );
}

/** Sorts the images by name, and counts what the choice of a route goes by. */
async function takeIn(
  images: AsyncIterable<MigrationImage> | Iterable<MigrationImage>,
  sorted: SortedOnDisk<MigrationImage>,
  baseUrl: string | undefined,
  signal: AbortSignal | undefined,
): Promise<{ readonly images: number; readonly bytes: number; readonly withUrl: number }> {
  const totals = { images: 0, bytes: 0, withUrl: 0 };
  for await (const image of abortable(images, signal)) {
    const name = text('name', image.name);
    const url = image.url ?? urlBelow(baseUrl, name);
    totals.images += 1;
    totals.bytes += atLeast(0, 'bytes', image.bytes);
    if (url !== undefined) totals.withUrl += 1;
    const kept = url === undefined ? { name, bytes: image.bytes } : { name, bytes: image.bytes, url };
    await sorted.add(kept, name.length + (url?.length ?? 0) + 40, signal);
  }
  return totals;
}

/** Writes `images.jsonl`, and hands on the images that go into the list. */
async function* listImages(
  images: AsyncIterable<MigrationImage>,
  route: MigrationRoute,
  settings: MigrationSettings,
  counts: { listed: number; refused: number; bytes: number },
  signal: AbortSignal | undefined,
): AsyncGenerator<MigrationImage, void, void> {
  const file = await WholeFile.open(join(settings.folder, IMAGES_FILE));
  let finished = false;
  try {
    let previousName: string | undefined;
    let block = '';
    for await (const image of abortable(images, signal)) {
      const issues = whyRefused(image, route, settings, previousName);
      const { name, bytes } = image;
      block += jsonLine({ name, bytes, issues } satisfies PlannedImage);
      if (block.length >= BLOCK_CHARACTERS) {
        await file.write(new TextEncoder().encode(block));
        block = '';
      }
      if (issues.length > 0) {
        counts.refused += 1;
        continue;
      }
      previousName = name;
      counts.listed += 1;
      counts.bytes += bytes;
      yield image;
    }
    await file.write(new TextEncoder().encode(block));
    await file.finish(signal);
    finished = true;
  } finally {
    if (!finished) await file.discard();
  }
}

const BLOCK_CHARACTERS = 65_536;

/** Reads to the end, and has no file to name. */
async function* drained(images: AsyncIterable<unknown>): AsyncGenerator<string, void, void> {
  for await (const _ of images);
  yield* [];
}
