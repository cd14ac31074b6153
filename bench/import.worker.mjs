// Imports a catalogue, or only uploads its images and runs its tasks, in a process of its own; prints what it took.
import { readFileSync } from 'node:fs';
import OSS from 'ali-oss';
import { BatchTaskClient, importCatalogue, MetaFileBuilder } from 'imagesearch-import';
import { input, measure } from './measure.mjs';

const { catalogue, images, emulator, options } = input;
const { bucketName: bucket, imageSearchEndpoint: endpoint, ossEndpoint, regionId: region } = emulator;
const { instanceName: instance, accessKeyId, accessKeySecret } = emulator;
const credentials = { accessKeyId, accessKeySecret };
const to = `oss://${bucket}/bench`;

/** As an import has them, unless told. */
const CONCURRENCY = 8;
const LINES_PER_TASK = 10_000;

await measure({
  async import() {
    const { succeeded } = await importCatalogue(catalogue, {
      ...{ images, to, region, instance, endpoint, ossEndpoint, credentials },
      ...options,
    });
    return { done: succeeded };
  },

  async bare() {
    const oss = new OSS({
      ...{ ...credentials, bucket, region: `oss-${region}`, endpoint: ossEndpoint },
      ...{ authorizationV4: true, sldEnable: true }, // bucket.localhost does not resolve
    });
    const [, ...rows] = readFileSync(catalogue, 'utf8').trimEnd().split('\n');
    const names = rows.map((row) => row.split(',')[1]);
    const left = names.values();
    const uploadAll = async () => {
      for (const name of left) await oss.put(`bench/${name}`, `${images}/${name}`);
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, uploadAll));
    const tasks = new BatchTaskClient({ region, instance, endpoint, credentials });
    for (let first = 0; first < names.length; first += LINES_PER_TASK) {
      const meta = new MetaFileBuilder();
      for (const picName of names.slice(first, first + LINES_PER_TASK))
        meta.add({ productId: picName, picName });
      await oss.put('bench/increment.meta', Buffer.from(meta.toString()));
      await tasks.wait(await tasks.submit(to));
    }
    return { done: names.length };
  },
});
