import { join } from 'node:path';
import { WorkState } from '../state/work-state.ts';
import type { TransferSummary } from './transfer-outcome.ts';

/** What an upload is: where it leads, and the options that change what becomes of its images. Plain JSON. */
export interface TransferIdentity {
  readonly source: string;
  readonly sourcePrefix: string;
  readonly target: string;
  readonly prefix: string;
  readonly keys: string;
  readonly filter: string;
  readonly serviceType: string;
  readonly limits: string;
  readonly repair: boolean;
  readonly skipUnchanged: boolean;
  readonly putIfAbsent: boolean;
}

/** The source was listed as a whole, and the plan is on the disk. */
export interface PlannedTransfer {
  readonly listed: number;
  /** Images: what is listed and not left out. */
  readonly images: number;
  readonly leftOut: number;
  /** Objects that were listed at the target. */
  readonly listedAtTarget: number;
}

/** What an upload keeps beside its ledger. */
export type TransferState = WorkState<TransferIdentity, PlannedTransfer, TransferSummary>;

export const UPLOAD_JOURNAL = 'upload';

export const openTransferState = (path: string, signal: AbortSignal | undefined): Promise<TransferState> =>
  WorkState.open(path, UPLOAD_JOURNAL, signal);

/** The ledger of an upload, which is also its file of outcomes: line n is what became of image n of the plan. */
export const ledgerIn = (folder: string): string => join(folder, 'outcomes.jsonl');
