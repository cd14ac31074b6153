/** Whether the gallery holds what it should: the whole of it by one export, and a sample by questions. */
import { GalleryClient, verifyImport } from 'imagesearch-import';
import { startEmulator } from 'imagesearch-import/emulator';
import sharp from 'sharp';

await using emulator = await startEmulator({ capacity: 200_000 }); // which takes five images a second
const gallery = new GalleryClient({
  region: emulator.regionId,
  instance: emulator.instanceName,
  endpoint: emulator.imageSearchEndpoint,
  credentials: emulator,
});
const picture = await sharp({ create: { width: 200, height: 200, channels: 3, background: 'crimson' } })
  .png()
  .toBuffer();
await gallery.add({ productId: '1000', picName: '1000.png', customContent: 'red', picture });
await gallery.add({ productId: '1001', picName: '1001.png', customContent: 'an old text', picture });
await gallery.add({ productId: 'old', picName: 'old.png', picture });

const expected = [
  { operationType: 'ADD', productId: '1000', picName: '1000.png', customContent: 'red' },
  { operationType: 'ADD', productId: '1001', picName: '1001.png', customContent: 'a new text' },
  { operationType: 'ADD', productId: '1002', picName: '1002.png' },
] as const;
for (const by of ['export', 'sample'] as const) {
  const verification = verifyImport(expected, { gallery, by });
  for await (const { kind, productId, picName } of verification) console.log(by, kind, productId, picName);
  console.log(verification.summary.means);
}
