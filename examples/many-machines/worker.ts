/** A worker, as many as you like on any machine: everything comes from the environment, credentials too. */
import { startWorker } from 'imagesearch-import/distributed';

const NEEDED = ['QUEUE', 'STATE', 'IMAGESEARCH_REGION'] as const;
const missing = NEEDED.filter((name) => !process.env[name]);
if (missing.length > 0) {
  console.error(`Cannot work as ${missing.join(', ')} must be set`);
  process.exit(2);
}
const [connection = '', state = '', region = ''] = NEEDED.map((name) => process.env[name]);
const { IMAGESEARCH_OSS_ENDPOINT: endpoint, NAME: name, LOCK_MS } = process.env; // endpoint: else that of the region

const worker = await startWorker({
  ...{ connection, state, name, oss: { region, endpoint } },
  lockMs: LOCK_MS === undefined ? undefined : Number(LOCK_MS),
  onShard: ({ shard, stage, rows, error = '' }) =>
    console.log(`${worker.name}: shard ${shard} ${stage}, ${rows} entries ${error}`.trimEnd()),
});
console.log(`${worker.name}: takes shards of ${worker.queue}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void worker.close());
