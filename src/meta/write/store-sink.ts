import type { FileHandle } from 'node:fs/promises';
import { untilAborted } from '../../shared/async/until-aborted.ts';
import { openTemporaryFolder, type TemporaryFolder } from '../../shared/files/temporary-folder.ts';
import { nodeBuiltin } from '../../shared/loading/node-builtin.ts';
import { META_FILE_NAME } from '../model/meta-file-name.ts';
import type { ByteSink } from './byte-sink.ts';
import type { StoreTarget } from './target-types.ts';

/** An object in a store, by way of a temporary file: a store wants to know the whole before it begins. */
export class StoreSink implements ByteSink {
  readonly #target: StoreTarget;
  readonly #folder: TemporaryFolder;
  readonly #path: string;
  readonly #file: FileHandle;

  private constructor(target: StoreTarget, folder: TemporaryFolder, path: string, file: FileHandle) {
    this.#target = target;
    this.#folder = folder;
    this.#path = path;
    this.#file = file;
  }

  /** @param parent of the temporary file's folder */
  static async open(target: StoreTarget, parent: string | undefined): Promise<StoreSink> {
    const folder = await openTemporaryFolder(parent);
    try {
      const path = nodeBuiltin('path', 'write a temporary file').join(folder.path, META_FILE_NAME);
      const file = await nodeBuiltin('fs/promises', 'write a temporary file').open(path, 'wx');
      return new StoreSink(target, folder, path, file);
    } catch (error) {
      await folder.remove();
      throw error;
    }
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#file.writeFile(bytes);
  }

  async finish(signal: AbortSignal | undefined): Promise<void> {
    await this.#file.close();
    const { store, key } = this.#target;
    const stored = Promise.resolve(store.put(key, { path: this.#path }, { signal }));
    await untilAborted(stored, signal);
    await this.#folder.remove();
  }

  async discard(): Promise<void> {
    await this.#file.close().catch(() => {}); // whoever discards knows of a failure already
    await this.#folder.remove();
  }
}
