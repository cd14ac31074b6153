import { resolve } from 'node:path';
import { regionName } from '../../service/addresses/endpoint.ts';
import { parseOssAddress } from '../../service/addresses/oss-address.ts';
import { aboveZero, oneOf, show, text } from '../../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../../shared/options/known-options.ts';
import { MIGRATION_ROUTES, type MigrationRoute } from './routes.ts';

/** What `planMigration` takes. A misspelt name is an error. */
export interface PlanMigrationOptions {
  /** The bucket and the folder in it: `oss://BUCKET/FOLDER`. */
  readonly to: string;
  /** Of the bucket, such as `cn-shanghai`. */
  readonly region: string;
  /** The folder for the files of the plan. It is made when it is missing, and must not hold another plan. */
  readonly folder: string;
  /** The speed of the whole line between the images and the bucket, in megabits (10^6 bits) a second. */
  readonly megabitsPerSecond: number;
  /** In how many days the move should be over. @default 7 */
  readonly days?: number | undefined;
  /** What one machine moves, in megabits a second. @default 200, as Alibaba's guide for large migrations reckons */
  readonly megabitsPerMachine?: number | undefined;
  /** Files that one machine moves in a second. @default 200: 60 threads, 0.3 s a file; no document says it */
  readonly filesPerSecond?: number | undefined;
  /** The route to write the files for. @default the one that fits */
  readonly route?: MigrationRoute | undefined;
  /** The URL of the folder of images that have no `url`, with `/` at its end. */
  readonly baseUrl?: string | undefined;
  /** Where the lists of Data Online Migration will lie in their bucket: empty, or with `/` at its end. @default empty */
  readonly listPrefix?: string | undefined;
  /** Settings of ossimport. */
  readonly ossimport?: OssimportOptions | undefined;
  /** The folder for temporary files, about as large as the lists. @default the system's */
  readonly temporaryFolder?: string | undefined;
  /** Ends the work when it is aborted; the promise then rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
}

/** What the files for ossimport say beside the images. */
export interface OssimportOptions {
  /** The hosts of a distributed run, the master first. @default one machine, standalone */
  readonly workers?: readonly string[] | undefined;
  /** 4 to 128 letters, digits, `_` and `-`. @default `imagesearch-import`; standalone it is always `local_test` */
  readonly jobName?: string | undefined;
  /** The absolute path of `http.list` on the machine where ossimport runs. @default its path in the folder of the plan */
  readonly listPath?: string | undefined;
  /** OSS's endpoint, with no bucket before it. @default `oss-REGION.aliyuncs.com` */
  readonly endpoint?: string | undefined;
  /**
   * Whether names go into the list that have more than letters, digits and `-_.~/`. No document says how ossimport encodes
   * them in a URL. @default false
   */
  readonly anyName?: boolean | undefined;
  /** Keys of `job.cfg`, as ossimport names them. */
  readonly job?: Readonly<Record<string, string | number | boolean>> | undefined;
  /** Keys of `sys.properties`, as ossimport names them. */
  readonly system?: Readonly<Record<string, string | number | boolean>> | undefined;
}

/** Checked options. */
export interface MigrationSettings {
  readonly bucket: string;
  /** What every key begins with: empty, or with `/` at its end. */
  readonly prefix: string;
  readonly region: string;
  readonly folder: string;
  readonly megabitsPerSecond: number;
  readonly days: number;
  readonly megabitsPerMachine: number;
  readonly filesPerSecond: number;
  readonly route: MigrationRoute | undefined;
  readonly baseUrl: string | undefined;
  readonly listPrefix: string;
  readonly ossimport: OssimportOptions;
  readonly temporaryFolder: string | undefined;
}

/** @throws {TypeError | RangeError} for an option that is misspelt, missing or has a value that it cannot have */
export function migrationSettings(options: PlanMigrationOptions): MigrationSettings {
  const given = knownOptions('planMigration()', options, NAMES);
  const { bucket, folder } = parseOssAddress(text('to', given.to));
  const { days = 7, megabitsPerMachine = 200, filesPerSecond = 200, route, listPrefix = '' } = given;
  const ossimport = knownOptions("the option 'ossimport'", given.ossimport ?? {}, OSSIMPORT_NAMES);
  if (listPrefix !== '' && !/^[^/\\\p{Cc}][^\\\p{Cc}]*\/$/u.test(listPrefix))
    throw wrong('listPrefix', 'be empty, or end with / and not begin with it', listPrefix);
  for (const host of ossimport.workers ?? [])
    if (!/^[a-z0-9]([a-z0-9.-]{0,252})$/i.test(host))
      throw wrong('workers', 'be host names or IPv4 addresses', host);
  if (ossimport.workers?.length === 0)
    throw wrong('workers', 'have a host at least, or not be given', ossimport.workers);
  return {
    ...{ bucket, prefix: folder === '' ? '' : `${folder}/`, region: regionName(given.region) },
    folder: resolve(text('folder', given.folder)),
    megabitsPerSecond: aboveZero('megabitsPerSecond', given.megabitsPerSecond),
    days: aboveZero('days', days),
    megabitsPerMachine: aboveZero('megabitsPerMachine', megabitsPerMachine),
    filesPerSecond: aboveZero('filesPerSecond', filesPerSecond),
    route: route === undefined ? undefined : oneOf(MIGRATION_ROUTES, 'route', route),
    baseUrl: given.baseUrl === undefined ? undefined : folderUrl(given.baseUrl),
    ...{ listPrefix, ossimport, temporaryFolder: given.temporaryFolder },
  };
}

function folderUrl(baseUrl: string): string {
  const url = typeof baseUrl === 'string' && URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  const isFolder = url !== undefined && /^https?:$/.test(url.protocol) && url.href.endsWith('/');
  if (!isFolder || url.username !== '' || url.password !== '')
    throw new TypeError(
      "Cannot continue as 'baseUrl' must be an http or https URL with / at its end, and no user, password or query",
    );
  return url.href;
}

const wrong = (name: string, rule: string, value: unknown) =>
  new TypeError(`Cannot continue as '${name}' must ${rule}: current value is ${show(value)}`);

const NAMES: OptionNames<PlanMigrationOptions> = {
  ...{ to: true, region: true, folder: true, megabitsPerSecond: true, days: true, megabitsPerMachine: true },
  ...{ filesPerSecond: true, route: true, baseUrl: true, listPrefix: true, ossimport: true },
  ...{ temporaryFolder: true, signal: true },
};

const OSSIMPORT_NAMES: OptionNames<OssimportOptions> = {
  ...{ workers: true, jobName: true, listPath: true, endpoint: true, anyName: true, job: true, system: true },
};
