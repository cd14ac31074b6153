import { join } from 'node:path';
import { WorkState } from '../state/work-state.ts';
import type { SyncPlan } from './sync-plan.ts';
import type { SyncSummary } from './sync-summary.ts';

/** What a sync is: where it goes, what it is made of, and the options that change what it does. Plain JSON. */
export interface SyncIdentity {
  readonly region: string;
  readonly instance: string;
  readonly to: string | null;
  readonly source: string;
  readonly by: string;
  readonly deleteSuperfluous: boolean;
  readonly maxDeletedShare: number;
  readonly mostUpdates: number;
  readonly dryRun: boolean;
}

export type SyncState = WorkState<SyncIdentity, SyncPlan, SyncSummary>;

export const openSyncState = (path: string, signal: AbortSignal | undefined): Promise<SyncState> =>
  WorkState.open(path, 'sync', signal);

/** The files of a sync's state: the plan, what the gallery held before, the calls of UpdateImage, and the import. */
export const planFile = (folder: string): string => join(folder, 'plan.jsonl');
export const beforeFile = (folder: string): string => join(folder, 'before.jsonl');
export const updatesFile = (folder: string): string => join(folder, 'updates.jsonl');
export const importFolder = (folder: string): string => join(folder, 'import');
