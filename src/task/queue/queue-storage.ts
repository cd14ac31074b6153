import type { QueueRecord } from './queue-record.ts';

/**
 * Where the records of a queue are stored: a file (`queueFile`), a table of a database, or, with the adapter in
 * docs/tasks.md, any place that holds one text.
 */
export interface QueueStorage {
  /**
   * Every record that was appended, in order; undefined or null when there are no records. When the promise rejects, nothing
   * may stay open.
   */
  load(): Promise<readonly unknown[] | undefined | null>;
  /** Resolves when the records would survive a crash: the queue waits for that. Calls never overlap. */
  append(records: readonly QueueRecord[]): Promise<void>;
  /** Called when the queue is not used any more. */
  close?(): Promise<void>;
}
