/** The whole way: entries in, an account of every one of them out. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GalleryClient, importCatalogue } from 'imagesearch-import';
import { startEmulator } from 'imagesearch-import/emulator';
import sharp from 'sharp';

const images = await mkdtemp(join(tmpdir(), 'example-'));
await sharp({ create: { width: 200, height: 200, channels: 3, background: 'crimson' } })
  .png()
  .toFile(join(images, 'red.png'));

await using emulator = await startEmulator();
const connection = {
  region: emulator.regionId,
  instance: emulator.instanceName,
  endpoint: emulator.imageSearchEndpoint,
  credentials: emulator,
};
const catalogue = [
  { productId: '1000', image: 'red.png', customContent: '红色' },
  { productId: '1001', image: 'missing.png' },
];
const summary = await importCatalogue(catalogue, {
  ...connection,
  ossEndpoint: emulator.ossEndpoint,
  images,
  to: `oss://${emulator.bucketName}/spring`,
  onOutcome: ({ productId, status, issues }) =>
    console.log(productId, status, ...issues.map(({ code }) => code)),
});
console.log(summary);
console.log(await new GalleryClient(connection).find('1000', 'red.png'));
