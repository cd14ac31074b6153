/** One batch task: submitted, watched to its end, its failures read. */
import { ImageSearchClient, MetaFileBuilder, retryPlan } from 'imagesearch-import';
import { startEmulator } from 'imagesearch-import/emulator';

await using emulator = await startEmulator();
await using client = new ImageSearchClient({
  region: emulator.regionId,
  instance: emulator.instanceName,
  bucket: emulator.bucketName,
  credentials: emulator, // it has an accessKeyId and an accessKeySecret
  endpoint: emulator.imageSearchEndpoint,
  ossEndpoint: emulator.ossEndpoint,
});
const { tasks, store } = client;

const builder = new MetaFileBuilder();
builder.add({ productId: '1000', picName: 'not-uploaded.jpg', customContent: 'k:v' });
const meta = builder.toString();
const { etag } = await store.put('spring/increment.meta', Buffer.from(meta));

const ref = await tasks.submit(`oss://${emulator.bucketName}/spring`, { store, etag });
console.log('saved for another process:', JSON.stringify(ref));

const state = await tasks.wait(ref, { signal: AbortSignal.timeout(60_000) });
console.log(state.status, state.message);
const { retry, repair, giveUp } = await retryPlan(tasks.failures(state, { meta }));
for (const { line, record, code, advice } of [...retry, ...repair, ...giveUp])
  console.log(`line ${line}: ${record?.productId} ${record?.picName} ${code}: ${advice}`);
