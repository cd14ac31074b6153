import type { LIMITS_EDITIONS } from '../image/image-limits.ts';
import type { UrlOptions } from '../image/url/url-options.ts';
import type { ImageSearchClient, ImageSearchClientOptions } from '../image-search-client.ts';
import type { MetaProfile } from '../meta/model/meta-profile.ts';
import type { PIC_NAME_BASES } from '../meta/model/pic-name.ts';
import type { Clock } from '../shared/async/sleep.ts';
import type { ServiceType } from '../shared/model/service-type.ts';
import type { ObjectStore } from '../shared/objects/object-store.ts';
import type { SourceFolder } from '../shared/objects/source-folder.ts';
import type { CommandLine } from './command-line.ts';
import type { EntryOutcome } from './entry-outcome.ts';
import type { ImportProgress } from './import-progress.ts';
import type { ReadingOptions } from './plan/catalogue-rows.ts';
import type { ROUTES } from './route.ts';
import type { RunShards } from './run-shards.ts';
import type { VERIFY } from './settle/verification.ts';
import type { StoredState } from './stored/stored-state.ts';

/** How an import reaches the services when it takes no client. */
export type OwnConnection = Omit<ImageSearchClientOptions, 'bucket'>;

/** How the services are reached: by a client that is open, or by the options of a new one. */
export type ClientChoice =
  | (Omit<ImageSearchClientOptions, 'bucket'> & { readonly client?: undefined })
  /** An open client, made with the bucket of `to`. It is left open. */
  | ({ readonly client: ImageSearchClient; readonly clock?: Clock | undefined } & {
      readonly [Name in Exclude<keyof ImageSearchClientOptions, 'bucket' | 'clock'>]?: undefined;
    });

