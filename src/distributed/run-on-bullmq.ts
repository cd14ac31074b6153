import type { RunOptions, RunShards, ShardWork } from '../import/run-shards.ts';
import { mapConcurrent } from '../shared/async/map-concurrent.ts';
import { atLeast, callable } from '../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../shared/options/known-options.ts';
import { ignoringErrors } from './ignoring-errors.ts';
import { openBackend, queueAddress } from './queue-backend.ts';
import { QUEUE_PATIENCE_MS } from './queue-patience.ts';
import { queueNameOf } from './shard-job.ts';
import { ShardJobs } from './shard-jobs.ts';

/** What `runOnBullMq` takes. A misspelt name is an error. */
export interface RunOnBullMqOptions {
  /** `redis://…`, `rediss://…` or `postgres://…`: the server that BullMQ keeps its queue on. */
  readonly connection: string;
  /** The name of the queue. Workers must have the same. @default one for each import */
  readonly queue?: string | undefined;
  /** Shards that are handed out before the first of them is taken back; at least as many as are in work on all workers. @default 64 */
  readonly ahead?: number | undefined;
  /** How long the server may be away, in ms, each time anew. @default 600_000 */
  readonly patienceMs?: number | undefined;
  /**
   * Called when shards wait and no worker is connected to the queue, once until one has come. The import waits on. What it throws
   * is ignored.
   *
   * @example
   * onNoWorkers: (queue: string) => console.warn(`Start a worker: none is connected to the queue ${queue}`)
   */
  readonly onNoWorkers?: ((queue: string) => void) | undefined;
}

const OPTIONS: OptionNames<RunOnBullMqOptions> = {
  ...{ connection: true, queue: true, ahead: true, patienceMs: true, onNoWorkers: true },
};

/**
 * Has workers prepare the shards of an import, as its option `run`. Each shard is a job of a queue of BullMQ; `startWorker` makes
 * a process a worker. `bullmq` must be installed, and `ioredis` or `pg`.
 *
 * @example
 * await importCatalogue('shop.csv', { ...options, state: 'oss://bucket/state', run: runOnBullMq({ connection: 'redis://queue' }) });
 * @throws {TypeError | RangeError} for a wrong option
 */
export function runOnBullMq(options: RunOnBullMqOptions): RunShards {
  const {
    connection,
    queue,
    ahead = 64,
    patienceMs = QUEUE_PATIENCE_MS,
    onNoWorkers = () => {},
  } = knownOptions('runOnBullMq()', options, OPTIONS);
  queueAddress(connection);
  queueNameOf(queue, ''); // it checks the name
  atLeast(1, 'ahead', ahead);
  atLeast(1, 'patienceMs', patienceMs);
  callable('onNoWorkers', onNoWorkers);
  const settings = { connection, queue, ahead, patienceMs, onNoWorkers };
  return (shards, finish, run) => handOut(shards, finish, run, settings);
}

type RunSettings = Pick<RunOnBullMqOptions, 'connection' | 'queue'> &
  Required<{ [Name in 'ahead' | 'patienceMs' | 'onNoWorkers']: NonNullable<RunOnBullMqOptions[Name]> }>;

async function* handOut<Shard extends ShardWork>(
  shards: Iterable<Shard>,
  finish: (shard: Shard, signal: AbortSignal) => Promise<Shard>,
  { giveUp, mustFollow, signal }: RunOptions<Shard>,
  { connection, queue, ahead, patienceMs, onNoWorkers }: RunSettings,
): AsyncGenerator<Shard, void, void> {
  const backend = await openBackend(connection);
  let jobs: Promise<ShardJobs> | undefined; // a round that is prepared already needs no queue
  const open = (name: string) => {
    const queueName = queueNameOf(queue, name);
    const told = { patienceMs, onNoWorkers: () => ignoringErrors(() => onNoWorkers(queueName)) };
    jobs ??= ShardJobs.open(backend, queueName, told, signal);
    return jobs;
  };
  let allBefore: Promise<unknown> = Promise.resolve();
  const prepare = async (shard: Shard, inner: AbortSignal) => {
    const before = allBefore;
    const prepareIt = async () => {
      if (shard.isPrepared) return;
      if (await mustFollow(shard, inner)) await before;
      await (await open(shard.import)).prepare(shard, giveUp, inner);
    };
    const prepared = prepareIt();
    allBefore = Promise.all([before, prepared]);
    allBefore.catch(() => {}); // a rejection is that of the shard itself
    await prepared;
    return shard;
  };
  const take = async (shard: Shard, inner: AbortSignal) => {
    const finished = await finish(shard, inner);
    await (await jobs)?.forget(shard, inner);
    return finished;
  };
  try {
    const prepared = mapConcurrent(shards, prepare, { concurrency: ahead, signal });
    yield* mapConcurrent(prepared, take, { concurrency: TAKEN_AT_ONCE, signal });
  } finally {
    const opened = await jobs?.catch(() => undefined);
    await opened?.[Symbol.asyncDispose]();
  }
}

/** While the reader works with one shard, the ledger of the next is brought here, and no further. */
const TAKEN_AT_ONCE = 2;
