import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { parse } from 'csv-parse';
import {
  type EntryOutcome,
  FolderStore,
  ImageSearchClient,
  ImageValidator,
  importCatalogue,
  MetaFileBuilder,
  type MetaRecord,
} from 'imagesearch-import';
import { startEmulator } from 'imagesearch-import/emulator';
import sharp from 'sharp';

/**
 * What the examples of docstrings take for granted: an account, which is the emulator's, clients of it, and a folder
 * with a catalogue and its images. An example can use each of these values, or give its name to one of its own.
 */
export async function openScene() {
  const emulator = await startEmulator({
    ...{ instanceName: 'shop', bucketName: 'my-bucket', buckets: { bucket: 'cn-shanghai' } },
    ...{ rates: 'off', taskDurationMs: 0 },
  });
  const { regionId: region, instanceName: instance, imageSearchEndpoint: endpoint, ossEndpoint } = emulator;
  const account = {
    both: { region, instance, endpoint, ossEndpoint, credentials: emulator },
    imageSearch: { region, instance, endpoint, credentials: emulator },
    oss: { region, endpoint: ossEndpoint, credentials: emulator },
  };
  const client = new ImageSearchClient({ ...account.both, bucket: 'my-bucket' });
  const { gallery, tasks, store } = client;
  const picture = await sharp({ create: { width: 300, height: 300, channels: 3, background: 'teal' } })
    .jpeg()
    .toBuffer();
  for (const folder of ['images', 'photos', 'out/1']) await mkdir(folder, { recursive: true });
  for (const name of ['images/1001.jpg', 'photos/1001.jpg', 'photos/1001-front.jpg', 'photos/shoe.jpg'])
    await writeFile(name, picture);
  await writeFile('photos/1001.heic', picture);
  await sharp(picture).avif().toFile('photos/1001.avif');
  await writeFile('shop.csv', 'ProductId,Image\n1001,1001.jpg\n');
  await writeFile('urls.txt', 'https://shop.example/1001.jpg\n');
  const records: readonly MetaRecord[] = [{ operationType: 'ADD', productId: '1001', picName: '1001.jpg' }];
  const builder = new MetaFileBuilder();
  await builder.writeTo('increment.meta', { records });
  for (const folder of ['spring', 'bucket']) await store.put(`${folder}/1001.jpg`, picture);
  await builder.writeTo({ store, key: 'spring/increment.meta' }, { records });
  const options = { ...account.both, images: 'images', to: 'oss://my-bucket/spring' };
  await importCatalogue('shop.csv', { ...options, to: 'oss://bucket/shop', state: 'shop.state' });
  const ref = await tasks.submit('oss://my-bucket/spring');
  const state = await tasks.wait(ref);
  const { etag } = (await store.head('spring/increment.meta')) ?? { etag: '' };
  return {
    ...{ region, instance, bucket: 'my-bucket', account },
    ...{ client, gallery, tasks, store, builder, records, ref, state },
    source: new FolderStore('images'),
    images: ['images/1001.jpg'],
    searched: [{ productId: '1001', picName: '1001.jpg', picture: 'photos/1001.jpg' }],
    ...{ emulator, validator: new ImageValidator({ serviceType: 'product' }), sources: ['images/1001.jpg'] },
    ...{
      to: 'oss://my-bucket/spring',
      catalogue: 'shop.csv',
      bytes: picture,
      etag,
      parts: [{ folder: 'oss://my-bucket/spring', etag }],
    },
    ...{ assert, createHash, createReadStream, parse, shop: store, reports: store },
    file: new File([await readFile('increment.meta')], 'increment.meta'),
    stream: new Blob([await readFile('increment.meta')]).stream(),
    ...{ keys: { accessKeyId: 'key', secretAccessKey: 'secret' }, accountKey: 'a2V5' },
    connectionString: 'DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=a2V5',
    report: async (...told: readonly unknown[]) => void told,
    options,
    importing: [] as readonly EntryOutcome[],
    input: { productId: '1001' } as unknown,
    token: 'a-token-of-more-than-thirty-two-characters',
    signal: new AbortController().signal,
    [Symbol.asyncDispose]: () => emulator.close(),
  };
}

export type Scene = Awaited<ReturnType<typeof openScene>>;
