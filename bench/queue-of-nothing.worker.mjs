/** A worker that takes shards and does nothing with them. */
import { Worker } from 'bullmq';

const connection = { url: process.argv[2], maxRetriesPerRequest: null };
const worker = new Worker('nothing', async () => ({ rows: 0 }), { connection, concurrency: 16 });
await worker.waitUntilReady();
process.stdout.write('ready\n');
