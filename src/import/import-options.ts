import type { CatalogueSource } from '../catalogue/read-catalogue.ts';
import type { ImageSearchClient, ImageSearchClientOptions } from '../image-search-client.ts';
import { META_PROFILES, type MetaProfile } from '../meta/model/meta-profile.ts';
import { PIC_NAME_BASES, type PicNameBase } from '../meta/model/pic-name.ts';
import { type OssAddress, parseOssAddress } from '../service/oss-address.ts';
import { atLeast, oneOf, show, text } from '../shared/checks.ts';
import { knownOptions, type OptionNames } from '../shared/known-options.ts';
import { SERVICE_TYPES, type ServiceType } from '../shared/service-type.ts';
import { type Clock, clockOf, systemClock } from '../shared/sleep.ts';
import type { EntryOutcome } from './entry-outcome.ts';
import { VERIFY, type Verify } from './verification.ts';

/** Where an import stands. */
export interface ImportProgress {
  readonly stage: 'uploading' | 'waiting' | 'verifying';
  /** Entries that this stage is done with; in `verifying`, images that the gallery was asked for. */
  readonly done: number;
  /** How many this stage will have to do; undefined while the number is not known. */
  readonly of: number | undefined;
  /** The batch task, once there is one. It goes on at the service whatever happens here. */
  readonly taskId: string | undefined;
}

/** How an import reaches the services when it takes no client. */
type OwnConnection = Omit<ImageSearchClientOptions, 'bucket'>;

export type ImportOptions = {
  /** The folder that the catalogue's images lie in. */
  readonly images: string;
  /** Where images and increment.meta go: `oss://BUCKET/FOLDER`, in the instance's region. */
  readonly to: string;
  /** @default what `Detail` says of the instance */
  readonly serviceType?: ServiceType | undefined;
  /** Which limit counts where documents disagree. @default 'documented' */
  readonly profile?: MetaProfile | undefined;
  /** What PicName is relative to. @default 'folder', that of increment.meta */
  readonly picNameBase?: (typeof PIC_NAME_BASES)[number] | undefined;
  /** How many images are checked at once, and how many uploaded. @default 8 */
  readonly concurrency?: number | undefined;
  /**
   * How many images the gallery is asked for in the end, at the pace of the instance, which the shop's own searches share.
   * `sample`: as many as the instance answers for in ten seconds, 100 at most, spread over the import; every image of a
   * small import. When one is missing, as many more as ten minutes allow. `all`: every image, however long it takes.
   *
   * @default 'sample'
   */
  readonly verify?: (typeof VERIFY)[number] | undefined;
  /** The wait after the nth poll of the task (from 0), in ms. @default grows from 1 s to 30 s */
  readonly pollDelay?: ((n: number) => number) | undefined;
  /** Called exactly once for each entry. The import waits for the promise it returns. */
  readonly onOutcome?: ((outcome: EntryOutcome) => void | Promise<void>) | undefined;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
} & (
  | (Omit<ImageSearchClientOptions, 'bucket'> & { readonly client?: undefined })
  /** An open client, made with the bucket of `to`. The import leaves it open. */
  | ({ readonly client: ImageSearchClient; readonly clock?: Clock | undefined } & {
      readonly [Name in Exclude<keyof ImageSearchClientOptions, 'bucket' | 'clock'>]?: undefined;
    })
);

/** The options that an import hands on to its own client. */
const CONNECTION_OPTIONS = {
  ...{ region: true, instance: true, credentials: true, endpoint: true, network: true, ossEndpoint: true },
  ...{ customDomain: true, ossNetwork: true, proxy: true, connectTimeoutMs: true, readTimeoutMs: true },
  ...{ ossTimeoutMs: true, requestsPerSecond: true, resultHosts: true, clock: true },
} satisfies OptionNames<OwnConnection>;

const OPTIONS: OptionNames<ImportOptions> = {
  ...{ images: true, to: true, serviceType: true, profile: true, picNameBase: true, concurrency: true },
  ...{ verify: true, pollDelay: true, onOutcome: true, onProgress: true, signal: true, client: true },
  ...CONNECTION_OPTIONS,
};

/** The options, checked, with their defaults. */
export interface ImportSettings
  extends Pick<ImportOptions, 'images' | 'to' | 'serviceType' | 'pollDelay' | 'onOutcome' | 'signal'> {
  /** The client that the caller gave, or the options of a new one. */
  readonly connection: { readonly client: ImageSearchClient } | OwnConnection;
  readonly address: OssAddress;
  readonly profile: MetaProfile;
  readonly picNameBase: PicNameBase;
  readonly concurrency: number;
  readonly verify: Verify;
  readonly clock: Clock;
  readonly onProgress: (progress: ImportProgress) => void;
}

/** @throws {TypeError | RangeError} for an option that is misspelt, missing or out of its range, before anything is read */
export function importSettings(catalogue: CatalogueSource, options: ImportOptions): ImportSettings {
  knownOptions('importCatalogue()', options, OPTIONS);
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
    ...{ images: options.images, to: options.to, pollDelay, onOutcome, signal },
    connection: connectionOf(options),
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

/** @throws {TypeError} for an option beside `client` that the client was made with */
function connectionOf(options: ImportOptions): ImportSettings['connection'] {
  const names = Object.keys(CONNECTION_OPTIONS) as (keyof OwnConnection)[];
  if (options.client === undefined)
    return Object.fromEntries(names.map((name) => [name, options[name]])) as unknown as OwnConnection; // fromEntries forgets the keys
  const given = names.find((name) => name !== 'clock' && options[name] !== undefined);
  if (given === undefined) return { client: options.client };
  throw new TypeError(
    `Cannot import as '${given}' must not be given beside 'client': the client was made with it`,
  );
}

const wrong = (name: string, rule: string, value: unknown) =>
  new TypeError(`Cannot import as '${name}' must be ${rule}: current value is ${show(value)}`);
