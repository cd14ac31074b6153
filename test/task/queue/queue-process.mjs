/** A process that runs a queue to its end, to be killed on the way. It knows no more than what is in its file. */
import { setTimeout as sleep } from 'node:timers/promises';
import { BatchTaskClient, queueFile, TaskQueue } from '../../../dist/index.js';

const { connection, path, folders, timesFaster } = JSON.parse(process.argv[2]);

const started = Date.now();
const clock = {
  now: () => started + (Date.now() - started) * timesFaster,
  sleep: (ms, signal) => sleep(ms / timesFaster, undefined, { signal }),
};
const tasks = new BatchTaskClient({ ...connection, clock });
const queue = await TaskQueue.open({ tasks, storage: queueFile(path), clock });
await queue.add(folders.map((folder) => ({ folder })));
for await (const { file, state } of queue.run()) console.log(`${file.folder} ${state.status}`);
