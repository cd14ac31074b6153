import { openTemporaryFolder } from '../shared/files/temporary-folder.ts';

/** What keeps work that survives its process. */
interface State extends AsyncDisposable {
  readonly folder: string;
  /** The summary of work that is over. */
  readonly closed: object | undefined;
}

/** The state of an import, in the folder that the caller has named or in a temporary one. */
export interface OpenState<S extends State> {
  readonly state: S;
  /** Closes the state. Removes a temporary folder, unless the import can be continued from it: then returns its path. */
  close(isWorthKeeping: boolean): Promise<string | undefined>;
}

/** @param folder as the caller has named it */
export async function openState<S extends State>(
  folder: string | undefined,
  open: (folder: string) => Promise<S>,
): Promise<OpenState<S>> {
  const temporary = folder === undefined ? await openTemporaryFolder() : undefined;
  try {
    const state = await open(folder ?? temporary?.path ?? '');
    const close = async (isWorthKeeping: boolean) => {
      await state[Symbol.asyncDispose]();
      const isOver = state.closed !== undefined;
      if (temporary === undefined) return isOver ? undefined : state.folder;
      if (isWorthKeeping && !isOver) return temporary.path;
      await temporary.remove();
      return undefined;
    };
    return { state, close };
  } catch (error) {
    await temporary?.remove();
    throw error;
  }
}
