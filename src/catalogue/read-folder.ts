import { opendir } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import type { CatalogueRow } from './catalogue-entry.ts';

/** Every file below a folder, hidden ones left out: the product id is the path without its extension. */
export async function* readFolder(
  folder: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<CatalogueRow, void, void> {
  let line = 0;
  for await (const path of filesBelow(folder, signal)) {
    line += 1;
    const image = relative(folder, path).split(sep).join('/');
    const productId = image.slice(0, image.length - extname(image).length);
    yield { place: { source: folder, line }, entry: { productId, image }, issues: [] };
  }
}

async function* filesBelow(
  folder: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<string, void, void> {
  signal?.throwIfAborted();
  const entries = [];
  for await (const entry of await opendir(folder)) entries.push(entry);
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path, signal);
    else yield path;
  }
}
