/**
 * A process that runs a queue, to be killed on the way. It knows no more than what is in its file. After each file it waits for a
 * line on standard input, as long as that is open, so that it can never be over before it is killed.
 */
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { BatchTaskClient, queueFile, TaskQueue } from '../../../dist/index.js';

const { connection, path, addresses, timesFaster } = JSON.parse(process.argv[2]);

const started = Date.now();
const clock = {
  now: () => started + (Date.now() - started) * timesFaster,
  sleep: (ms, signal) => sleep(ms / timesFaster, undefined, { signal }),
};
const tasks = new BatchTaskClient({ ...connection, clock });
const queue = await TaskQueue.open({ tasks, storage: queueFile(path), clock });
await queue.add(addresses.map((address) => ({ address })));
const goOn = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
for await (const { file, state } of queue.run()) {
  console.log(`${file.address} ${state.status}`);
  await goOn.next();
}
process.stdin.destroy();
