import { ImportTally } from '../import/state/import-tally.ts';
import { leaseHolder } from '../import/stored/lease.ts';
import type { StatePlace } from '../import/stored/state-place.ts';
import { storedRecords } from '../import/stored/stored-journal.ts';
import { knownOptions, type OptionNames } from '../shared/options/known-options.ts';
import { closedSoon, opened } from './open-on-server.ts';
import { openBackend, queueAddress } from './queue-backend.ts';
import { answered, FIRST_CONTACT_MS } from './queue-patience.ts';
import { queueNameOf, type ShardProgress } from './shard-job.ts';
import { openState, type StateOptions } from './state-for-worker.ts';

/** What `importStatus` takes. A misspelt name is an error. */
export interface ImportStatusOptions extends StateOptions {
  /** The server of the queue, as of `runOnBullMq`. Without it, nothing is said of jobs and workers. */
  readonly connection?: string | undefined;
  /** The URL of the queue, such as redis://host or postgres://host/database; with it the jobs are counted, too. */
  readonly queue?: string | undefined;
  /** Ends the work when it is aborted; the promise then rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
}

/** How far an import has come whose state is in a store. Plain JSON. */
export interface ImportStatus {
  /** The name of its state. */
  readonly import: string;
  /** Whether the import has ended: no entry is open. */
  readonly isOver: boolean;
  /** The process that has the lease and has not given it back: it runs, or was ended. */
  readonly coordinator?:
    | {
        readonly host: string;
        readonly pid: number;
        /** Since its last sign, by the clocks of the store and of this machine; undefined when the store does not say. */
        readonly silentMs: number | undefined;
        /** Whether its lease has run out: the same import, started anywhere, takes over. */
        readonly isLost: boolean;
      }
    | undefined;
  /** Over all rounds so far. */
  readonly shards: { readonly cut: number; readonly prepared: number; readonly settled: number };
  /** Entries of the catalogue: those in the plan, and those of them whose outcome is written down. */
  readonly entries: { readonly planned: number; readonly settled: number };
  /** Jobs of the import on the queue; undefined when no queue was named. */
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
 * @example
 * const { isOver, entries } = await importStatus({ state: 'oss://bucket/state', oss: { region: 'cn-shanghai' } });
 * console.log(isOver, entries.settled, entries.planned);
 */
export async function importStatus(options: ImportStatusOptions): Promise<ImportStatus> {
  const { connection, queue, signal } = knownOptions('importStatus()', options, OPTIONS);
  if (connection !== undefined) queueAddress(connection);
  const { place, close } = openState(options);
  try {
    const [done, holder] = await Promise.all([readJournal(place, signal), leaseHolder(place, signal)]);
    return {
      ...{ import: place.name, ...done },
      coordinator: holder,
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
  const tally = new ImportTally();
  for await (const { fact } of storedRecords(place, signal)) tally.add(fact);
  const { isOver, shards, entries } = tally;
  return { isOver, shards, entries: { ...entries, planned: entries.planned ?? 0 } };
}

async function readQueue(
  connection: string,
  name: string,
  signal: AbortSignal | undefined,
): Promise<QueueStatus> {
  const backend = await openBackend(connection);
  const options = { name: backend.name, patienceMs: FIRST_CONTACT_MS, signal };
  const queue = await opened(() => backend.queue(name), options);
  const ask = <T>(call: () => Promise<T>) => answered(call, options);
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
    await closedSoon(queue);
  }
}
