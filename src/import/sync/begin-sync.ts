import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { CatalogueReading } from '../../catalogue/catalogue-reading.ts';
import { show } from '../../shared/options/checks.ts';
import type { CommandLine } from '../command-line.ts';
import { checkSameImport } from '../state/import-identity.ts';
import { digestOf } from './digested-rows.ts';
import type { SyncPlan } from './sync-plan.ts';
import {
  beforeFile,
  partsOfSource,
  planFile,
  type SyncIdentity,
  type SyncState,
  syncSource,
} from './sync-state.ts';

/** What a sync is made of, and the path that names it. */
export interface SourcePath {
  readonly kind: 'catalogue' | 'plan' | 'undo';
  /** Undefined for entries of a program. */
  readonly path: string | undefined;
}

/** What a sync is but for what it is made of. */
type SyncOptionsKept = Omit<SyncIdentity, 'source' | 'sourcePath' | 'sourceMark'>;

/**
 * Compares a sync with the one that its state holds. Until something was changed at the service, only the options must be the
 * same: the comparison is made anew, of the catalogue and the gallery as they are then.
 *
 * @returns the plan that is to be carried out to its end; undefined when it is to be made
 * @throws {RangeError} when the state holds another sync, or the file was changed since its plan was made
 */
export async function beginSync(
  state: SyncState,
  options: SyncOptionsKept,
  { kind, path }: SourcePath,
  commandLine: CommandLine | undefined,
): Promise<SyncPlan | undefined> {
  const { folder, begun, planned, closed } = state;
  const isOwnPlan = begun !== undefined && kind === 'plan' && resolve(path ?? '') === planFile(folder);
  const sourcePath = path === undefined ? undefined : resolve(path);
  const isSame =
    sourcePath !== undefined && begun?.sourcePath === sourcePath && partsOfSource(begun.source).kind === kind;
  const source = begun !== undefined && (isOwnPlan || isSame) ? begun.source : syncSource(kind, path);
  if (begun !== undefined) checkSameImport(folder, begun, { ...options, source }, 'sync');
  const sourceMark = isOwnPlan ? begun.sourceMark : await markOf({ kind, path });
  if (begun !== undefined && (closed !== undefined || existsSync(beforeFile(folder)))) {
    if (sourceMark !== begun.sourceMark) throw changed(state, path, sourceMark);
    return planned;
  }
  await state.note({
    begun: { ...options, source, sourcePath: isOwnPlan ? begun.sourcePath : sourcePath, sourceMark },
    commandLine,
  });
  return undefined;
}

/** The size and the time of the file that a sync is made of; undefined for what is no file. */
async function markOf({ kind, path }: SourcePath): Promise<string | undefined> {
  if (path === undefined) return undefined;
  const facts = await stat(kind === 'undo' ? beforeFile(path) : path);
  return facts.isFile() ? `${facts.size} bytes of ${facts.mtime.toISOString()}` : undefined;
}

function changed(state: SyncState, path: string | undefined, now = 'no file'): RangeError {
  const was = state.begun?.sourceMark ?? 'no file';
  return another(state, `${show(path, LONGEST_PATH)} was changed since: it had ${was}, and has ${now} now`);
}

/**
 * Compares entries that are no file with those that the plan of a sync was made of, by reading them to their end.
 *
 * @throws {RangeError} when they are others
 */
export async function checkSameEntries(
  state: SyncState,
  rows: Pick<CatalogueReading, 'batches'>,
): Promise<void> {
  if (state.entriesDigest === undefined || (await digestOf(rows)) === state.entriesDigest) return;
  throw another(state, 'the catalogue has other entries than those that its plan was made of');
}

function another({ folder, closed }: SyncState, why: string): RangeError {
  const [itsFolder, plan] = [folder, planFile(folder)].map((name) => show(name, LONGEST_PATH));
  const orEnd = closed === undefined ? `; or end the old plan first, with ${plan} as the plan` : '';
  return new RangeError(
    `Cannot continue the sync in ${itsFolder} as ${why}; compare it anew with another folder as 'state'${orEnd}`,
  );
}

const LONGEST_PATH = 1_000;
