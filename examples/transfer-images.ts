/** Uploads a folder into a bucket as an import does: checked, resumable, with one outcome for each image. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderStore, ImageTransfer, OssStore } from 'imagesearch-import';
import { startEmulator } from 'imagesearch-import/emulator';
import sharp from 'sharp';

const work = await mkdtemp(join(tmpdir(), 'transfer-'));
const photos = new FolderStore(join(work, 'photos'));
const picture = sharp({ create: { width: 200, height: 200, channels: 3, background: 'crimson' } });
await photos.put('shoes/1001.png', await picture.png().toBuffer());
await photos.put('shoes/1002.png', Buffer.from('no image'));

await using emulator = await startEmulator();
const bucket = new OssStore({
  bucket: emulator.bucketName,
  region: emulator.regionId,
  endpoint: emulator.ossEndpoint,
  credentials: emulator,
});
const transfer = new ImageTransfer(photos, bucket, { prefix: 'spring', state: join(work, 'state') });
for await (const { status, source, key, issues } of transfer)
  console.log(status, source, key, ...issues.map(({ code }) => code));
console.log(transfer.summary); // listed = sent + present + refused + failed + leftOut
bucket.close();
await rm(work, { recursive: true });
