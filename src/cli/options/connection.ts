import { type Command, Option } from 'commander';
import { ImageSearchClient, NETWORKS, OSS_NETWORKS, OssStore } from '../../index.ts';
import { certificatesIn } from '../certificates.ts';
import { count } from './numbers.ts';
import { addPace, type Pace } from './pace.ts';

/** The options that say where OSS is. */
export interface OssConnectionOptions {
  readonly ossEndpoint?: string | undefined;
  readonly ossCustomDomain?: boolean | undefined;
  readonly ossNetwork?: (typeof OSS_NETWORKS)[number] | undefined;
  /** How both services are reached, where `ossNetwork` says nothing else of OSS. */
  readonly network?: (typeof NETWORKS)[number] | undefined;
  readonly ossTimeoutMs?: number | undefined;
  /** A file of certificates that are trusted beside those that Node trusts. */
  readonly ca?: string | undefined;
}

/** The options that say where the services are; credentials come from Alibaba's default chain, never from flags. */
export interface ConnectionOptions extends OssConnectionOptions {
  readonly region: string;
  readonly instance: string;
  readonly endpoint?: string | undefined;
  readonly requestsPerSecond?: Pace | undefined;
}

/** Every command that calls a service goes by `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`. */
export const PROXY = 'env';

export const withConnection = (command: Command): Command =>
  withOss(
    command
      .requiredOption('--region <region>', 'region of the instance and the bucket, such as cn-shanghai')
      .requiredOption('--instance <name>', "the instance's name, not its id")
      .option('--endpoint <host>', 'host of Image Search (default: imagesearch.REGION.aliyuncs.com)')
      .addOption(network('vpc: reach both services from inside Alibaba Cloud (default: public)'))
      .option(
        '--requests-per-second <operation=n>',
        'calls that the instance allows, such as AddImage=5; repeatable (default: as documented)',
        addPace,
      ),
  );

const network = (description: string): Option =>
  new Option('--network <network>', description).choices([...NETWORKS]);

export const ossTimeout = (): Option =>
  new Option('--oss-timeout-ms <n>', 'time allowed to one call of OSS (default: 60000)').argParser(count);

/** The options of a command that calls OSS, and not Image Search. */
export const withOssAlone = (command: Command): Command =>
  withOss(command)
    .addOption(network('vpc: reach OSS from inside Alibaba Cloud (default: public)'))
    .addOption(ossTimeout());

export const withOss = (command: Command): Command =>
  command
    .option('--oss-endpoint <url>', 'host of OSS (default: oss-REGION.aliyuncs.com)')
    .option('--oss-custom-domain', 'the endpoint of OSS is a domain of your own that is bound to the bucket')
    .addOption(
      new Option(
        '--oss-network <network>',
        'how to reach OSS (default: by --network, where the command has it)',
      ).choices([...OSS_NETWORKS]),
    )
    .option('--ca <file>', "certificates in PEM to trust, too, such as a gateway's; for every https call");

const storeFlags = ({ ossNetwork }: OssConnectionOptions): Readonly<Record<string, string>> => ({
  endpoint: '--oss-endpoint',
  network: ossNetwork === undefined ? '--network' : '--oss-network',
  customDomain: '--oss-custom-domain',
  timeoutMs: '--oss-timeout-ms',
  ca: '--ca',
});

interface TimeLimits {
  readonly readTimeoutMs?: number | undefined;
}

/** The client of an instance, and of a bucket where one is named. */
export function openClient(
  { ossCustomDomain: customDomain, ...options }: ConnectionOptions & TimeLimits,
  bucket?: string,
): ImageSearchClient {
  const { region, instance, endpoint, network, ossEndpoint, ossNetwork } = options;
  const { requestsPerSecond, readTimeoutMs, ossTimeoutMs } = options;
  return new ImageSearchClient({
    ...{ region, instance, bucket, endpoint, network, ossEndpoint, customDomain, ossNetwork },
    ...{ requestsPerSecond, readTimeoutMs, ossTimeoutMs, proxy: PROXY, ca: certificatesIn(options.ca) },
  });
}

/** @throws {TypeError | RangeError} that names the flags, when an option is wrong */
export const openStore = (bucket: string, region: string, options: OssConnectionOptions): OssStore =>
  namingFlagsBy(storeFlags(options), () => {
    const { ossEndpoint: endpoint, ossCustomDomain: customDomain, ossTimeoutMs: timeoutMs } = options;
    const network = options.ossNetwork ?? options.network;
    return new OssStore({
      ...{ bucket, region, endpoint, customDomain, network, timeoutMs },
      ...{ proxy: PROXY, ca: certificatesIn(options.ca) },
    });
  });

/** Runs what checks options whose flags no other command calls so, and has its message name these. */
export function namingFlagsBy<T>(flags: Readonly<Record<string, string>>, open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError)
      error.message = flagsNamed(flags, error.message);
    throw error;
  }
}

/** A message with the flags where it names options. */
const flagsNamed = (flags: Readonly<Record<string, string>>, message: string): string =>
  message.replace(/'(\w+)'/g, (quoted, name) => (flags[name] === undefined ? quoted : `'${flags[name]}'`));
