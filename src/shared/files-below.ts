import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Paths of all files below a folder, in name order, without hidden files and folders. */
export async function* filesBelow(folder: string, signal?: AbortSignal): AsyncGenerator<string, void, void> {
  signal?.throwIfAborted();
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path, signal);
    else yield path;
  }
}
