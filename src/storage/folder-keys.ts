import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { processWait } from '../shared/async/shortage-wait.ts';
import { PART } from '../shared/files/whole-file.ts';
import { missing } from './missing.ts';

/**
 * The paths of the files below a folder, with slashes, in their order as UTF-8 bytes. Links are left out and told, and files that
 * are still being written are left out. Only folders that can hold a key with the prefix are read, each when its turn comes.
 */
export async function* keysIn(
  root: string,
  prefix: string,
  { signal, onLink }: { readonly signal: AbortSignal | undefined; readonly onLink: () => void },
  parent = '',
): AsyncGenerator<string, void, void> {
  const folder = join(root, ...parent.split('/'));
  const read = () => readdir(folder, { withFileTypes: true }).catch(missing);
  const entries = (await processWait.run(read, { signal })) ?? [];
  for (const entry of entries)
    if (entry.isSymbolicLink() && `${parent}${entry.name}`.startsWith(prefix)) onLink();
  // With its slash, a folder stands where its files do: "a.jpg" before "a/1.jpg" before "a1.jpg".
  const keys = entries
    .filter((entry) => entry.isFile() || entry.isDirectory())
    .map((entry) => `${parent}${entry.name}${entry.isDirectory() ? '/' : ''}`)
    .filter((key) => key.startsWith(prefix) || (key.endsWith('/') && prefix.startsWith(key)))
    .map((key) => ({ key, bytes: Buffer.from(key) }))
    .sort((a, b) => a.bytes.compare(b.bytes));
  for (const { key } of keys) {
    signal?.throwIfAborted();
    if (key.endsWith('/')) yield* keysIn(root, prefix, { signal, onLink }, key);
    else if (!key.endsWith(PART)) yield key;
  }
}
