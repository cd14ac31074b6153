import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The path of every file below a folder, in the order of the names, without hidden files and folders. */
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
