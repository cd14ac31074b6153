/** Uploads files into a bucket, bounded and in order, with a digest on every request. */
import { OssStore, uploadImages } from 'imagesearch-import';
import { startEmulator } from 'imagesearch-import/emulator';

await using emulator = await startEmulator();
const store = new OssStore({
  bucket: emulator.bucketName,
  region: emulator.regionId,
  endpoint: emulator.ossEndpoint,
  credentials: emulator,
});
const uploads = ['red', 'green', 'blue'].map((name) => ({
  source: Buffer.from(name),
  key: `spring/${name}.jpg`,
}));
for await (const { upload, stored, issue } of uploadImages(store, uploads, { concurrency: 2 })) {
  console.log(upload.key, stored?.etag ?? issue?.message);
}
for await (const { key, bytes } of store.list('spring/')) console.log(`${store.name}/${key}`, bytes);
store.close();
