import { nodeBuiltin } from '../loading/node-builtin.ts';

/** A folder that other users cannot read. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
  /** Removes the folder and its content. */
  remove(): Promise<void>;
}

/** @param parent @default the system's folder for temporary files */
export async function openTemporaryFolder(parent?: string): Promise<TemporaryFolder> {
  const { mkdtemp, rm } = nodeBuiltin('fs/promises', 'write a temporary file');
  const { join } = nodeBuiltin('path', 'write a temporary file');
  const { tmpdir } = nodeBuiltin('os', 'write a temporary file');
  const path = await mkdtemp(join(parent ?? tmpdir(), 'imagesearch-import-')); // mkdtemp gives access to this user only
  const remove = () => rm(path, { recursive: true, force: true });
  return { path, remove, [Symbol.asyncDispose]: remove };
}
