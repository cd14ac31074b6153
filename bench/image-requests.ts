import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { ImageValidator, OssStore, storedImage } from 'imagesearch-import';
import { startEmulator } from 'imagesearch-import/emulator';
import type { Figure } from './figure.ts';
import { imageSets } from './image-files.ts';
import { startMeter } from './meter.ts';
import { temporaryFolder } from './temporary-folder.ts';

const KIB = 1024;

/** How many requests and bytes it takes to check an image in OSS, against the one request that is the least. */
export async function* benchImageRequests(): AsyncGenerator<Figure, void, void> {
  await using folder = await temporaryFolder();
  await using emulator = await startEmulator();
  await using meter = await startMeter(emulator.ossEndpoint);
  const { bucketName: bucket, regionId: region } = emulator;
  const store = new OssStore({ bucket, region, endpoint: meter.endpoint, credentials: emulator });
  const validator = new ImageValidator();
  for (const { name, paths } of await imageSets(folder)) {
    const taken: { requests: number; bytes: number }[] = [];
    for (const [i, path] of paths.entries()) {
      const key = `${i}/${basename(path)}`;
      await store.put(key, await readFile(path));
      meter.reset();
      await validator.validate(storedImage(store, key));
      taken.push({ requests: meter.requests, bytes: meter.bytes });
    }
    const mean = (of: 'requests' | 'bytes') =>
      taken.reduce((sum, { [of]: value }) => sum + value, 0) / taken.length;
    const least = { name: 'the least possible', value: 1 };
    yield {
      name: `requests of ${paths.length} ${name} in OSS, mean (at most 1.1)`,
      value: mean('requests'),
      unit: 'requests',
      against: least,
    };
    yield {
      name: `requests of ${name} in OSS, worst (at most 5)`,
      value: Math.max(...taken.map(({ requests }) => requests)),
      unit: 'requests',
      against: least,
    };
    yield {
      name: `bytes of ${name} in OSS, mean (at most 1)`,
      value: Math.round((mean('bytes') / KIB) * 10) / 10,
      unit: 'KiB',
      against: { name: '30 KB', value: Math.round((30_000 / KIB) * 10) / 10 },
    };
  }
  store.close();
}
