import { OssStore } from 'imagesearch-import';
import { startEmulator } from 'imagesearch-import/emulator';
import { makeImage } from '../samples/make-images.ts';
import { inWorker } from './child.ts';
import type { Figure } from './figure.ts';
import { interleaved } from './rounds.ts';

const FEW = 1_000;
const MANY = 100_000;
const FORMATS = ['jpeg', 'png', 'webp', 'gif', 'bmp', 'tiff', 'ppm'] as const;
const ROUNDS = 3;

/** Memory while many objects in OSS are checked. */
export async function* benchImageMemory(): AsyncGenerator<Figure, void, void> {
  await using emulator = await startEmulator();
  const { bucketName: bucket, regionId: region, ossEndpoint: endpoint } = emulator;
  const store = new OssStore({ bucket, region, endpoint, credentials: emulator });
  const images: string[] = [];
  for (const format of FORMATS) {
    const key = `300.${format}`;
    await store.put(key, await makeImage({ format, width: 300, height: 250 }));
    images.push(key);
  }
  store.close();
  const { accessKeyId, accessKeySecret } = emulator;
  const reach = { bucketName: bucket, regionId: region, ossEndpoint: endpoint, accessKeyId, accessKeySecret };
  const run = (objects: number) => () =>
    inWorker('images.worker.mjs', { work: 'objects', images, objects, emulator: reach }, objects);
  const middle = await interleaved(ROUNDS, { few: run(FEW), many: run(MANY) });
  yield {
    name: `peak memory of checking ${MANY} objects (at most 1.2)`,
    value: middle('many', 'peakMb'),
    unit: 'MB',
    against: { name: `of ${FEW} objects`, value: middle('few', 'peakMb') },
  };
}
