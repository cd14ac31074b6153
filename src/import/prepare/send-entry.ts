import type { Issue } from '../../shared/errors/issue.ts';
import type { CallFailure } from '../ledger.ts';
import type { AcceptedEntry } from './check-entry.ts';

/**
 * What became of an accepted entry when it was sent: its image is `stored` in the bucket for the task, it is `refused` after
 * all, or the service did not take its call. Nothing of the three: its call is done.
 */
export interface SentEntry {
  readonly stored?: 'sent' | 'present' | undefined;
  /** Warnings of the way that it took. */
  readonly issues?: readonly Issue[] | undefined;
  readonly refused?: readonly Issue[] | undefined;
  readonly failure?: CallFailure | undefined;
}

/** Sends an accepted entry on its way, by the route of the import. */
export type SendEntry = (entry: AcceptedEntry, signal: AbortSignal) => Promise<SentEntry>;
