import { basename, dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { FolderStore, type StoredState } from '../index.ts';
import { certificatesIn } from './certificates.ts';
import { type OssConnectionOptions, PROXY } from './connection.ts';

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
