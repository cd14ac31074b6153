import type { CatalogueSource } from '../catalogue/read-catalogue.ts';
import { META_PROFILES, type MetaProfile } from '../meta/meta-profile.ts';
import { PIC_NAME_BASES, type PicNameBase } from '../meta/rules/pic-name.ts';
import type { CredentialSource } from '../service/credentials.ts';
import type { Network } from '../service/endpoint.ts';
import { type OssAddress, parseOssAddress } from '../service/oss-address.ts';
import { atLeast, oneOf, show, text } from '../shared/checks.ts';
import type { ProxyOption } from '../shared/proxy.ts';
import { SERVICE_TYPE_NAMES, type ServiceType } from '../shared/service-type.ts';
import type { EntryOutcome } from './entry-outcome.ts';

/** Where an import stands. */
export interface ImportProgress {
  readonly stage: 'uploading' | 'waiting' | 'verifying';
  /** Entries that this stage is done with. */
  readonly done: number;
  /** Entries that it will have to do; undefined while the catalogue is still being read. */
  readonly of: number | undefined;
  /** The batch task, once there is one. It goes on at the service whatever happens here. */
  readonly taskId: string | undefined;
}

export interface ImportOptions {
  /** The folder that the catalogue's images lie in. */
  readonly images: string;
  /** Where images and increment.meta go: `oss://BUCKET/FOLDER`, in the instance's region. */
  readonly to: string;
  /** Such as `cn-shanghai`. */
  readonly region: string;
  /** The instance's name, not its id. */
  readonly instance: string;
  /** @default Alibaba's default credential chain */
  readonly credentials?: CredentialSource | undefined;
  /** Of Image Search. @default imagesearch.REGION.aliyuncs.com, or that of `network` */
  readonly endpoint?: string | undefined;
  /** @default oss-REGION.aliyuncs.com, or that of `network` */
  readonly ossEndpoint?: string | undefined;
  /** `vpc` reaches both services inside Alibaba Cloud, from the same region; not together with an endpoint. @default 'public' */
  readonly network?: Network | undefined;
  /** `'env'`, or the URL of a proxy: as `ServiceOptions.proxy`, and for OSS, too. @default none */
  readonly proxy?: ProxyOption | undefined;
  /** @default what `Detail` says of the instance */
  readonly serviceType?: ServiceType | undefined;
  /** Which reading counts where documents disagree. @default 'documented' */
  readonly profile?: MetaProfile | undefined;
  /** What PicName is relative to. @default 'folder', that of increment.meta */
  readonly picNameBase?: PicNameBase | undefined;
  /** Images checked, and images uploaded, at once. @default 8 */
  readonly concurrency?: number | undefined;
  /** For one call of a service, in ms. @default 20_000 of Image Search, 60_000 of OSS */
  readonly timeoutMs?: number | undefined;
  /** Whether the gallery is asked for each image in the end, at the pace that the instance allows. @default true */
  readonly verify?: boolean | undefined;
  /** The wait after the nth look at the task (from 0), in ms. @default grows from 1 s to 30 s */
  readonly pollDelay?: ((n: number) => number) | undefined;
  /** Hears of every entry exactly once; waited for. */
  readonly onOutcome?: ((outcome: EntryOutcome) => void | Promise<void>) | undefined;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The options, checked, with their defaults. */
export interface ImportSettings extends ImportOptions {
  readonly address: OssAddress;
  readonly profile: MetaProfile;
  readonly picNameBase: PicNameBase;
  readonly concurrency: number;
  readonly verify: boolean;
  readonly onProgress: (progress: ImportProgress) => void;
}

/** @throws {TypeError | RangeError} when an option is missing or out of its range, before anything is read */
export function importSettings(catalogue: CatalogueSource, options: ImportOptions): ImportSettings {
  if (typeof options !== 'object' || options === null) throw wrong('options', 'an object', options);
  const { profile = 'documented', picNameBase = 'folder', concurrency = 8, verify = true } = options;
  const { onOutcome, onProgress, pollDelay, serviceType, timeoutMs, signal } = options;
  const isCatalogue =
    typeof catalogue === 'string' ? catalogue !== '' : typeof catalogue === 'object' && catalogue !== null;
  if (!isCatalogue) throw wrong('catalogue', 'a path or an iterable', catalogue);
  for (const [name, callback] of Object.entries({ onOutcome, onProgress, pollDelay })) {
    if (callback !== undefined && typeof callback !== 'function') throw wrong(name, 'a function', callback);
  }
  if (typeof verify !== 'boolean') throw wrong('verify', 'true or false', verify);
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw wrong('signal', 'an AbortSignal', signal);
  text('images', options.images);
  return {
    ...options,
    address: parseOssAddress(text('to', options.to)),
    profile: oneOf(META_PROFILES, 'profile', profile),
    picNameBase: oneOf(PIC_NAME_BASES, 'picNameBase', picNameBase),
    serviceType: serviceType && oneOf(SERVICE_TYPE_NAMES, 'serviceType', serviceType),
    concurrency: atLeast(1, 'concurrency', concurrency),
    timeoutMs: timeoutMs && atLeast(1, 'timeoutMs', timeoutMs),
    verify,
    onProgress: onProgress ?? (() => {}),
  };
}

const wrong = (name: string, rule: string, value: unknown) =>
  new TypeError(`Cannot import as '${name}' must be ${rule}: current value is ${show(value)}`);
