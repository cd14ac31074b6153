import { createHash } from 'node:crypto';
import type { ShardWork } from '../import/run-shards.ts';
import { show, text } from '../shared/options/checks.ts';

/** What a job says: which shard of which import is to be prepared. Everything else is in the state of the import. */
export interface ShardJob {
  /** The import, by the name of its state. */
  readonly import: string;
  readonly round: number;
  readonly shard: number;
}

/** What became of a job. It never throws, so that nothing of an error is lost on the way. */
export type ShardResult =
  /** The ledger of the shard has this many entries: all. */
  | { readonly rows: number }
  /** Workers were lost again and again after so many entries. */
  | { readonly lostAfter: number; readonly tries: number }
  /** The worker was closed after so many entries. */
  | { readonly leftAfter: number }
  | { readonly failed: JobFailure };

/** An error of a worker, as plain JSON. */
export interface JobFailure {
  readonly code: string;
  readonly message: string;
  readonly advice?: string | undefined;
  readonly worker: string;
}

/** What a job says of its worker on the way. */
export interface ShardProgress {
  readonly worker: string;
  /** Entries of the shard in its ledger, and how often a worker has begun there. */
  readonly rows: number;
  readonly tries: number;
  readonly perSecond: number;
}

/** The same shard has the same id, so that it is one job however often it is asked for. */
export const jobIdOf = ({ import: name, round, number }: Omit<ShardWork, 'isPrepared'>): string =>
  `${idOf(name)}-${round}-${number}`;

/**
 * @param queue as the caller has named it. @default a queue for each import
 * @throws {TypeError} for a name that BullMQ does not take
 */
export function queueNameOf(queue: string | undefined, importName: string): string {
  if (queue === undefined) return `imagesearch-import-${idOf(importName)}`;
  if (!text('queue', queue).includes(':')) return queue;
  throw new TypeError(
    `Cannot use a queue as 'queue' must be a name without colons: current value is ${show(queue)}`,
  );
}

const idOf = (name: string): string => createHash('sha256').update(name).digest('hex').slice(0, 16);
