import type { Worker } from 'bullmq';
import { MAX_TIMER_MS } from '../shared/async/sleep.ts';
import { messageOf } from '../shared/errors/callers-code.ts';
import { isImageSearchError } from '../shared/errors/image-search-error.ts';
import { atLeast, callable, within } from '../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../shared/options/known-options.ts';
import { CallPermits } from './call-permits.ts';
import { ignoringErrors } from './ignoring-errors.ts';
import { closedSoon, keepRunning, opened } from './open-on-server.ts';
import { openShard, type WorkerTools } from './prepare-shard-job.ts';
import { openBackend, queueAddress, type ShardProcessor } from './queue-backend.ts';
import { answered, FIRST_CONTACT_MS, QUEUE_PATIENCE_MS } from './queue-patience.ts';
import { queueNameOf, type ShardProgress, type ShardResult } from './shard-job.ts';
import { assertNamedAlike, hasBegun } from './state-for-worker.ts';
import type { WorkerOptions, WorkerShard } from './worker-options.ts';
import { workerTools } from './worker-tools.ts';

/** A worker that runs. */
export interface ShardWorker extends AsyncDisposable {
  /** What the worker is called in logs and in its jobs. */
  readonly name: string;
  /** The name of its queue, as tools for BullMQ show it. */
  readonly queue: string;
  /** Whether an import had begun in the state when the worker was started. Without one it waits: its `state` may be misspelt. */
  readonly hasImport: boolean;
  /** Takes no more shards, stops the one in work after its last whole part, and closes. */
  close(): Promise<void>;
}

const OPTIONS: OptionNames<WorkerOptions> = {
  ...{ connection: true, queue: true, state: true, oss: true, imageSearch: true, store: true },
  ...{
    images: true,
    urls: true,
    shards: true,
    concurrency: true,
    lockMs: true,
    tries: true,
    name: true,
    onShard: true,
  },
};

/** `tries` decides about shards that end their workers. This limit of BullMQ is for a worker that ends before it has asked. */
const MOST_STALLED = 100;

/**
 * Makes this process a worker: it prepares shards of an import that `runOnBullMq` hands out, checks and uploads their images and
 * writes their ledgers into the state. `bullmq` must be installed, and `ioredis` or `pg`. It resolves once the queue has
 * answered; the worker runs until it is closed.
 *
 * @example
 * const worker = await startWorker({ connection: 'redis://queue', state: 'oss://bucket/state', oss: { region: 'cn-shanghai' } });
 * process.once('SIGTERM', () => worker.close());
 * @throws {TypeError | RangeError} for a wrong option, for the state of work on one machine, and for a folder that the coordinator has under another path
 * @throws {ImageSearchError} of OSS, such as `NoSuchBucket`, when the state cannot be read; `QUEUE_UNREACHABLE`, `QUEUE_REFUSED`, `PACKAGE_MISSING`
 */
export async function startWorker(options: WorkerOptions): Promise<ShardWorker> {
  const {
    connection,
    queue,
    shards = 1,
    lockMs = 30_000,
    tries = 3,
    onShard = () => {},
  } = knownOptions('startWorker()', options, OPTIONS);
  queueAddress(connection);
  atLeast(1, 'shards', shards);
  atLeast(1, 'tries', tries);
  within(LEAST_LOCK_MS, MAX_TIMER_MS, 'lockMs', lockMs);
  callable('onShard', onShard);
  const openTools = workerTools(options);
  const backend = await openBackend(connection);
  const permits = new CallPermits(backend);
  const tools = openTools(permits);
  const queueName = queueNameOf(queue, tools.place.name);
  const closing = new AbortController();
  const process = processor(tools, { tries, lockMs, onShard, server: backend.name }, closing.signal);
  const make = (): Worker => {
    const made = backend.worker(queueName, process, {
      ...{ name: tools.name, concurrency: shards, lockDuration: lockMs, stalledInterval: lockMs / 2 },
      maxStalledCount: MOST_STALLED,
    });
    made.on('lockRenewalFailed', (ids) => {
      for (const id of ids) made.cancelJob(id); // another worker has the shard
    });
    return made;
  };
  let worker: Worker | undefined;
  let hasImport = false;
  const close = async () => {
    closing.abort(new Error('The worker is closed'));
    if (worker !== undefined) await closedSoon(worker);
    await permits[Symbol.asyncDispose]();
    tools.close();
  };
  try {
    hasImport = await hasBegun(tools.place);
    if (queue === undefined) await assertNamedAlike(tools.place);
    worker = await opened(make, { name: backend.name, patienceMs: FIRST_CONTACT_MS });
    void keepRunning(worker, closing.signal);
  } catch (error) {
    await close();
    throw error;
  }
  return { name: tools.name, queue: queueName, hasImport, close, [Symbol.asyncDispose]: close };
}

const LEAST_LOCK_MS = 1_000;

interface ProcessorSettings {
  /** The server of the queue, in messages. */
  readonly server: string;
  readonly tries: number;
  readonly lockMs: number;
  readonly onShard: (shard: WorkerShard) => void;
}

/** Prepares the shard of a job. What goes wrong is the result of the job, so that the import can tell it as it is. */
const processor =
  (
    tools: WorkerTools,
    { tries, lockMs, onShard, server }: ProcessorSettings,
    closing: AbortSignal,
  ): ShardProcessor =>
  async (job, token = '', lost) => {
    const taken = new AbortController();
    const signal = AbortSignal.any([closing, taken.signal, ...(lost === undefined ? [] : [lost])]);
    const { data } = job;
    /** A queue that is away is waited for: it says nothing about the shard. */
    const ask = <T>(call: () => Promise<T>) =>
      answered(call, { name: server, patienceMs: QUEUE_PATIENCE_MS, signal });
    const report = (progress: ShardProgress) => ask(() => job.updateProgress(progress));
    const confirm = async () => {
      if (!(await ask(() => job.extendLock(token, lockMs))))
        taken.abort(new Error('Another worker has the shard now'));
      signal.throwIfAborted();
    };
    let rows = 0;
    const tell = (stage: WorkerShard['stage'], error?: string) => {
      const now = { ...data, stage, rows, error };
      ignoringErrors(() => onShard(now));
    };
    try {
      const shard = await openShard(data, tools, { signal, confirm });
      rows = shard.rows;
      const before = job.progress as Partial<ShardProgress> | null;
      const begun = before?.rows === rows ? (before.tries ?? 0) : 0;
      if (begun >= tries) return { lostAfter: rows, tries: begun } satisfies ShardResult;
      tell('begun');
      await report({ worker: tools.name, rows, tries: begun + 1, perSecond: 0 });
      const [since, first] = [performance.now(), rows];
      for await (const now of shard.prepare()) {
        rows = now;
        const perSecond = Math.round(((rows - first) / (performance.now() - since)) * 10_000) / 10;
        await report({ worker: tools.name, rows, tries: 1, perSecond });
        tell('going on');
      }
      tell('done');
      return { rows } satisfies ShardResult;
    } catch (error) {
      if (signal.aborted) return { leftAfter: rows } satisfies ShardResult; // another worker goes on
      tell('failed', messageOf(error));
      const [code, advice] = isImageSearchError(error) ? [error.code, error.advice] : ['WORKER_FAILED'];
      return {
        failed: { code, message: messageOf(error), advice, worker: tools.name },
      } satisfies ShardResult;
    }
  };