/** What `importCatalogue` takes beside the options of `readCatalogue`. A misspelt name is an error. */
export type ImportOptions = ReadingOptions & {
  /**
   * The folder that the catalogue's images lie in: of this machine, or of a source, as `openObjectSource` opens it. URLs, objects
   * and bytes lie in none.
   *
   * @default the catalogue where that is a folder, else the current folder
   */
  readonly images?: string | SourceFolder | undefined;
  /**
   * Where images and increment.meta go: `oss://BUCKET/FOLDER`, in the instance's region. Needed unless `route` is `direct`, where
   * it is only the bucket that the catalogue's `oss://` images are read from.
   */
  readonly to?: string | undefined;
  /**
   * How entries get into the gallery. `batch`: images go into the bucket, and a batch task reads them there. `direct`: each
   * entry is a call, AddImage or DeleteImage, at the pace of the instance (1 or 5 images a second); nothing is stored in a
   * bucket. `auto`: the one that takes less time; `summary.route` has the arithmetic.
   *
   * @default 'batch'
   */
  readonly route?: (typeof ROUTES)[number] | undefined;
  /**
   * What the instance holds, by which images and entries are checked.
   *
   * @default what `Detail` says of the instance
   */
  readonly serviceType?: ServiceType | undefined;
  /** Which limit counts where documents disagree. @default 'documented' */
  readonly profile?: MetaProfile | undefined;
  /** What PicName is relative to. @default 'folder', that of increment.meta */
  readonly picNameBase?: (typeof PIC_NAME_BASES)[number] | undefined;
  /**
   * What keeps what was done, so that the import survives its process: started again with the same catalogue and options, it
   * continues. A folder, empty or missing for a new import; or `oss://BUCKET/PREFIX`, or a place in a store that all machines
   * reach: then the import can be continued on any machine, and others can prepare its shards, as `run` says.
   *
   * @default a temporary folder, removed in the end, and kept when the import fails after its first upload
   */
  readonly state?: string | StoredState | undefined;
  /**
   * With a `state` in a store: the folder of this machine that it is copied to. Empty, missing, or used for this state before.
   *
   * @default a temporary folder, removed in the end: the files of outcomes are in the store, too
   */
  readonly localState?: string | undefined;
  /**
   * With a `state` in a store: how long a process that coordinates the import may be silent, in ms, until another one takes
   * over. Of two that run, one is refused.
   *
   * @default 30_000
   */
  readonly leaseMs?: number | undefined;
  /**
   * What prepares the shards of the import, with a `state` in a store: `runOnBullMq` of `imagesearch-import/distributed` has
   * other machines do it, and make the calls where each entry is one.
   *
   * @default this process, one shard ahead
   */
  readonly run?: RunShards | undefined;
  /**
   * How the command line types this import again: a state keeps it, so that reports and `listKeptWork` name the very command
   * that goes on. The command line gives it.
   *
   * @default none: reports name files, and no commands
   */
  readonly commandLine?: CommandLine | undefined;
  /** How many entries one batch task gets. The next are prepared while a task runs. @default 10000 */
  readonly linesPerTask?: number | undefined;
  /**
   * How many images are in work at once, from their check to the end of their upload; fewer where this process may open few
   * files (`ulimit -n`). A warning of the code `FEW_FILES` says so.
   *
   * @default 8
   */
  readonly concurrency?: number | undefined;
  /**
   * How often an entry is imported again that has failed for a reason that may pass: what the service says of its image
   * (`FAILURE_REASONS`), or a network that broke while its image was fetched. They are gathered, and go into batch tasks of
   * their own once all others are over.
   *
   * @default 1
   */
  readonly retries?: number | undefined;
  /**
   * Whether an image that breaks a rule is repaired before its upload, as `repairImage` does it. Outcomes say so. A repair
   * that changes the format gives the image a name that ends accordingly.
   *
   * @default false
   */
  readonly repair?: boolean | undefined;
  /** The edition of the limits of images: `2020` are the stricter ones of older instances. @default 'current' */
  readonly limits?: (typeof LIMITS_EDITIONS)[number] | undefined;
  /**
   * Whether an image is not sent whose object is in the bucket already, with the same size and content. The bucket is listed
   * once, a thousand keys at a time.
   *
   * @default false
   */
  readonly skipUnchanged?: boolean | undefined;
  /**
   * How long the import waits for a service that is away, in ms, each time anew. `onProgress` tells what it waits for. With
   * 0, it does not wait.
   *
   * @default 600_000
   */
  readonly patienceMs?: number | undefined;
  /**
   * The import ends with `ImportStopped` when more entries than that are refused, or have failed: a number of entries, or
   * below 1 a share of those looked at so far, once these are 1,000 or the whole catalogue. The state is kept.
   *
   * @default no limit
   */
  readonly maxRefused?: number | undefined;
  /** Ends the import when more entries than this have failed, by `ImportStopped`. @default no limit */
  readonly maxFailed?: number | undefined;
  /**
   * Whether nothing is written at the services: every entry is read and checked, and `summary.dryRun` says what an import
   * would do, and how long it would take.
   *
   * @default false
   */
  readonly dryRun?: boolean | undefined;
  /** The speed of the line that a dry run assumes for uploads, in 10^6 bits a second. @default 10 */
  readonly megabitsPerSecond?: number | undefined;
  /** Where images and increment.meta are stored, in place of the bucket of `to` in OSS, such as a gateway to it. @default OSS */
  readonly store?: ObjectStore | undefined;
  /** How images behind `http:` and `https:` URLs are fetched, for a catalogue that names such. */
  readonly urls?: UrlOptions | undefined;
  /**
   * How many images the gallery is asked for in the end, at the pace of the instance, which the shop's own searches share.
   * `sample`: as many as the instance answers for in ten seconds, 100 at most, spread over the import; every image of a
   * small import. When one is missing, as many more as `verifyMinutes` allow. `all`: every image, however long it takes.
   * `export`: none, as the service exports the whole gallery once all tasks are over; only then outcomes are told.
   *
   * @default 'sample'
   */
  readonly verify?: (typeof VERIFY)[number] | undefined;
  /**
   * How long an import asks on in all, once an image is missing or not all failures are known, in minutes. Each shard brings
   * its share of them, and leaves what it does not use to the next ones. With 0, it never asks on.
   *
   * @default 10
   */
  readonly verifyMinutes?: number | undefined;
  /** The wait after the nth poll of the task (from 0), in ms. @default grows from 1 s to 30 s */
  readonly pollDelay?: ((n: number) => number) | undefined;
  /**
   * Called exactly once for each entry; the import waits for the promise it returns. When an import is continued, entries
   * of shards that are settled are not reported again; those of the shard that was being reported are.
   */
  readonly onOutcome?: ((outcome: EntryOutcome) => void | Promise<void>) | undefined;
  /** Is told how far the import is, ten times a second at most. */
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
  /** Ends the work when it is aborted; the promise then rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
} & ClientChoice;
