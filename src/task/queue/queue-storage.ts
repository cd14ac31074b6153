import type { QueueRecord } from './queue-record.ts';

/**
 * Where the records of a queue are kept: a file (`queueFile`), a table of a database, or, with the adapter of
 * docs/tasks.md, anything that holds one text.
 */
export interface QueueStorage {
  /** What was appended, in its order; undefined or null when nothing was. When it rejects, nothing is left open. */
  load(): Promise<readonly unknown[] | undefined | null>;
  /** Resolves when the records would survive a crash: only then the queue goes on. Calls never overlap. */
  append(records: readonly QueueRecord[]): Promise<void>;
  /** The queue is not used any more. */
  close?(): Promise<void>;
}
