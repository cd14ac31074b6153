/** Reads what a shop has, row by row: what is wrong with a row comes with the row. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCatalogue } from 'imagesearch-import';

const path = join(await mkdtemp(join(tmpdir(), 'example-')), 'shop.csv');
await writeFile(path, 'SKU,Image,Category Id\n1000,red.jpg,4\n,lost.jpg,4\n1001,bag.png,many\n');

for await (const { place, entry, issues } of readCatalogue(path)) {
  console.log(`line ${place.line}:`, entry ?? issues.map(({ message }) => message).join('; '));
}
