import type { Queue, QueueEvents, Worker, WorkerOptions } from 'bullmq';
import type { ClientConfig } from 'pg';
import { ImageSearchError } from '../shared/errors/image-search-error.ts';
import { show } from '../shared/options/checks.ts';
import type { ShardJob, ShardProgress, ShardResult } from './shard-job.ts';

/** The kinds of servers that BullMQ keeps its queues on, by the protocol of their address. */
const DRIVERS: Readonly<Record<string, 'ioredis' | 'pg'>> = {
  'redis:': 'ioredis',
  'rediss:': 'ioredis',
  'postgres:': 'pg',
  'postgresql:': 'pg',
};

/** The schema of BullMQ's tables, on a PostgreSQL. */
const SCHEMA = 'bullmq';

/** Connections of one pool; BullMQ opens one more to listen. */
const POOL = 4;

export type ShardQueue = Queue<ShardJob, ShardResult>;
type BackendWorkerOptions = Omit<WorkerOptions, 'connection' | 'autorun'>;
export type ShardProcessor = (
  job: {
    readonly id?: string | undefined;
    readonly data: ShardJob;
    readonly progress: unknown;
    updateProgress(progress: ShardProgress): Promise<void>;
    extendLock(token: string, ms: number): Promise<number>;
  },
  token: string | undefined,
  signal: AbortSignal | undefined,
) => Promise<ShardResult>;

/** BullMQ on one server. Each object has connections of its own, and is to be closed. */
export interface QueueBackend {
  /** Without user and password. */
  readonly name: string;
  queue(name: string): ShardQueue;
  /** It hears nothing before it runs. */
  events(name: string): QueueEvents;
  /** It takes no job before it runs. @param process null for a worker whose jobs are fetched one by one */
  worker(name: string, process: ShardProcessor | null, options: BackendWorkerOptions): Worker;
}

/** @throws {TypeError} unless it is the URL of a Redis or a PostgreSQL. Its text is not repeated, as it may hold a password. */
export function queueAddress(connection: unknown): URL {
  const url = typeof connection === 'string' && URL.canParse(connection) ? new URL(connection) : undefined;
  if (url !== undefined && DRIVERS[url.protocol] !== undefined) return url;
  const value =
    url === undefined
      ? typeof connection === 'string'
        ? 'no URL'
        : typeof connection
      : show(`${url.protocol}//…`);
  throw new TypeError(
    `Cannot use a queue as 'connection' must be a URL such as redis://HOST or postgresql://HOST/DATABASE: current value is ${value}`,
  );
}

/** @throws {ImageSearchError} `PACKAGE_MISSING` when BullMQ or the driver is not installed */
export async function openBackend(connection: string): Promise<QueueBackend> {
  const url = queueAddress(connection);
  const driver = DRIVERS[url.protocol] as 'ioredis' | 'pg';
  const bullmq = await load('bullmq', () => import('bullmq'));
  const name = `${url.protocol}//${url.host}${url.pathname}`;
  // The types of BullMQ tell the backends apart, and do not know that `Worker` takes its processor by our narrower type.
  if (driver === 'ioredis') {
    await load('ioredis', () => import('ioredis'));
    const options = { connection: { url: connection, maxRetriesPerRequest: null } }; // null: commands wait for the server
    return {
      name,
      queue: (queue) => quiet(new bullmq.Queue(queue, options)),
      events: (queue) => quiet(new bullmq.QueueEvents(queue, { ...options, autorun: false })),
      worker: (queue, process, more) =>
        quiet(
          new bullmq.Worker(queue, process, { ...options, ...more, autorun: false }),
        ) as unknown as Worker,
    };
  }
  const { default: pg } = await load('pg', () => import('pg'));
  /** BullMQ does not listen to clients that it has taken from its pool: an error of theirs would end the process. */
  class Client extends pg.Client {
    constructor(config?: ClientConfig) {
      super(config);
      quiet(this);
    }
  }
  const on = bullmq.withBackend(bullmq.createPostgresBackend);
  const pool = { connectionString: connection, max: POOL, Client };
  const options = { connection: { ...pool, schema: SCHEMA, migrate: true } };
  return {
    name,
    queue: (queue) => quiet(new on.Queue(queue, options)) as unknown as ShardQueue,
    events: (queue) =>
      quiet(new on.QueueEvents(queue, { ...options, autorun: false })) as unknown as QueueEvents,
    worker: (queue, process, more) =>
      quiet(new on.Worker(queue, process, { ...options, ...more, autorun: false })) as unknown as Worker,
  };
}

/** A connection that is lost is opened again by BullMQ; without a listener, its event would end the process. */
function quiet<T extends { on(event: 'error', listener: (error: Error) => void): unknown }>(one: T): T {
  one.on('error', () => {});
  return one;
}

async function load<T>(name: string, importIt: () => Promise<T>): Promise<T> {
  try {
    return await importIt();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new ImageSearchError(`Cannot use a queue as the package ${name} is not installed`, {
      code: 'PACKAGE_MISSING',
      advice: `Run npm install ${name}`,
      cause,
    });
  }
}
