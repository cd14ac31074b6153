import { openTemporaryFolder } from '../shared/files/temporary-folder.ts';
import type { ImportSettings } from './import-settings.ts';
import { openState } from './open-state.ts';
import { ImportState } from './state/import-state.ts';
import { checkShared } from './stored/check-shared.ts';
import { Lease } from './stored/lease.ts';
import { StateMirror } from './stored/state-mirror.ts';
import type { StatePlace } from './stored/state-place.ts';

/** The state of an import: in the folder that the caller has named, in a temporary one, or in a store. */
export interface OpenImportState {
  readonly state: ImportState;
  /** What keeps the state in a store, if it is kept there. */
  readonly mirror?: StateMirror | undefined;
  /** Closes the state. Removes a temporary folder, unless the import can be continued from it: then returns its path. */
  close(isWorthKeeping: boolean): Promise<string | undefined>;
}

/** @param place where in a store the state is, if it is in one */
export async function openImportState(
  settings: ImportSettings,
  place: StatePlace | undefined,
): Promise<OpenImportState> {
  const { state, dryRun, clock, signal } = settings;
  if (place !== undefined && !dryRun) return openStored(place, settings);
  const folder = state?.kind === 'folder' && !dryRun ? state.path : undefined;
  return openState(folder, (path) => ImportState.open(path, signal, clock));
}

async function openStored(
  place: StatePlace,
  { localState, leaseMs, clock, signal, onProgress }: ImportSettings,
): Promise<OpenImportState> {
  const closers: (() => Promise<void>)[] = [];
  const closeAll = async () => {
    for (const close of closers.reverse()) await close();
  };
  try {
    await checkShared(place, signal);
    const temporary = localState === undefined ? await openTemporaryFolder() : undefined;
    if (temporary !== undefined) closers.push(temporary.remove);
    const folder = localState ?? temporary?.path ?? '';
    const lease = await Lease.take(place, {
      ...{ leaseMs, signal },
      onWait: (silentProcess) => onProgress({ ...NOTHING_READ, silentProcess }),
    });
    closers.push(() => lease[Symbol.asyncDispose]());
    const mirror = await StateMirror.open(place, folder, lease, signal);
    const state = await ImportState.open(folder, signal, clock, mirror);
    closers.push(() => state[Symbol.asyncDispose]());
    const close = async () => {
      await closeAll();
      return state.closed === undefined ? place.name : undefined;
    };
    return { state, mirror, close };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

const NOTHING_READ = { stage: 'reading', done: 0, of: undefined, taskId: undefined } as const;
