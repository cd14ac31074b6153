import type { EntryOutcome } from '../entry-outcome.ts';
import type { Concern } from './entry-order.ts';
import type { IngestBatch } from './ingest-batch.ts';
import type { StoredEntry } from './stored-entry.ts';

/** An entry on its way into a batch. */
export interface TakenEntry {
  readonly stored: StoredEntry;
  readonly concern: Concern;
  /** Resolves when earlier entries of the same image are written down, or have their outcome. */
  readonly earlier: Promise<unknown>;
}

/** An entry that was taken. Its outcome is in an object, so that the next turn does not wait for it. */
export interface Taken {
  readonly outcome: Promise<EntryOutcome>;
}

/** The batch that takes entries. */
export interface FillingBatch {
  readonly batch: IngestBatch;
  readonly number: number;
  /** By the clock of the ingester. */
  readonly begunAt: number;
  /** Ends the wait for more entries. */
  readonly due: AbortController;
}
