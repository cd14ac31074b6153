import type { UrlOptions } from '../image/url/url-options.ts';
import type { ServiceOptions } from '../service/connection.ts';
import type { ObjectStore } from '../shared/objects/object-store.ts';
import type { StateOptions } from './state-for-worker.ts';

/** What `startWorker` takes. A misspelt name is an error. */
export interface WorkerOptions extends StateOptions {
  /** `redis://…`, `rediss://…` or `postgres://…`: the server of the queue. */
  readonly connection: string;
  /** The name of the queue, where the import has one. @default that of the import whose state is given */
  readonly queue?: string | undefined;
  /**
   * How Image Search is reached, for imports whose entries are calls of their own: credentials, endpoint, network and so on. Its
   * pace is that of the import, which all workers keep together.
   *
   * @default the public endpoint of the region, with Alibaba's default credential chain
   */
  readonly imageSearch?:
    | Omit<ServiceOptions, 'region' | 'instance' | 'requestsPerSecond' | 'clock'>
    | undefined;
  /** Where images are stored, in place of the bucket of the import in OSS. */
  readonly store?: ObjectStore | undefined;
  /** The folder of images on this machine. @default the path that the import has */
  readonly images?: string | undefined;
  /** How images behind URLs are fetched, as of an import. */
  readonly urls?: UrlOptions | undefined;
  /** Shards in work at once. @default 1 */
  readonly shards?: number | undefined;
  /** Images of a shard in work at once. @default 8 */
  readonly concurrency?: number | undefined;
  /**
   * A worker that has not renewed its claim on a shard for so long, in ms, is taken for dead: after at most one and a half times
   * this, another one has the shard. Longer than anything that keeps the event loop from turning.
   *
   * @default 30_000
   */
  readonly lockMs?: number | undefined;
  /** How many workers may be lost at the same entries before these are refused with `WORKERS_LOST`. @default 3 */
  readonly tries?: number | undefined;
  /** What messages and lists call the worker. @default the host and the process */
  readonly name?: string | undefined;
  /** Called when a shard is begun, after each part, and when it is done or has failed. What it throws is ignored. */
  readonly onShard?: ((shard: WorkerShard) => void) | undefined;
}

/** What a worker tells of a shard. */
export interface WorkerShard {
  /** The id of the import. */
  readonly import: string;
  /** From 0: each round has what failed for a passing reason in the one before. */
  readonly round: number;
  /** The number of the shard, from 1, over all rounds. */
  readonly shard: number;
  /** How far the worker is with it. */
  readonly stage: 'begun' | 'going on' | 'done' | 'failed';
  /** Entries of the shard that are in its ledger. */
  readonly rows: number;
  /** Why it has failed. */
  readonly error?: string | undefined;
}
