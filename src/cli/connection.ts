import { type Command, Option } from 'commander';
import { NETWORKS, type Network } from '../service/endpoint.ts';
import {
  chooseOssEndpoint,
  OSS_NETWORKS,
  type OssEndpointOptions,
  type OssNetwork,
} from '../storage/oss-endpoint.ts';

/** The options that say where OSS is. */
export interface OssConnectionOptions {
  readonly ossEndpoint?: string | undefined;
  readonly ossCustomDomain?: boolean | undefined;
  readonly ossNetwork?: OssNetwork | undefined;
}

/** The options that say where the services are; credentials come from Alibaba's default chain, never from flags. */
export interface ConnectionOptions extends OssConnectionOptions {
  readonly region: string;
  readonly instance: string;
  readonly endpoint?: string | undefined;
  readonly network?: Network | undefined;
}

/** Every command that calls out heeds `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`. */
export const PROXY = 'env';

export const withConnection = (command: Command): Command =>
  withOss(
    command
      .requiredOption('--region <region>', 'region of the instance and the bucket, such as cn-shanghai')
      .requiredOption('--instance <name>', "the instance's name, not its id")
      .option('--endpoint <host>', 'of Image Search (default: imagesearch.REGION.aliyuncs.com)')
      .addOption(
        new Option('--network <network>', 'vpc: both services from inside Alibaba Cloud').choices([
          ...NETWORKS,
        ]),
      ),
  );

export const withOss = (command: Command): Command =>
  command
    .option('--oss-endpoint <url>', 'of OSS (default: oss-REGION.aliyuncs.com)')
    .option('--oss-custom-domain', 'the endpoint of OSS is a domain of your own that is bound to the bucket')
    .addOption(new Option('--oss-network <network>', 'the way to OSS alone').choices([...OSS_NETWORKS]));

/**
 * The way to OSS as `OssStore` takes it.
 *
 * @throws {TypeError} that names the flags, when they do not go together
 */
export function ossConnection(
  region: string,
  options: OssConnectionOptions & Pick<ConnectionOptions, 'network'>,
): OssEndpointOptions {
  const { ossEndpoint: endpoint, ossCustomDomain: customDomain, ossNetwork, network } = options;
  const oss = { endpoint, customDomain, network: ossNetwork ?? network };
  chooseOssEndpoint(region, oss, {
    endpoint: '--oss-endpoint',
    network: ossNetwork === undefined ? '--network' : '--oss-network',
    customDomain: '--oss-custom-domain',
  });
  return oss;
}
