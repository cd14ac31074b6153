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

/** V8 collects garbage early, so that the peak shows what the work needs: without, its young generation grows once. */
const LEAN = ['--optimize-for-size'];

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
  const run =
    (objects: number, flags: readonly string[] = []) =>
    () =>
      inWorker('images.worker.mjs', { work: 'objects', images, objects, emulator: reach }, objects, flags);
  const middle = await interleaved(ROUNDS, {
    few: run(FEW),
    many: run(MANY),
    fewLean: run(FEW, LEAN),
    manyLean: run(MANY, LEAN),
  });
  yield {
    name: `peak memory of checking ${MANY} objects, node --optimize-for-size (at most 1.2)`,
    value: middle('manyLean', 'peakMb'),
    unit: 'MB',
    against: { name: `of ${FEW} objects`, value: middle('fewLean', 'peakMb') },
  };
  yield {
    name: `peak memory of checking ${MANY} objects, node without flags`,
    value: middle('many', 'peakMb'),
    unit: 'MB',
    against: { name: `of ${FEW} objects`, value: middle('few', 'peakMb') },
  };
}
