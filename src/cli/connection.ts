import { type Command, Option } from 'commander';
import { NETWORKS, type Network } from '../service/endpoint.ts';

/** The options that say where the services are; credentials come from Alibaba's default chain, never from flags. */
export interface ConnectionOptions {
  readonly region: string;
  readonly instance: string;
  readonly endpoint?: string;
  readonly ossEndpoint?: string;
  readonly network?: Network;
}

/** Every command that calls out heeds `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`. */
export const PROXY = 'env';

export const withConnection = (command: Command): Command =>
  command
    .requiredOption('--region <region>', 'region of the instance and the bucket, such as cn-shanghai')
    .requiredOption('--instance <name>', "the instance's name, not its id")
    .option('--endpoint <host>', 'of Image Search (default: imagesearch.REGION.aliyuncs.com)')
    .option('--oss-endpoint <url>', 'of OSS (default: oss-REGION.aliyuncs.com)')
    .addOption(
      new Option('--network <network>', 'vpc: both services from inside Alibaba Cloud').choices([
        ...NETWORKS,
      ]),
    );
