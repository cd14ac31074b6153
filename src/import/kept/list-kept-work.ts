import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ProcessLock } from '../../shared/files/process-lock.ts';
import { journalKind } from '../../shared/files/read-journal.ts';
import { text } from '../../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../../shared/options/known-options.ts';
import { JOURNAL } from '../state/import-state.ts';
import type { KeptWork, WorkSays } from './kept-work.ts';
import { WORK_READERS } from './work-readers.ts';

/** What `listKeptWork` takes. A misspelt name is an error. */
export interface KeptWorkOptions {
  /** Ends the work when it is aborted; the iteration then throws the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: OptionNames<KeptWorkOptions> = { signal: true };

/**
 * The state folders at a path: the folder itself if it is one, else those directly in it, by name. Imports, uploads, syncs,
 * undos and ingesters keep such a folder (`state`); it says what the work is of, how far it has come, and whether it is over,
 * runs, or was interrupted and can go on. The folders are only read.
 *
 * @param path of a state folder, or of a folder that holds some
 * @yields one record for each state folder, also for one that cannot be read
 * @throws {TypeError} for a wrong option
 * @throws {Error} of the system, when there is no such folder
 * @example
 * for await (const { folder, kind, status, settled, planned } of listKeptWork('.'))
 *   console.log(folder, kind, status, `${settled} of ${planned}`);
 */
export async function* listKeptWork(
  path: string,
  options: KeptWorkOptions = {},
): AsyncGenerator<KeptWork, void, void> {
  const { signal } = knownOptions('listKeptWork()', options, OPTIONS);
  text('path', path);
  if (existsSync(join(path, JOURNAL))) return yield await describeState(path, signal);
  for (const name of (await readdir(path)).sort()) {
    signal?.throwIfAborted();
    const folder = join(path, name);
    if (existsSync(join(folder, JOURNAL))) yield await describeState(folder, signal);
  }
}

async function describeState(folder: string, signal: AbortSignal | undefined): Promise<KeptWork> {
  const journal = join(folder, JOURNAL);
  const { mtimeMs } = await stat(journal);
  const pid = ProcessLock.holder(`${journal}.lock`);
  const changedAt = Math.round(mtimeMs);
  try {
    const { isOver, ...says } = await read(folder, journal, signal);
    const status = pid !== undefined ? 'running' : isOver ? 'over' : 'interrupted';
    return { folder, ...says, status, pid, changedAt };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // damage; the rest is of the system, or the signal's reason
    return { folder, status: 'unreadable', pid, changedAt, problem: error.message };
  }
}

async function read(folder: string, journal: string, signal: AbortSignal | undefined): Promise<WorkSays> {
  const kind = await journalKind(journal, signal);
  const reader = Object.hasOwn(WORK_READERS, kind) ? WORK_READERS[kind] : undefined;
  if (reader !== undefined) return await reader(folder, signal);
  throw new RangeError(
    `It holds a journal of kind ${JSON.stringify(kind)}, which is no import, upload or sync`,
  );
}
