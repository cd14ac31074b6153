/** A worker that sends one image after the other, so that the latency of the store is what takes the time. */
import { FolderStore } from 'imagesearch-import';
import { startWorker } from 'imagesearch-import/distributed';

const { stateFolder, ...options } = JSON.parse(process.argv[2]);
const state = { store: new FolderStore(stateFolder), prefix: 'state' };
await startWorker({ ...options, state, concurrency: 1, onShard: () => process.stdout.write('shard\n') });
process.stdout.write('ready\n');
