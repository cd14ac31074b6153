import { leaseHolder } from '../import/stored/lease.ts';
import type { StatePlace } from '../import/stored/state-place.ts';
import { storedRecords } from '../import/stored/stored-journal.ts';
import { knownOptions, type OptionNames } from '../shared/known-options.ts';
import { openBackend, queueAddress } from './queue-backend.ts';
import { answered, FIRST_CONTACT_MS } from './queue-patience.ts';
import { queueNameOf, type ShardProgress } from './shard-job.ts';
import { openState, type StateOptions } from './state-for-worker.ts';

export interface ImportStatusOptions extends StateOptions {
  /** The server of the queue, as of `runOnBullMq`. Without it, nothing is said of jobs and workers. */
  readonly connection?: string | undefined;
  readonly queue?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How far an import has come whose state is in a store. Plain JSON. */
export interface ImportStatus {
  /** The name of its state. */
  readonly import: string;
  readonly isOver: boolean;
  /** The process that has the lease and has not given it back: it runs, or was ended less than the time of a lease ago. */
  readonly coordinator?: { readonly host: string; readonly pid: number } | undefined;
  /** Over all rounds so far. */
  readonly shards: { readonly cut: number; readonly prepared: number; readonly settled: number };
  readonly entries: { readonly planned: number; readonly settled: number };
  readonly queue?:
    | {
        readonly waiting: number;
        /** Workers that are connected. */
        readonly workers: number;
        /** Shards in work: their workers, and how many entries are done. */
        readonly active: readonly {
          readonly shard: number;
          readonly worker: string;
          readonly rows: number;
          readonly perSecond: number;
        }[];
        /** Entries that all workers prepare in a second. */
        readonly perSecond: number;
      }
    | undefined;
}

type QueueStatus = NonNullable<ImportStatus['queue']>;

const OPTIONS: OptionNames<ImportStatusOptions> = {
  ...{ state: true, oss: true, connection: true, queue: true, signal: true },
};

/**
 * Says how far an import has come, from its state and its queue. It changes nothing, and can be asked anywhere.
 *
 * @throws {TypeError | RangeError} for a wrong option
 * @throws {ImageSearchError} when the store or the queue cannot be reached
 */
export async function importStatus(options: ImportStatusOptions): Promise<ImportStatus> {
  const { connection, queue, signal } = knownOptions('importStatus()', options, OPTIONS);
  if (connection !== undefined) queueAddress(connection);
  const { place, close } = openState(options);
  try {
    const [done, holder] = await Promise.all([readJournal(place, signal), leaseHolder(place, signal)]);
    return {
      ...{ import: place.name, ...done },
      coordinator: holder && { host: holder.host, pid: holder.pid },
      queue:
        connection === undefined
          ? undefined
          : await readQueue(connection, queueNameOf(queue, place.name), signal),
    };
  } finally {
    close();
  }
}

async function readJournal(
  place: StatePlace,
  signal: AbortSignal | undefined,
): Promise<Pick<ImportStatus, 'isOver' | 'shards' | 'entries'>> {
  const shards = { cut: 0, prepared: 0, settled: 0 };
  const entries = { planned: 0, settled: 0 };
  let isOver = false;
  for await (const { fact } of storedRecords(place, signal)) {
    if ('planned' in fact) {
      shards.cut += fact.planned.shards;
      entries.planned = fact.planned.entries;
    } else if ('round' in fact) shards.cut += fact.round.shards;
    else if ('closed' in fact) isOver = true;
    else if ('prepared' in fact && fact.prepared !== undefined) shards.prepared += 1;
    else if ('settled' in fact && fact.settled !== undefined) {
      shards.settled += 1;
      entries.settled += Object.values(fact.settled.counts).reduce((sum, count) => sum + count, 0);
    }
  }
  return { isOver, shards, entries };
}

async function readQueue(
  connection: string,
  name: string,
  signal: AbortSignal | undefined,
): Promise<QueueStatus> {
  const backend = await openBackend(connection);
  const queue = backend.queue(name);
  const ask = <T>(call: () => Promise<T>) =>
    answered(call, { name: backend.name, patienceMs: FIRST_CONTACT_MS, signal });
  try {
    const waiting = await ask(() => queue.getWaitingCount());
    const jobs = await ask(() => queue.getActive());
    const workers = await ask(() => queue.getWorkersCount());
    const active = jobs.map(({ data, progress }) => {
      const { worker = '', rows = 0, perSecond = 0 } = (progress ?? {}) as Partial<ShardProgress>;
      return { shard: data.shard, worker, rows, perSecond };
    });
    const perSecond = active.reduce((sum, one) => sum + one.perSecond, 0);
    return { waiting, workers, active, perSecond: Math.round(perSecond * 10) / 10 };
  } finally {
    await queue.close();
  }
}
