import { join } from 'node:path';
import { followingCommands } from '../command-line.ts';
import { WORK_VERSION, type WorkFacts, WorkState } from '../state/work-state.ts';
import type { SyncPlan } from './sync-plan.ts';
import type { SyncSummary } from './sync-summary.ts';

/** What a sync is: where it goes, what it is made of, and the options that change what it does. Plain JSON. */
export interface SyncIdentity {
  readonly region: string;
  readonly instance: string;
  readonly to: string | null;
  readonly source: string;
  /** Its path from everywhere; undefined for entries of a program. */
  readonly sourcePath?: string | undefined;
  /** The size and the time of its file, which tell whether it was changed; undefined for what is no file. */
  readonly sourceMark?: string | undefined;
  readonly by: string;
  readonly deleteSuperfluous: boolean;
  readonly maxDeletedShare: number;
  readonly mostUpdates: number;
  readonly dryRun: boolean;
}

export const SYNC_JOURNAL = { journal: 'sync', version: WORK_VERSION } as const;

export type SyncFacts = WorkFacts<SyncIdentity, SyncPlan, SyncSummary>;
export type SyncState = WorkState<SyncIdentity, SyncPlan, SyncSummary>;

export const openSyncState = (path: string, signal: AbortSignal | undefined): Promise<SyncState> =>
  WorkState.open(path, SYNC_JOURNAL.journal, signal);

/** What a sync is made of, as its identity names it, and back. */
export const syncSource = (kind: string, path: string | undefined): string =>
  path === undefined ? kind : `${kind} ${path}`;
export function partsOfSource(source: string): { readonly kind: string; readonly path: string | undefined } {
  const [kind = '', ...path] = source.split(' ');
  return { kind, path: path.length === 0 ? undefined : path.join(' ') };
}

/** The command that goes on with a sync; undefined where nobody has typed one. */
export function syncAgain({ begun, commandLine }: SyncFacts, folder: string): readonly string[] | undefined {
  const { kind, path } = partsOfSource(begun?.source ?? '');
  if (kind === 'plan') return followingCommands.plan(commandLine, begun?.sourcePath ?? path ?? '', folder);
  return followingCommands.again(commandLine, kind === 'undo' ? 'undo' : 'sync', folder);
}

/**
 * The files of a sync's state: the entries that were refused, the plan, what the gallery held before, the calls of UpdateImage,
 * the import, and what a dry run says would become of its entries.
 */
export const refusedFile = (folder: string): string => join(folder, 'refused.jsonl');
export const planFile = (folder: string): string => join(folder, 'plan.jsonl');
export const beforeFile = (folder: string): string => join(folder, 'before.jsonl');
export const updatesFile = (folder: string): string => join(folder, 'updates.jsonl');
export const importFolder = (folder: string): string => join(folder, 'import');
export const dryRunFile = (folder: string): string => join(folder, 'dry-run.jsonl');
