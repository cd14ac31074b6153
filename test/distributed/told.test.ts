import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { progressText } from '../../src/cli/progress/progress-text.ts';
import { importStatus, runOnBullMq, type ShardWorker } from '../../src/distributed/index.ts';
import type { Emulator } from '../../src/emulator/index.ts';
import type { ImportProgress } from '../../src/index.ts';
import { importAndCollect, quickEmulator } from '../flow/import-test-bed.ts';
import { QUEUE_SERVERS, type QueueServer } from '../support/queue-servers.ts';
import { DistributedBed } from './distributed-bed.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await quickEmulator();
});
afterAll(() => emulator.close());

const KILLED = { id: 'a', host: 'night', pid: 22_215, leaseMs: 1_000, renewals: 3 };
const LEASE = 'state/lease/00000001.json';

describe.each(Object.entries(QUEUE_SERVERS))('an import on %s', (_, start) => {
  let server: QueueServer;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('tells that no worker is connected, and goes on with one that comes', async () => {
    await using bed = await DistributedBed.open(emulator, server.connection, 4);
    const told: string[] = [];
    let worker: Promise<ShardWorker> | undefined;
    const onNoWorkers = (queue: string) => {
      told.push(queue);
      worker ??= bed.worker();
      throw new Error('not heard');
    };
    const run = runOnBullMq({ connection: server.connection, onNoWorkers });
    const { summary } = await importAndCollect(bed.rows(4), bed.importOptions({ run }));
    await using running = await (worker as unknown as Promise<ShardWorker>);
    expect(summary).toMatchObject({ succeeded: 4 });
    expect(told).toEqual([running.queue]);
    expect(running.hasImport).toBe(true);
  });

  it('is missed by a worker that comes first, or has another state', async () => {
    await using bed = await DistributedBed.open(emulator, server.connection, 1);
    await using worker = await bed.worker();
    expect(worker.hasImport).toBe(false);
    await bed.stateStore.put('state/journal.jsonl', Buffer.from('{}'));
    await expect(bed.worker()).rejects.toThrow(/has journal\.jsonl, the state of work on one machine/);
  });
});

it('an import tells for whom it waits and how long when its coordinator was killed', async () => {
  await using bed = await DistributedBed.open(emulator, 'redis://unused', 1);
  await bed.stateStore.put(LEASE, Buffer.from(JSON.stringify(KILLED)));
  const said: ImportProgress[] = [];
  const options = { ...bed.importOptions(), run: undefined };
  await importAndCollect(bed.rows(1), { ...options, onProgress: (now) => said.push(now) });
  const [first] = said;
  expect(first).toMatchObject({ stage: 'reading', silentProcess: { host: 'night', pid: 22_215 } });
  expect(progressText(first as ImportProgress).join('')).toBe(
    'Waiting for a sign of process 22215 on night, which had this import: taking it over in 2 s without one',
  );
  expect(said.find(({ silentProcess }) => silentProcess === undefined)?.stage).toBe('reading');
});

it('importStatus tells since when a coordinator is silent, and when its lease has run out', async () => {
  await using bed = await DistributedBed.open(emulator, 'redis://unused', 1);
  const state = { store: bed.stateStore, prefix: 'state' };
  for (const [leaseMs, isLost] of [
    [600_000, false],
    [0, true],
  ] as const) {
    await bed.stateStore.put(LEASE, Buffer.from(JSON.stringify({ ...KILLED, leaseMs })));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { coordinator } = await importStatus({ state });
    expect(coordinator).toMatchObject({ host: 'night', pid: 22_215, isLost });
    expect(coordinator?.silentMs).toBeGreaterThan(0);
  }
});
