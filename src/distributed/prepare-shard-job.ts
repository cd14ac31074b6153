import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { UrlOptions } from '../image/url/url-options.ts';
import { NO_STORE } from '../import/open-services.ts';
import { callGallery, type GalleryCalls } from '../import/prepare/call-gallery.ts';
import { EntryImages } from '../import/prepare/entry-images.ts';
import { prepareParts } from '../import/prepare/prepare-parts.ts';
import { storeImages } from '../import/prepare/store-image.ts';
import { wholeLinesOf } from '../import/state/growing-lines.ts';
import type { ShardEntry } from '../import/state/shard.ts';
import { LedgerParts } from '../import/stored/ledger-parts.ts';
import { type RoundSettings, readRound } from '../import/stored/round-settings.ts';
import { copyToFile, objectNames, type StatePlace } from '../import/stored/state-place.ts';
import { Patience } from '../service/patience.ts';
import { systemClock } from '../shared/async/sleep.ts';
import { ImageSearchError } from '../shared/errors/image-search-error.ts';
import type { Issue } from '../shared/errors/issue.ts';
import { openTemporaryFolder } from '../shared/files/temporary-folder.ts';
import type { ObjectStore } from '../shared/objects/object-store.ts';
import { show } from '../shared/options/checks.ts';
import { patientStore } from '../storage/patient-store.ts';
import type { ShardJob } from './shard-job.ts';

/** What a worker has, beside what the import says. */
export interface WorkerTools {
  readonly place: StatePlace;
  /** What messages call the worker. */
  readonly name: string;
  readonly concurrency: number;
  /** The folder of images on this machine. @default the path that the import has */
  readonly images: string | undefined;
  readonly urls: UrlOptions | undefined;
  /** The bucket that images go to; to be closed. */
  openBucket(bucket: string, region: string): { readonly store: ObjectStore; close(): unknown };
  /**
   * The gallery of the instance, at the pace that all workers keep together; to be closed.
   *
   * @param confirm of `ShardClaim`
   */
  openGallery(
    settings: RoundSettings['settings'],
    confirm: ShardClaim['confirm'],
  ): Pick<GalleryCalls, 'gallery'> & { close(): unknown };
}

/** A worker's right to a shard. */
export interface ShardClaim {
  /** Aborts when the worker is closed, or another one has the shard. */
  readonly signal: AbortSignal;
  /**
   * Asks the queue whether the shard is still this worker's, and renews that it is. Called last before each call of the gallery,
   * which nothing takes back.
   *
   * @throws the reason of `signal` when another worker has it
   */
  readonly confirm: () => Promise<void>;
}

/** The shard of a job, as a worker has it open. */
export interface OpenShard {
  /** How many entries its ledger has. */
  readonly rows: number;
  /** Prepares what the ledger does not have, and yields how many entries it has then, part by part. */
  prepare(): AsyncGenerator<number, void, void>;
}

/**
 * Opens the shard of a job with what is in the state of its import, and nothing else: the settings of its round, its entries and
 * its ledger, whose last whole part is where to go on.
 */
export async function openShard(
  { import: name, round, shard }: ShardJob,
  tools: WorkerTools,
  { signal, confirm }: ShardClaim,
): Promise<OpenShard> {
  const { place } = tools;
  const told = await readRound(place, round, signal);
  if (told.import !== name) throw otherImport(place, told.import, name);
  const ledger = new LedgerParts(place, shard, told.settings.route);
  const rows = await ledger.rows(signal);
  async function* prepare(): AsyncGenerator<number, void, void> {
    const { region, bucket, serviceType, route, ...settings } = told.settings;
    await using folder = await openTemporaryFolder();
    const path = join(folder.path, 'entries.jsonl');
    await copyToFile(place, objectNames.file(told.fence, `${shard}.entries.jsonl`), path, signal);
    const opened = bucket === undefined ? undefined : tools.openBucket(bucket, region);
    const gallery = route === 'direct' ? tools.openGallery(told.settings, confirm) : undefined;
    try {
      const clock = systemClock;
      const patience = () => new Patience({ clock, patienceMs: settings.patienceMs });
      const store = opened === undefined ? NO_STORE : patientStore(opened.store, patience());
      const send =
        gallery === undefined
          ? storeImages({ store })
          : callGallery({ gallery: gallery.gallery, patience: patience() });
      const images = tools.images ?? settings.images;
      const options = { ...settings, images, urls: tools.urls };
      using read = new EntryImages({ ...options, bucket, store, serviceType, clock });
      const context = {
        settings: { ...settings, concurrency: tools.concurrency },
        ...{ serviceType, route, send },
        images: imagesOn(tools.name, read),
      };
      const entries = () => checkedEntries(path, images, tools.name);
      for await (const part of prepareParts({ round, entries }, ledger, context, signal)) yield part.rows;
    } finally {
      opened?.close();
      gallery?.close();
    }
  }
  return { rows, prepare };
}

/** Where an image is missing or cannot be read, the message says on which machine: folders, networks and settings differ. */
const imagesOn = (worker: string, images: EntryImages): Pick<EntryImages, 'check'> => ({
  check: async (entry, signal) => {
    const checked = await images.check(entry, signal);
    return { ...checked, issues: checked.issues.map((issue) => seenBy(worker, issue)) };
  },
});

const seenBy = (worker: string, issue: Issue): Issue => {
  const how = HOW_SEEN[issue.code];
  return how === undefined ? issue : { ...issue, message: `${issue.message} (as worker ${worker} ${how})` };
};

const HOW_SEEN: Readonly<Record<string, string>> = {
  IMAGE_MISSING: 'sees it',
  IMAGE_UNREADABLE: 'reads it, by its own settings and network',
};

/** @throws {ImageSearchError} `IMAGES_NOT_HERE` at the first image that is a file, when the worker has no such folder */
async function* checkedEntries(
  path: string,
  images: string,
  worker: string,
): AsyncGenerator<ShardEntry, void, void> {
  let isThere = false;
  for await (const { value } of wholeLinesOf<ShardEntry>(path)) {
    if (!isThere && value.image?.kind === 'file') {
      isThere = await stat(images).then(
        (stats) => stats.isDirectory(),
        () => false,
      );
      if (!isThere) throw imagesNotHere(images, worker);
    }
    yield value;
  }
}

const imagesNotHere = (images: string, worker: string) =>
  new ImageSearchError(`The folder of images ${show(images, 1_000)} does not exist on worker ${worker}`, {
    code: 'IMAGES_NOT_HERE',
    advice:
      "Mount it on every worker, give the worker its own path as 'images', or use oss:// addresses or URLs",
  });

const otherImport = (place: StatePlace, found: string, asked: string) =>
  new ImageSearchError(
    `Cannot prepare a shard of ${show(asked, 1_100)}: the state ${show(place.name, 1_100)} is of ${show(found, 1_100)}`,
    {
      code: 'STATE_NOT_FOUND',
      advice: 'Give the worker the state of the import that the queue is for',
    },
  );
