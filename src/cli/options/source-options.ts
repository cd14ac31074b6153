import { statSync } from 'node:fs';
import type { Command } from 'commander';
import { type OpenSource, openObjectSource, type UrlListOptions } from '../../index.ts';
import { certificatesIn } from '../certificates.ts';
import { namingFlagsBy, type OssConnectionOptions, PROXY } from './connection.ts';
import { atLeastOne } from './numbers.ts';
import { azureAccount, azureSignature, ossSourceCredentials } from './source-credentials.ts';

/** The options that say how a source of images is reached. Secrets come by the environment and by files, never by flags. */
export interface SourceCommandOptions extends OssConnectionOptions {
  readonly region?: string | undefined;
  readonly sourceRegion?: string | undefined;
  readonly sourceEndpoint?: string | undefined;
  readonly sourcePathStyle?: boolean | undefined;
  readonly sourceAnonymous?: boolean | undefined;
  readonly sourceProfile?: string | undefined;
  readonly sourceHeaders?: string | undefined;
  readonly sourcePerHost?: number | undefined;
  readonly allowPrivateAddresses?: boolean | undefined;
}

/** What an address may be, for the help of commands. */
export const SOURCES = 'a folder, oss://, s3:// or azure://BUCKET/PREFIX, urls:FILE';

export const withSource = (command: Command): Command =>
  command
    .option('--source-region <region>', 'region of the bucket that is read (default: that of --region)')
    .option('--source-endpoint <url>', 'host of the storage that is read, such as of a Ceph or a MinIO')
    .option('--source-path-style', 'the bucket stands in the path, as servers of your own want it (s3://)')
    .option('--source-anonymous', 'the bucket is public (s3://)')
    .option(
      '--source-profile <name>',
      'profile of the account that reads: of ~/.aliyun/config.json (oss://) or ~/.aws (s3://)',
    )
    .option('--source-headers <file>', 'headers for each URL of a list, a line each: Name: value')
    .option('--source-per-host <n>', 'reads of a list of URLs at once at one host (default: 4)', atLeastOne);

/**
 * Opens the source at an address of the command line. Nothing is read yet, save whether a folder is there.
 *
 * @param onIssue takes what is wrong with the lines of a list of URLs
 * @throws {TypeError | RangeError} that names flags, when an option is wrong
 */
export function openSourceAt(
  address: string,
  options: SourceCommandOptions,
  onIssue: UrlListOptions['onIssue'],
): OpenSource {
  refuseMeaningless(address, options);
  const { sourceEndpoint: endpoint, sourceProfile, sourceHeaders } = options;
  const shared = { proxy: PROXY, ca: certificatesIn(options.ca) } as const;
  if (/^https?:/i.test(address)) {
    if (address.includes('?'))
      throw new TypeError(
        'Cannot open the URL of a container with its signature in it as others can see the command line: put the signature into AZURE_STORAGE_SAS_TOKEN',
      );
    const signature = azureSignature();
    const url = signature === undefined ? address : `${address}?${signature}`;
    return namingFlagsBy(FLAGS, () => openObjectSource(url, { azure: shared }));
  }
  if (isFolderAddress(address) && !statSync(address).isDirectory())
    throw new TypeError(`Cannot read ${address} as the source must be ${SOURCES}`);
  return namingFlagsBy(FLAGS, () =>
    openObjectSource(address, {
      oss: /^oss:/i.test(address) ? ossOptions(address, options) : undefined,
      s3: {
        ...{ region: options.sourceRegion, endpoint, pathStyle: options.sourcePathStyle, ...shared },
        credentials: options.sourceAnonymous ? 'anonymous' : undefined,
        profile: sourceProfile,
      },
      azure: /^azure:/i.test(address) ? { ...azureAccount(endpoint), ...shared } : undefined,
      urls: {
        onIssue,
        perHost: options.sourcePerHost,
        urls: {
          ...{ allowPrivateAddresses: options.allowPrivateAddresses ?? false, ...shared },
          headers: sourceHeaders === undefined ? {} : headersIn(sourceHeaders),
        },
      },
    }),
  );
}

/** The sources that each option is for. */
const MEANT_FOR = {
  sourceRegion: ['oss://', 's3://'],
  sourceEndpoint: ['oss://', 's3://', 'azure://'],
  sourcePathStyle: ['s3://'],
  sourceAnonymous: ['s3://'],
  sourceProfile: ['oss://', 's3://'],
  sourceHeaders: ['urls:'],
  sourcePerHost: ['urls:'],
} as const satisfies Partial<Record<keyof SourceCommandOptions, readonly string[]>>;

/** @throws {TypeError} for an option that says nothing of such a source */
function refuseMeaningless(address: string, options: SourceCommandOptions): void {
  for (const [name, schemes] of Object.entries(MEANT_FOR)) {
    if (options[name as keyof typeof MEANT_FOR] === undefined) continue;
    if (schemes.some((scheme) => address.toLowerCase().startsWith(scheme))) continue;
    const flag = `--${name.replace(/[A-Z]/g, '-$&').toLowerCase()}`;
    throw new TypeError(
      `Cannot use ${flag} for ${address.replace(/\?.*/s, '')} as it is for ${schemes.join(', ')} alone: leave it out`,
    );
  }
}

/** Whether an address is a path, and so that of a folder of this machine. */
export const isFolderAddress = (address: string): boolean => !/^[a-z][a-z\d+.-]+:/i.test(address);

function ossOptions(address: string, options: SourceCommandOptions) {
  const region = options.sourceRegion ?? options.region;
  if (region === undefined)
    throw new TypeError(`Cannot open ${address} as an OSS address needs --region or --source-region`);
  const { sourceEndpoint, ossEndpoint, ossCustomDomain, ossNetwork, ossTimeoutMs: timeoutMs, ca } = options;
  // A VPC reaches the buckets of its own region alone.
  const network = ossNetwork ?? (region === (options.region ?? region) ? options.network : undefined);
  const where =
    sourceEndpoint === undefined
      ? { endpoint: ossEndpoint, customDomain: ossCustomDomain, network }
      : { endpoint: sourceEndpoint };
  const credentials = ossSourceCredentials(options.sourceProfile);
  return { region, ...where, credentials, timeoutMs, proxy: PROXY, ca: certificatesIn(ca) } as const;
}

const FLAGS: Readonly<Record<string, string>> = {
  region: '--source-region',
  endpoint: '--source-endpoint',
  pathStyle: '--source-path-style',
  profile: '--source-profile',
  credentials: '--source-anonymous',
  headers: '--source-headers',
  perHost: '--source-per-host',
  customDomain: '--oss-custom-domain',
  network: '--oss-network',
  timeoutMs: '--oss-timeout-ms',
  ca: '--ca',
};

/** Headers, a line each. @throws {TypeError} that shows no value, which may be a secret */
function headersIn(path: string): Readonly<Record<string, string>> {
  const lines = String(certificatesIn(path)).split(/\r?\n/);
  return Object.fromEntries(
    lines.flatMap((line, at) => {
      if (line.trim() === '') return [];
      const colon = line.indexOf(':');
      if (colon > 0) return [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as const];
      throw new TypeError(`Cannot use line ${at + 1} of ${path} as a header must be written as Name: value`);
    }),
  );
}
