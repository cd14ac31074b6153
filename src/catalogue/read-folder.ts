import { extname, relative, sep } from 'node:path';
import { filesBelow } from '../shared/files-below.ts';
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
