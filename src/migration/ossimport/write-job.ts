import { join, resolve } from 'node:path';
import { SortedOnDisk } from '../../shared/files/sorted-on-disk.ts';
import { writeWholeFile } from '../../shared/files/whole-file.ts';
import { show } from '../../shared/options/checks.ts';
import { beginningOf } from '../model/image-url.ts';
import { byName, type MigrationImage } from '../model/migration-image.ts';
import type { MigrationSettings } from '../model/migration-options.ts';
import { JOB_KEYS, SYSTEM_KEYS } from './job-keys.ts';
import { propertiesOf, propertiesText } from './properties.ts';

/** The files that a plan for ossimport has. */
export const OSSIMPORT_FILES = /^(job\.cfg|local_job\.cfg|sys\.properties|workers|http\.list)$/;

/** The name of the job of a standalone ossimport, which must stay as it is (help page "Standalone deployment"). */
const STANDALONE_JOB = 'local_test';

/**
 * The configuration of ossimport by file: `local_job.cfg` for one machine, `job.cfg` and `workers` for several, and
 * `sys.properties`.
 *
 * @throws {TypeError | RangeError} for a value that a key cannot have
 */
export function ossimportConfiguration({
  bucket,
  prefix,
  region,
  folder,
  ossimport,
}: MigrationSettings): ReadonlyMap<string, string> {
  const { workers, jobName = 'imagesearch-import', job = {}, system = {} } = ossimport;
  const { listPath = resolve(folder, LIST).replaceAll('\\', '/'), endpoint = `oss-${region}.aliyuncs.com` } =
    ossimport;
  const planned = {
    ...{ destDomain: endpoint, destBucket: bucket, destPrefix: prefix, httpListFilePath: listPath },
    jobName: workers === undefined ? STANDALONE_JOB : jobName,
  };
  if (endpoint.includes(`${bucket}.`))
    throw new TypeError(
      `Cannot write destDomain for ossimport as it must have no bucket before it: current value is ${show(endpoint)}`,
    );
  const jobText = propertiesText(propertiesOf(JOB_KEYS, planned, 'job', job));
  const systemValues = propertiesOf(
    SYSTEM_KEYS,
    { workerUser: String(system['workerUserName'] ?? '') },
    'system',
    system,
  );
  const workingDir = systemValues.get('workingDir') ?? '';
  if (workers !== undefined && !workingDir.startsWith('/'))
    throw new RangeError(
      `Cannot write workingDir for ossimport as it must be an absolute path, the same on all machines: current value is ${show(workingDir)}`,
    );
  return new Map([
    ['sys.properties', propertiesText(systemValues)],
    [workers === undefined ? 'local_job.cfg' : 'job.cfg', jobText],
    ...(workers === undefined ? [] : [['workers', workers.map((host) => `${host}\n`).join('')] as const]),
  ]);
}

/**
 * Writes the configuration of ossimport, and the list of images: a line for each, the beginning of its URL, a blank and its
 * name. The list is sorted by host, since a task ends where the host changes.
 *
 * @param temporary an existing folder, for this alone
 * @yields the name of each file once it is written
 */
export async function* writeJob(
  images: AsyncIterable<MigrationImage>,
  settings: MigrationSettings,
  temporary: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<string, void, void> {
  const configuration = ossimportConfiguration(settings);
  const byHost = new SortedOnDisk<ListedImage>(temporary, (a, b) =>
    a.host === b.host ? byName(a, b) : a.host < b.host ? -1 : 1,
  );
  for await (const { name, url = '' } of images) {
    const { host, href: base } = new URL(beginningOf(url, name) as string);
    await byHost.add({ host, base, name }, base.length + name.length + 64, signal);
  }
  await writeWholeFile(join(settings.folder, LIST), lines(byHost.values()), { signal });
  yield LIST;
  for (const [name, content] of configuration) {
    await writeWholeFile(join(settings.folder, name), lines([content]), { signal });
    yield name;
  }
}

interface ListedImage {
  readonly host: string;
  /** The URL up to the name. */
  readonly base: string;
  readonly name: string;
}

const LIST = 'http.list';

async function* lines(
  values: AsyncIterable<ListedImage> | readonly string[],
): AsyncGenerator<string, void, void> {
  let block = '';
  for await (const value of values) {
    block += typeof value === 'string' ? value : `${value.base} ${value.name}\n`;
    if (block.length < BLOCK_CHARACTERS) continue;
    yield block;
    block = '';
  }
  yield block;
}

const BLOCK_CHARACTERS = 65_536;
