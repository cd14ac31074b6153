// Brings a queue through an emulator in this process, kept in a file or nowhere; prints what it took.
import { writeFileSync } from 'node:fs';
import { BatchTaskClient, MetaFileBuilder, OssStore, queueFile, TaskQueue } from 'imagesearch-import';
import { startEmulator } from 'imagesearch-import/emulator';
import { input, measure } from './measure.mjs';

/** So many at a time: the list of tasks, which is read before each submit, begins anew with them. */
const BATCH = 25;
const FAST = 100_000; // requests a second

const { files, path, entriesPath } = input;

await measure({
  file: async () => {
    const { done, entries } = await runQueue(queueFile(path));
    writeFileSync(entriesPath, JSON.stringify(entries));
    return { done };
  },
  nothing: () => runQueue({ load: async () => undefined, append: async () => {} }),
});

async function runQueue(storage) {
  const emulator = await startEmulator({ rates: 'off', taskDurationMs: 0 });
  const { regionId: region, bucketName: bucket } = emulator;
  const store = new OssStore({ region, bucket, credentials: emulator, endpoint: emulator.ossEndpoint });
  const tasks = new BatchTaskClient({
    region,
    instance: emulator.instanceName,
    credentials: emulator,
    endpoint: emulator.imageSearchEndpoint,
    requestsPerSecond: { IncreaseInstance: FAST, IncreaseList: FAST },
  });
  const meta = Buffer.from(new MetaFileBuilder().delete({ productId: '1' }).toString());
  const putBatch = async (first) => {
    emulator.reset();
    for (let n = first; n < Math.min(first + BATCH, files); n++)
      await store.put(`part-${n}/increment.meta`, meta);
  };

  const queue = await TaskQueue.open({ tasks, storage });
  await queue.add(Array.from({ length: files }, (_, n) => ({ address: `oss://${bucket}/part-${n}` })));
  await putBatch(0);
  let done = 0;
  for await (const { state } of queue.run({ delay: () => 2 })) {
    if (state.status !== 'SUCCESS') throw new Error(`Task ${done} is ${state.status}`);
    done += 1;
    if (done % BATCH === 0) await putBatch(done);
  }
  store.close();
  await queue.close();
  await emulator.close();
  return { done, entries: queue.entries };
}
