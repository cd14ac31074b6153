/** Reads what a shop has, row by row, with what is wrong with each row, and accounts for every line of the file. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCatalogue, recordOf } from 'imagesearch-import';

const path = join(await mkdtemp(join(tmpdir(), 'example-')), 'shop.csv');
const lines = [
  'Article;Photo;Photo 2;Title;Category Id', // semicolons are recognised
  '1000;red.jpg;red-side.jpg;Red shoe;4', // two columns of images: two entries
  '1001;"bag.png, bag-open.png";;Bag;4', // two images in one cell: two entries
  '1002;https://cdn.shop.example/p/hat.jpg?v=2;;Hat;',
  ';lost.jpg;;Nobody knows;4', // refused: no product id
  '1003;scarf.jpg;;Scarf;many', // refused: no number
  '', // passed over
];
await writeFile(path, `${lines.join('\n')}\n`);

const rows = readCatalogue(path, {
  columns: { productId: 'Article', image: ['Photo', 'Photo 2'] },
  onColumns: ({ delimiter, columns, ignored }) => console.log({ delimiter, columns, ignored }),
});
for await (const { place, entry, names, issues } of rows) {
  if (entry !== undefined) console.log(`line ${place.line}:`, recordOf(entry));
  else console.log(`line ${place.line}: refused`, names, issues);
}
// lines = linesOfEntries + linesRefused + linesPassedOver
console.log(rows.summary);
