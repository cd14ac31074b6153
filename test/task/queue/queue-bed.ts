import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { Emulator } from '../../../src/emulator/index.ts';
import type { BatchTaskClient, QueuedFile, SavedQueue, TaskQueueOptions } from '../../../src/index.ts';
import { queueFile } from '../../../src/task/queue/queue-memory.ts';
import { TaskQueue } from '../../../src/task/queue/task-queue.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { listData } from '../../support/rpc-call.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { putFolder, tasksOf } from '../../support/test-bed.ts';

export const folderOf = (name: string) => `oss://emulated-bucket/${name}`;
export const FILES: QueuedFile[] = ['spring', 'summer', 'autumn'].map((name) => ({ folder: folderOf(name) }));
export const power = new Error('the power went');

/** For each test an emulator with a folder for each of FILES, and a place for a queue. */
export function queueBed() {
  let emulator: Emulator;
  let folder: string;
  let tasks: BatchTaskClient;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'task-queue-'));
    emulator = await startEmulator({ taskDurationMs: 0 });
    for (const name of ['spring', 'summer', 'autumn']) await putFolder(emulator, name);
    tasks = tasksOf(emulator);
  });
  afterEach(async () => {
    await emulator.close();
    await rm(folder, { recursive: true });
  });
  const bed = {
    get emulator() {
      return emulator;
    },
    get folder() {
      return folder;
    },
    get path() {
      return join(folder, 'queue.json');
    },
    open: (options: Partial<TaskQueueOptions> = {}) =>
      TaskQueue.open({
        tasks,
        memory: queueFile(bed.path),
        clock: new FakeClock({ auto: true }),
        ...options,
      }),
    /** The paths of the tasks that there were, oldest first. */
    submitted: async () =>
      (await listData(emulator, { PageSize: '500' })).Increments.Instance.map(
        ({ Path }) => Path,
      ).toReversed(),
    saved: async () => JSON.parse(await readFile(bed.path, 'utf8')) as SavedQueue,
  };
  return bed;
}
