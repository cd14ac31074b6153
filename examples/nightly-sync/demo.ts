/** Two nights on the emulator: the second finds a changed text, a new product, and one that is gone. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator } from 'imagesearch-import/emulator';
import sharp from 'sharp';
import { nightlySync } from './nightly-sync.ts';

const work = await mkdtemp(join(tmpdir(), 'nightly-'));
const images = join(work, 'images');
await mkdir(images);
await sharp({ create: { width: 200, height: 200, channels: 3, background: 'crimson' } })
  .png()
  .toFile(join(images, 'a.png'));

await using emulator = await startEmulator({ taskDurationMs: 0 });
const options = {
  ...{ images, to: `oss://${emulator.bucketName}/shop`, maxDeletedShare: 0.5 },
  route: 'auto' as const,
  ...{ region: emulator.regionId, instance: emulator.instanceName, credentials: emulator },
  ...{ endpoint: emulator.imageSearchEndpoint, ossEndpoint: emulator.ossEndpoint },
};
const product = (id: number, customContent: string) => ({
  ...{ productId: `P${id}`, image: 'a.png', picName: `${id}.png`, customContent },
});
const nights = {
  '2026-11-28': [product(1, 'red'), product(2, 'blue'), product(3, 'old')],
  '2026-11-29': [product(1, 'red'), product(2, 'green'), product(4, 'new')],
};
for (const [night, catalogue] of Object.entries(nights))
  console.log((await nightlySync(catalogue, join(work, 'states'), night, options)).text);
await rm(work, { recursive: true });
