/** How your own code takes it when an answer is lost: the emulator loses one, and tells what was done all the same. */
import assert from 'node:assert/strict';
import { BatchTaskClient } from 'imagesearch-import';
import { startEmulator } from 'imagesearch-import/emulator';

await using emulator = await startEmulator({
  faults: [{ kind: 'unavailable', operation: 'IncreaseList', times: 2 }],
});
const lost = emulator.addFault({ kind: 'lost', operation: 'IncreaseInstance' });
const tasks = new BatchTaskClient({
  region: emulator.regionId,
  instance: emulator.instanceName,
  endpoint: emulator.imageSearchEndpoint,
  credentials: emulator, // it has an accessKeyId and an accessKeySecret
});

const ref = await tasks.submit(`oss://${emulator.bucketName}/spring`); // the code to be tested

const started: string[] = [];
for await (const task of tasks.list()) started.push(task.ref.id);
assert.equal(lost.hits, 1, 'the answer was lost');
assert.deepEqual(started, [ref.id], 'and the task was not started twice');
console.log(`task ${ref.id} was started once, though its answer was lost`);
