import {
  flag,
  numberFrom,
  oneOfValues,
  type PropertyValue,
  sizeFrom,
  text,
  textOrEmpty,
  unused,
} from './property-values.ts';

/** A key of a configuration file of ossimport. */
export interface PropertyKey {
  /** Undefined when the plan knows the value. */
  readonly value: string | undefined;
  readonly allowed: PropertyValue;
  readonly means: string;
  /** Who decides the value: the plan, whoever starts the mover (a secret stands in no file of ours), or the caller. */
  readonly by: 'plan' | 'operator' | 'caller';
}

/** What stands in the place of a secret. */
export const placeholder = (key: string): string => `REPLACE_WITH_${key}`;

const byPlan = (allowed: PropertyValue, means: string, value?: string): PropertyKey => ({
  ...{ value, allowed, means, by: 'plan' },
});
const secret = (key: string, means: string): PropertyKey => ({
  ...{ value: placeholder(key), allowed: text('a placeholder'), means, by: 'operator' },
});
const byCaller = (value: string, allowed: PropertyValue, means: string): PropertyKey => ({
  ...{ value, allowed, means, by: 'caller' },
});

/**
 * Every key of `job.cfg` and `local_job.cfg`, in the order of the samples that come with ossimport (help page "Architecture and
 * configuration", and the samples of 2.3.1). All must stand in the file, even empty: a missing one ends ossimport with a
 * NullPointerException.
 */
export const JOB_KEYS = {
  srcType: byPlan(oneOfValues('http'), 'the kind of the source, in lower case', 'http'),
  srcAccessKey: byPlan(unused, 'of sources other than http', ''),
  srcSecretKey: byPlan(unused, 'of sources other than http', ''),
  srcDomain: byPlan(unused, 'of sources other than http', ''),
  srcBucket: byPlan(unused, 'of sources other than http', ''),
  srcPrefix: byPlan(unused, 'of sources other than http', ''),
  destAccessKey: secret('ACCESS_KEY_ID', 'AccessKey id of the destination'),
  destSecretKey: secret('ACCESS_KEY_SECRET', 'AccessKey secret of the destination'),
  destDomain: byPlan(
    text('a host with no bucket before it', /^(https?:\/\/)?[a-z0-9.-]+(:\d{1,5})?$/i),
    "OSS's endpoint of the region",
  ),
  destBucket: byPlan(text('a bucket', /^[a-z0-9-]+$/), 'the bucket'),
  destPrefix: byPlan(
    textOrEmpty('with / at its end, and no / or \\ at its beginning', /^[^/\\].*\/$/),
    'what every key begins with',
  ),
  appId: byPlan(oneOfValues('0'), 'of sources at Tencent', '0'),
  isDownloadFromCdn: byPlan(oneOfValues('false'), 'of sources at Upyun', 'false'),
  cdnDomain: byPlan(unused, 'of sources at Upyun', ''),
  httpListFilePath: byPlan(
    text('an absolute path', /^(\/|[a-z]:\/)/i),
    'the list of images, on the machine where ossimport runs',
  ),
  httpPrefixColumn: byPlan(oneOfValues('1'), 'the column with the beginning of the URL', '1'),
  relativePathColumn: byPlan(oneOfValues('2'), 'the column with the rest of the URL, which is the name', '2'),
  jobName: byPlan(text('4 to 128 letters, digits, _ and -', /^[\w-]{4,128}$/), 'the name of the job'),
  jobType: byCaller('import', oneOfValues('import', 'audit'), 'copies and verifies, or verifies only'),
  isIncremental: byCaller('false', flag, 'whether it looks for changes again and again'),
  incrementalModeInterval: byCaller('86400', numberFrom(900), 'the seconds between two looks'),
  importSince: byCaller('0', numberFrom(0), 'moves only what is newer, in Unix seconds'),
  lastModify: byCaller('0', numberFrom(0), 'does not verify what is newer, in Unix seconds; 0 verifies all'),
  isSkipExistFile: byCaller('false', flag, 'leaves out what is there with the same size and time'),
  taskObjectCountLimit: byCaller('10000', numberFrom(1, 50_000), 'files of one task at most'),
  taskObjectSizeLimit: byCaller('1000000000', numberFrom(1), 'bytes of one task; without effect for http'),
  scanThreadCount: byCaller('1', numberFrom(1, 32), 'threads that list the source'),
  maxMultiThreadScanDepth: byCaller('1', numberFrom(1, 16), 'folders deep that they list in parallel'),
  uploadThreadNumPerLargeFile: byCaller('3', numberFrom(1), 'threads for a large file of a local source'),
  multipartUploadThreshold: byCaller(
    '150m',
    sizeFrom(1, 'such as 150m, 2g'),
    'from which size a file goes in parts',
  ),
  multipartUploadPartSize: byCaller(
    '50m',
    sizeFrom(102_400, '100k or more, such as 50m'),
    'the size of a part',
  ),
  isServerSideEncryption: byCaller('false', flag, 'whether OSS encrypts the objects'),
  isAllowSymbolicLink: byCaller('false', flag, 'follows links of a local source'),
  getObjectMetaMode: byCaller('stat', oneOfValues('stat', 'head'), 'of sources at Qiniu'),
  isAuditAfterImport: byCaller('true', flag, 'whether it verifies what it has copied'),
  auditMode: byCaller(
    'general',
    oneOfValues('simple', 'general', 'detailed'),
    'by size; by size, time and headers; by digest',
  ),
} as const satisfies Readonly<Record<string, PropertyKey>>;

/** Every key of `sys.properties` (the same page). */
export const SYSTEM_KEYS = {
  workingDir: byCaller(
    '.',
    text('a path'),
    'where ossimport lies, the same on all machines; . for one machine',
  ),
  workerUser: byPlan(
    textOrEmpty('a user of SSH'),
    'the same as workerUserName: the page names it so, the shipped file the other way',
  ),
  workerUserName: byCaller(
    '',
    textOrEmpty('a user of SSH'),
    'whom the workers let in; empty for one machine',
  ),
  workerPassword: byPlan(unused, 'of that user; written in by hand where there is no key file', ''),
  privateKeyFile: byCaller('', textOrEmpty('a path'), 'the key file for SSH; empty for one machine'),
  sshPort: byCaller('22', numberFrom(1, 65_535), 'the port of SSH on the workers'),
  workerTaskThreadNum: byCaller(
    '60',
    numberFrom(1, 1000),
    'tasks at once on each worker; 30 on a poor line, 150 on a large machine',
  ),
  'workerMaxThroughput(KB/s)': byCaller('0', numberFrom(0), 'the most that a worker moves; 0 for no limit'),
  dispatcherThreadNum: byCaller('1', numberFrom(1), 'threads that hand out tasks'),
  workerAbortWhenUncatchedException: byCaller(
    'false',
    flag,
    'whether an unknown error ends it, or is passed over',
  ),
  workerRecordMd5: byCaller('false', flag, 'whether an object gets x-oss-meta-md5'),
  javaHeapMaxSize: byCaller('1024m', sizeFrom(1, 'such as 1024m, 4g'), 'the memory of each process'),
} as const satisfies Readonly<Record<string, PropertyKey>>;

export type PropertyKeys = Readonly<Record<string, PropertyKey>>;
