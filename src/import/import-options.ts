import type { CatalogueSource } from '../catalogue/read-catalogue.ts';
import type { ImageSearchClient, ImageSearchClientOptions } from '../image-search-client.ts';
import { META_PROFILES, type MetaProfile } from '../meta/meta-profile.ts';
import { PIC_NAME_BASES, type PicNameBase } from '../meta/rules/pic-name.ts';
import { type OssAddress, parseOssAddress } from '../service/oss-address.ts';
import { atLeast, oneOf, show, text } from '../shared/checks.ts';
import { SERVICE_TYPES, type ServiceType } from '../shared/service-type.ts';
import { type Clock, clockOf, systemClock } from '../shared/sleep.ts';
import type { EntryOutcome } from './entry-outcome.ts';
import { VERIFY, type Verify } from './verification.ts';

/** Where an import stands. */
export interface ImportProgress {
  readonly stage: 'uploading' | 'waiting' | 'verifying';
  /** Entries that this stage is done with; in `verifying`, images that the gallery was asked for. */
  readonly done: number;
  /** How many it will have to do, as far as is known; undefined while the catalogue is still being read. */
  readonly of: number | undefined;
  /** The batch task, once there is one. It goes on at the service whatever happens here. */
  readonly taskId: string | undefined;
}

/** How an import reaches the services, unless it takes a client. */
export interface ImportConnection extends Omit<ImageSearchClientOptions, 'bucket'> {
  /** For one call of a service, in ms: in place of `readTimeoutMs` and `ossTimeoutMs`. @default 20_000 of Image Search, 60_000 of OSS */
  readonly timeoutMs?: number | undefined;
  readonly client?: undefined;
}

/** A client that there is already, made with the bucket of `to`. The import leaves it open. */
export type ImportClient = { readonly client: ImageSearchClient; readonly clock?: Clock | undefined } & {
  readonly [Name in Exclude<keyof ImportConnection, 'client' | 'clock'>]?: undefined;
};

export interface ImportWork {
  /** The folder that the catalogue's images lie in. */
  readonly images: string;
  /** Where images and increment.meta go: `oss://BUCKET/FOLDER`, in the instance's region. */
  readonly to: string;
  /** @default what `Detail` says of the instance */
  readonly serviceType?: ServiceType | undefined;
  /** Which reading counts where documents disagree. @default 'documented' */
  readonly profile?: MetaProfile | undefined;
  /** What PicName is relative to. @default 'folder', that of increment.meta */
  readonly picNameBase?: PicNameBase | undefined;
  /** Images checked, and images uploaded, at once. @default 8 */
  readonly concurrency?: number | undefined;
  /**
   * How many images the gallery is asked for in the end, at the pace of the instance, which the shop's own searches share.
   * `sample`: as many as the instance answers for in ten seconds, 100 at most, spread over the import; all of a small one.
   * When one is missing, as many more as ten minutes allow. `all`: every image, however long it takes.
   *
   * @default 'sample'
   */
  readonly verify?: Verify | undefined;
  /** The wait after the nth look at the task (from 0), in ms. @default grows from 1 s to 30 s */
  readonly pollDelay?: ((n: number) => number) | undefined;
  /** Hears of every entry exactly once; waited for. */
  readonly onOutcome?: ((outcome: EntryOutcome) => void | Promise<void>) | undefined;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export type ImportOptions = ImportWork & (ImportConnection | ImportClient);

/** The options, checked, with their defaults. */
export interface ImportSettings extends ImportWork {
  readonly connection: ImportConnection | ImportClient;
  readonly address: OssAddress;
  readonly profile: MetaProfile;
  readonly picNameBase: PicNameBase;
  readonly concurrency: number;
  readonly verify: Verify;
  readonly clock: Clock;
  readonly onProgress: (progress: ImportProgress) => void;
}

/** @throws {TypeError | RangeError} when an option is missing or out of its range, before anything is read */
export function importSettings(catalogue: CatalogueSource, options: ImportOptions): ImportSettings {
  if (typeof options !== 'object' || options === null) throw wrong('options', 'an object', options);
  const { profile = 'documented', picNameBase = 'folder', concurrency = 8, verify = 'sample' } = options;
  const { onOutcome, onProgress, pollDelay, serviceType, signal } = options;
  const isCatalogue =
    typeof catalogue === 'string' ? catalogue !== '' : typeof catalogue === 'object' && catalogue !== null;
  if (!isCatalogue) throw wrong('catalogue', 'a path or an iterable', catalogue);
  if (options.client !== undefined && typeof options.client?.tasks?.submit !== 'function')
    throw wrong('client', 'an ImageSearchClient', options.client);
  for (const [name, callback] of Object.entries({ onOutcome, onProgress, pollDelay })) {
    if (callback !== undefined && typeof callback !== 'function') throw wrong(name, 'a function', callback);
  }
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw wrong('signal', 'an AbortSignal', signal);
  text('images', options.images);
  return {
    ...options,
    connection: options,
    address: parseOssAddress(text('to', options.to)),
    profile: oneOf(META_PROFILES, 'profile', profile),
    picNameBase: oneOf(PIC_NAME_BASES, 'picNameBase', picNameBase),
    serviceType: serviceType && oneOf(SERVICE_TYPES, 'serviceType', serviceType),
    concurrency: atLeast(1, 'concurrency', concurrency),
    verify: oneOf(VERIFY, 'verify', verify),
    clock: clockOf(options.clock ?? options.client?.connection.clock ?? systemClock),
    onProgress: onProgress ?? (() => {}),
  };
}

const wrong = (name: string, rule: string, value: unknown) =>
  new TypeError(`Cannot import as '${name}' must be ${rule}: current value is ${show(value)}`);
