import { basename, dirname, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { FolderStore, NETWORKS, type StoredState } from '../index.ts';
import { certificatesIn } from './certificates.ts';
import { type OssConnectionOptions, PROXY } from './connection.ts';
import { atLeastOne } from './numbers.ts';

/** The options that say which import a worker is for, and where its queue is. */
export interface QueueCommandOptions extends OssConnectionOptions {
  readonly queue?: string | undefined;
  readonly queueName?: string | undefined;
  readonly state: string;
  readonly region?: string | undefined;
}

export const QUEUE_HELP = 'server of the queue: redis://…, rediss://… or postgres://…';

/** Of a password on a command line everybody on the machine can know. */
const QUEUE_VARIABLE = 'IMAGESEARCH_QUEUE';

/** @returns the address of the queue, from the flag or the environment */
export const queueGiven = (flag: string | undefined): string | undefined =>
  flag ?? process.env[QUEUE_VARIABLE];

export const withQueue = (command: Command): Command =>
  command
    .option('--queue <url>', `${QUEUE_HELP} (default: ${QUEUE_VARIABLE})`)
    .option('--queue-name <name>', 'of the queue, where the import has one')
    .requiredOption(
      '--state <place>',
      'that of the import: oss://BUCKET/PREFIX, or a folder that all machines share',
    )
    .option('--region <region>', 'of the buckets, for a state in OSS');

export const withWorker = (command: Command): Command =>
  command
    .option('--endpoint <host>', 'host of Image Search, for an import with --route direct')
    .addOption(
      new Option('--network <network>', 'vpc: reach Image Search from inside Alibaba Cloud').choices([
        ...NETWORKS,
      ]),
    )
    .option('--images <dir>', 'the folder of images on this machine (default: the path that the import has)')
    .option('--concurrency <n>', 'images of a shard in work at once', atLeastOne, 8)
    .option('--shards <n>', 'shards in work at once', atLeastOne, 1)
    .option('--lock-ms <n>', 'a worker that is silent for so long is taken for dead', atLeastOne, 30_000)
    .option(
      '--tries <n>',
      'workers that may be lost at the same entries until these are refused',
      atLeastOne,
      3,
    )
    .option('--name <name>', 'of this worker in lists and messages (default: host and process)')
    .option('--allow-private-addresses', 'read URLs of private and loopback addresses too');

/** A state that other machines reach: in OSS, or in a folder that they share. */
export const sharedState = (state: string): string | StoredState =>
  /^oss:\/\//i.test(state)
    ? state
    : { store: new FolderStore(dirname(resolve(state))), prefix: basename(resolve(state)) };

/** How OSS is reached; undefined where no region is given. */
export const ossOptions = ({
  region,
  ossEndpoint: endpoint,
  ossCustomDomain: customDomain,
  ossNetwork: network,
  ca,
}: QueueCommandOptions) =>
  region === undefined
    ? undefined
    : { region, endpoint, customDomain, network, proxy: PROXY, ca: certificatesIn(ca) };
