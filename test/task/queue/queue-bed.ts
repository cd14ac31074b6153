import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { Emulator } from '../../../src/emulator/index.ts';
import type { BatchTaskClient, QueuedFile, QueueEntry, TaskQueueOptions } from '../../../src/index.ts';
import { queueFile } from '../../../src/task/queue/queue-file.ts';
import { type QueueHead, replayQueue } from '../../../src/task/queue/queue-record.ts';
import { TaskQueue } from '../../../src/task/queue/task-queue.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { listData } from '../../support/rpc-call.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { putFolder, tasksOf } from '../../support/test-bed.ts';

export const folderOf = (name: string) => `oss://emulated-bucket/${name}`;
export const FILES: QueuedFile[] = ['spring', 'summer', 'autumn'].map((name) => ({
  address: folderOf(name),
}));
export const power = new Error('the power went');

/** For each test an emulator with a folder for each of FILES, and a place for a queue. */
export function queueBed() {
  let emulator: Emulator;
  let folder: string;
  let tasks: BatchTaskClient;
  const opened: TaskQueueOptions['storage'][] = [];
  const open = (options: Partial<TaskQueueOptions> = {}) => {
    const storage = queueFile(bed.path);
    opened.push(storage);
    return TaskQueue.open({ tasks, storage, clock: new FakeClock({ auto: true }), ...options });
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'task-queue-'));
    emulator = await startEmulator({ taskDurationMs: 0 });
    for (const name of ['spring', 'summer', 'autumn']) await putFolder(emulator, name);
    tasks = tasksOf(emulator);
  });
  afterEach(async () => {
    for (const storage of opened.splice(0)) await storage.close?.();
    await emulator.close();
    await rm(folder, { recursive: true });
  });
  const bed = {
    get emulator() {
      return emulator;
    },
    get tasks() {
      return tasks;
    },
    get folder() {
      return folder;
    },
    get path() {
      return join(folder, 'queue.json');
    },
    /** A queue of a new process: the one that had the file before is dead. */
    open: async (options: Partial<TaskQueueOptions> = {}) => {
      for (const storage of opened.splice(0)) await storage.close?.();
      return await open(options);
    },
    /** A queue of another machine that has the same disk, and knows nothing of the processes of this one. */
    openElsewhere: async () => {
      for (const name of await readdir(folder)) if (name.includes('.lock.')) await rm(join(folder, name));
      return await open();
    },
    /** The paths of the tasks that there were, oldest first. */
    submitted: async () =>
      (await listData(emulator, { PageSize: '500' })).Increments.Instance.map(
        ({ Path }) => Path,
      ).toReversed(),
    /** The entries that are in the file. */
    saved: async (): Promise<readonly QueueEntry[]> => {
      const [_, ...lines] = (await readFile(bed.path, 'utf8')).trimEnd().split('\n');
      const records = lines.map((line) => JSON.parse(line).record);
      return [...replayQueue(records, records[0] as QueueHead).values()];
    },
  };
  return bed;
}
