import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../../samples/make-images.ts';
import type { Emulator, FaultRule } from '../../../src/emulator/index.ts';
import type { QueuedFile, QueueRecord } from '../../../src/index.ts';
import { isImageSearchError } from '../../../src/shared/errors/image-search-error.ts';
import { OssStore } from '../../../src/storage/oss-store.ts';
import { TaskQueue } from '../../../src/task/queue/task-queue.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import {
  FAULT_TABLE,
  READ_TIMEOUT_MS,
  randomFaults,
  type StruckOperation,
} from '../../support/fault-table.ts';
import { listData } from '../../support/rpc-call.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { line, type Objects, putObjects, tasksOf } from '../../support/test-bed.ts';

/** In the long mode, all that the promise names. */
const RUNS = process.env['MODE'] === 'long' ? 1_000 : 150;

const NAMES = ['spring', 'summer', 'autumn'];
const metaKey = (name: string) => `${name}/increment.meta`;
const metaOf = (name: string) =>
  line({ ProductId: name }) + line({ ProductId: 'P2', PicName: 'missing.jpg' });
const etagOf = (text: string) => createHash('md5').update(text).digest('hex').toUpperCase();

const OPERATIONS: readonly StruckOperation[] = [
  { service: 'imageSearch', operation: 'IncreaseInstance' },
  { service: 'imageSearch', operation: 'IncreaseList' },
  { service: 'oss', operation: 'PutObject' },
  { service: 'oss', operation: 'HeadObject' },
  { service: 'oss', operation: 'GetObject' }, // the files of failures
];

let emulator: Emulator;
let images: Objects;
beforeAll(async () => {
  emulator = await startEmulator({ taskDurationMs: 0 });
  const image = await makeImage({ format: 'jpeg', width: 120, height: 100 });
  images = Object.fromEntries(NAMES.map((name) => [`${name}/a.jpg`, image]));
});
afterAll(() => emulator.close());

/** Every file through its task and every failure read, begun anew whenever something that may pass has ended it. */
async function importAll(): Promise<readonly string[]> {
  const kept: QueueRecord[] = [];
  const { bucketName: bucket, regionId: region, ossEndpoint: endpoint } = emulator;
  const clock = new FakeClock({ auto: true });
  const store = new OssStore({
    bucket,
    region,
    endpoint,
    credentials: emulator,
    timeoutMs: READ_TIMEOUT_MS,
    clock,
  });
  const failures: string[] = [];
  for (let attempts = 1; ; attempts++) {
    const tasks = tasksOf(emulator, { clock, readTimeoutMs: READ_TIMEOUT_MS });
    const storage = {
      load: async () => structuredClone(kept),
      append: async (records: readonly QueueRecord[]) => {
        kept.push(...structuredClone(records));
      },
    };
    const prepare = (
      { address: folder }: QueuedFile,
      options: { readonly signal: AbortSignal | undefined },
    ) => {
      const name = folder.split('/').at(-1) ?? '';
      return store.put(metaKey(name), Buffer.from(metaOf(name)), options);
    };
    const queue = await TaskQueue.open({ tasks, storage, store, beforeSubmit: prepare, clock });
    await queue.add(
      NAMES.map((name) => ({ address: `oss://${bucket}/${name}`, etag: etagOf(metaOf(name)) })),
    );
    try {
      for await (const { file, state } of queue.run()) {
        const found: string[] = [];
        for await (const { line: number, code } of tasks.failures(state))
          found.push(`${file.id} ${number} ${code}`);
        failures.push(...found);
      }
      store.close();
      return failures;
    } catch (error) {
      if (!isImageSearchError(error) || attempts === 20) throw error;
    }
  }
}

async function expectOnce(rules: readonly FaultRule[]): Promise<void> {
  emulator.reset();
  await putObjects(emulator, images);
  const handles = rules.map((rule) => emulator.addFault(rule));
  const failures = await importAll();
  for (const handle of handles) handle.remove();
  const { Increments } = await listData(emulator, { PageSize: '100' });
  expect(Increments.Instance.map(({ Path }) => Path).toReversed()).toEqual(NAMES.map((name) => `/${name}`));
  expect(failures).toEqual(NAMES.map((name) => `oss://${emulator.bucketName}/${name} 2 PicNotExist`));
  expect(emulator.gallery().map(({ ProductId }) => ProductId)).toEqual(NAMES);
}

describe('TaskQueue', () => {
  const table = OPERATIONS.flatMap((operation) =>
    FAULT_TABLE.map((kind) => ({ ...operation, ...kind, times: 2 })),
  );
  it.each(table)(
    'loses nothing and submits nothing twice when $operation meets $kind (work done: $workDone)',
    async (rule) => {
      await expectOnce([rule]);
    },
  );

  it(
    `loses nothing and submits nothing twice in ${RUNS} runs with faults at random places`,
    async () => {
      for (let seed = 1; seed <= RUNS; seed++) {
        const rules = randomFaults(seed, OPERATIONS);
        await expectOnce(rules).catch((error) => {
          throw new Error(`Seed ${seed}: ${JSON.stringify(rules)}`, { cause: error });
        });
      }
    },
    30_000 + RUNS * 5_000,
  );
});
