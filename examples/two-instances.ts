/** One catalogue for two instances, as more images than 50 million need: two imports, each of which takes its own rows. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import { importCatalogue, planImport } from 'imagesearch-import';
import { startEmulator } from 'imagesearch-import/emulator';
import sharp from 'sharp';

const images = await mkdtemp(join(tmpdir(), 'example-'));
const catalogue = join(images, 'shop.csv');
const colours = ['crimson', 'teal', 'gold', 'navy', 'olive', 'plum'];
for (const background of colours) {
  const picture = sharp({ create: { width: 200, height: 200, channels: 3, background } }).png();
  await picture.toFile(join(images, `${background}.png`));
}
const lines = colours.map((colour, n) => `${1000 + n},${colour}.png`);
await writeFile(catalogue, `productId,image\n${lines.join('\n')}\n`);

interface Row {
  readonly productId: string;
  readonly image: string;
}

/** All images of a product are in one instance, and always in the same one: whoever searches asks both. */
const instanceOf = ({ productId }: Row): number =>
  createHash('sha256').update(productId).digest().readUInt32BE() % 2;

async function* rowsOf(instance: number): AsyncGenerator<Row, void, void> {
  const rows = createReadStream(catalogue).pipe(parse({ columns: true, bom: true }));
  for await (const row of rows) if (instanceOf(row) === instance) yield row;
}

await using first = await startEmulator();
await using second = await startEmulator();
const summaries = await Promise.all(
  [first, second].map((emulator, instance) =>
    importCatalogue(rowsOf(instance), {
      ...{ images, to: `oss://${emulator.bucketName}/shop`, state: join(images, `state-${instance}`) },
      ...{ region: emulator.regionId, instance: emulator.instanceName, credentials: emulator },
      ...{ endpoint: emulator.imageSearchEndpoint, ossEndpoint: emulator.ossEndpoint },
    }),
  ),
);
const held = [first, second].map((emulator) => emulator.gallery().map(({ ProductId }) => ProductId));
console.log('The two galleries hold the products', held);
const supplied = summaries.reduce((sum, summary) => sum + summary.supplied, 0);
if (supplied !== colours.length) throw new Error(`${supplied} of ${colours.length} rows were imported`);

console.log('A hundred million images:', planImport({ images: 100_000_000, workers: 2 }).hours);
