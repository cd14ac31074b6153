/** Entries that come one by one: each promise settles with what became of its entry, and the folder loses none. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIngester } from 'imagesearch-import';
import { startEmulator } from 'imagesearch-import/emulator';
import sharp from 'sharp';

const state = await mkdtemp(join(tmpdir(), 'ingest-'));
await using emulator = await startEmulator({ capacity: 200_000 }); // which takes five images a second
const ingester = await createIngester({
  ...{ region: emulator.regionId, instance: emulator.instanceName, credentials: emulator },
  ...{ endpoint: emulator.imageSearchEndpoint, route: 'direct', state },
  flushAfter: { entries: 100, seconds: 1 },
});
const picture = (side: number) =>
  sharp({ create: { width: side, height: side, channels: 3, background: 'gold' } })
    .png()
    .toBuffer();
const outcomes = await Promise.all([
  ingester.add({ productId: '1000', picName: '1000.png', image: await picture(200) }),
  ingester.add({ productId: '1001', picName: '1001.png', image: await picture(50) }),
]);
for (const { productId, status, issues } of outcomes)
  console.log(productId, status, ...issues.map(({ code }) => code));
await ingester.close();
await rm(state, { recursive: true });
