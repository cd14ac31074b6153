import { basename, dirname, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { FolderStore, NETWORKS, type StoredState } from '../../index.ts';
import { certificatesIn } from '../certificates.ts';
import { masked } from '../output/masked.ts';
import { QUEUE_VARIABLE } from '../settings/setting-table.ts';
import { type OssConnectionOptions, ossTimeout, PROXY } from './connection.ts';
import { atLeastOne, count } from './numbers.ts';

/** The options that say which import a worker is for, and where its queue is. */
export interface QueueCommandOptions extends OssConnectionOptions {
  readonly queue?: string | undefined;
  readonly queueName?: string | undefined;
  readonly state: string;
  readonly region?: string | undefined;
  readonly ossTimeoutMs?: number | undefined;
}

/** The options by which workers prepare an import. */
export interface SharedImportOptions {
  readonly state?: string | undefined;
  readonly localState?: string | undefined;
  readonly leaseMs?: number | undefined;
  /** True for the flag without a URL. */
  readonly queue?: string | true | undefined;
  readonly queueName?: string | undefined;
}

const QUEUE_HELP = 'server of the queue: redis://…, rediss://… or postgres://…';

/** @returns the address of the queue, from the flag or the environment; an empty variable counts as none */
export const queueGiven = (flag: string | undefined): string | undefined =>
  flag ?? (process.env[QUEUE_VARIABLE] || undefined);

/** @throws {TypeError} when neither says where the queue is */
export function queueNeeded(flag: string | undefined): string {
  const given = queueGiven(flag);
  if (given !== undefined) return given;
  throw new TypeError(
    `Cannot work as nothing says where the queue is: give --queue URL, or have ${QUEUE_VARIABLE} carry it`,
  );
}

/**
 * Whether workers prepare an import is said by its flag, or by a state in OSS; the variable says only where their queue is.
 *
 * @returns the address of the queue; undefined for an import of one machine
 * @throws {TypeError} when the import is to have a queue, and nothing says where it is
 */
export function queueOfImport({ queue, queueName, state }: SharedImportOptions): string | undefined {
  if (typeof queue === 'string') return queue;
  const isShared = queue === true || (state !== undefined && isInOss(state));
  const given = isShared ? queueGiven(undefined) : undefined;
  if (given !== undefined || (queue === undefined && queueName === undefined)) return given;
  const flag = queue === true ? "'--queue'" : "'--queue-name'";
  throw new TypeError(
    `Cannot import by ${flag} as nothing says where the queue is: give --queue URL, or --queue and ${QUEUE_VARIABLE}`,
  );
}

/**
 * The words that name a state which other machines reach, for whoever goes on from it; undefined for a folder of this one. A
 * queue whose address has a password is left to its variable.
 */
export function sharedStateWords(options: SharedImportOptions): readonly string[] | undefined {
  const { state, localState, queueName } = options;
  const queue = queueOfImport(options);
  if (state === undefined || (queue === undefined && !isInOss(state))) return undefined;
  return [
    ...['--state', isInOss(state) ? state : resolve(state)],
    ...(localState === undefined ? [] : ['--local-state', resolve(localState)]),
    ...(queue === undefined ? [] : ['--queue', ...(masked(queue) === queue ? [queue] : [])]),
    ...(queueName === undefined ? [] : ['--queue-name', queueName]),
  ];
}

/** Adds the options of an import that workers prepare. */
export const withSharedImport = (command: Command): Command =>
  command
    .option('--local-state <dir>', 'with a state that other machines reach: where its copy here is')
    .option(
      '--lease-ms <n>',
      'with a state that other machines reach: a coordinator that is silent for so long is taken for dead (default: 30000)',
      atLeastOne,
    )
    .option(
      '--queue [url]',
      `have workers prepare the images; ${QUEUE_HELP} (default: ${QUEUE_VARIABLE}); takes --state`,
    )
    .option('--queue-name <name>', 'of the queue (default: one for each import)');

export const withQueue = (command: Command): Command =>
  command
    .option('--queue <url>', `${QUEUE_HELP} (default: ${QUEUE_VARIABLE})`)
    .option('--queue-name <name>', 'of the queue, where the import has one')
    .option('--region <region>', 'of the buckets, for a state in OSS');

export const sharedStateOption = (): Option =>
  new Option(
    '--state <place>',
    'that of an import of many machines: oss://BUCKET/PREFIX, or a folder that they share',
  );

export const withWorker = (command: Command): Command =>
  command
    .option('--endpoint <host>', 'host of Image Search, for an import with --route direct')
    .addOption(
      new Option(
        '--network <network>',
        'vpc: reach Image Search from inside Alibaba Cloud (default: public)',
      ).choices([...NETWORKS]),
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
    .option('--allow-private-addresses', 'read URLs of private and loopback addresses too')
    .option('--read-timeout-ms <n>', 'time allowed to one call of Image Search (default: 20000)', count)
    .addOption(ossTimeout());

/** A state that other machines reach: in OSS, or in a folder that they share. */
export const sharedState = (state: string): string | StoredState =>
  isInOss(state)
    ? state
    : { store: new FolderStore(dirname(resolve(state))), prefix: basename(resolve(state)) };

/** Whether a state is in OSS, and not a folder of this machine. */
export const isInOss = (state: string): boolean => /^oss:\/\//i.test(state);

/**
 * How OSS is reached; undefined for a state in a folder whose images are in none.
 *
 * @throws {TypeError} for a state in OSS without its region
 */
export function ossOptions({
  state,
  region,
  ossEndpoint: endpoint,
  ossCustomDomain: customDomain,
  ossNetwork: network,
  ossTimeoutMs: timeoutMs,
  ca,
}: QueueCommandOptions) {
  if (region !== undefined)
    return { region, endpoint, customDomain, network, timeoutMs, proxy: PROXY, ca: certificatesIn(ca) };
  if (isInOss(state))
    throw new TypeError(`Cannot reach the state ${state} as its region is not known: give --region`);
  return undefined;
}
