import { openTemporaryFolder } from '../shared/temporary-folder.ts';
import type { ImportRun } from './import-context.ts';
import { ImportState } from './state/import-state.ts';

/** The state of an import, in the folder that the caller has named or in a temporary one. */
export interface OpenState {
  readonly state: ImportState;
  /** Closes the state. Removes a temporary folder, unless the import can be continued from it: then returns its path. */
  close(run: ImportRun | undefined): Promise<string | undefined>;
}

/** @param folder as the caller has named it */
export async function openState(
  folder: string | undefined,
  signal: AbortSignal | undefined,
): Promise<OpenState> {
  const temporary = folder === undefined ? await openTemporaryFolder() : undefined;
  try {
    const state = await ImportState.open(folder ?? temporary?.path ?? '', signal);
    const close = async (run: ImportRun | undefined) => {
      await state[Symbol.asyncDispose]();
      const isOver = state.closed !== undefined;
      if (temporary === undefined) return isOver ? undefined : state.folder;
      if (run?.isWorthKeeping === true && !isOver) return temporary.path;
      await temporary.remove();
      return undefined;
    };
    return { state, close };
  } catch (error) {
    await temporary?.remove();
    throw error;
  }
}
