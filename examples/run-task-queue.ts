/** A catalogue too large for one file: parts, each in its own folder, one batch task after the other, through crashes. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BatchTaskClient, MetaFileBuilder, OssStore, queueFile, TaskQueue } from 'imagesearch-import';
import { startEmulator } from 'imagesearch-import/emulator';

await using emulator = await startEmulator();
const { regionId: region, bucketName: bucket } = emulator;
const credentials = emulator; // it has an accessKeyId and an accessKeySecret
const store = new OssStore({ bucket, region, credentials, endpoint: emulator.ossEndpoint });

const parts = [];
for (const [n, productId] of ['1000', '1001', '1002'].entries()) {
  const builder = new MetaFileBuilder();
  builder.delete({ productId });
  const { etag } = await store.put(`part-${n}/increment.meta`, Buffer.from(builder.toString()));
  parts.push({ address: `oss://${bucket}/part-${n}`, etag });
}

const tasks = new BatchTaskClient({
  region,
  instance: emulator.instanceName,
  credentials,
  endpoint: emulator.imageSearchEndpoint,
});
const dir = await mkdtemp(join(tmpdir(), 'queue-'));
const storage = queueFile(join(dir, 'catalogue.queue')); // keep it where it survives

const queue = await TaskQueue.open({ tasks, storage, store }); // after a crash: what was queued, as far as it came
await queue.add(parts); // and these are not queued twice
for await (const { file, state } of queue.run({ signal: AbortSignal.timeout(60_000) }))
  console.log(file.address, 'task', state.ref.id, state.status);

store.close();
await queue.close();
await rm(dir, { recursive: true });
