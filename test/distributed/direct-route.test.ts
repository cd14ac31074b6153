import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CallPermits } from '../../src/distributed/call-permits.ts';
import { openBackend } from '../../src/distributed/queue-backend.ts';
import type { Emulator } from '../../src/emulator/index.ts';
import type { ImportOptions } from '../../src/index.ts';
import { importAndCollect, quickEmulator } from '../flow/import-test-bed.ts';
import { QUEUE_SERVERS, type QueueServer } from '../support/queue-servers.ts';
import { DistributedBed, type Said } from './distributed-bed.ts';

/** Calls of AddImage: when each came, and for which product. */
const calls: { readonly at: number; readonly productId: string }[] = [];
let emulator: Emulator;
beforeAll(async () => {
  emulator = await quickEmulator({
    failImage: ({ productId }) => {
      calls.push({ at: performance.now(), productId });
      return undefined;
    },
  });
});
afterAll(() => emulator.close());

it.skipIf('Redis' in QUEUE_SERVERS)(
  'direct imports with workers are not tested as redis-server is not installed',
  () => {},
);

describe.each(Object.entries(QUEUE_SERVERS))('a direct import whose workers are on %s', (_, start) => {
  let server: QueueServer;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const open = (images: number) => DistributedBed.open(emulator, server.connection, images);
  const direct = (bed: DistributedBed, addsPerSecond: number): ImportOptions => {
    const {
      to: _,
      ossEndpoint: __,
      ...options
    } = bed.importOptions() as ImportOptions & { ossEndpoint?: string };
    return { ...options, route: 'direct', requestsPerSecond: { AddImage: addsPerSecond } } as ImportOptions;
  };
  const callsOf = (from: number) => calls.slice(from);

  // By the machine's clock: a machine that is busy delivers a call late, and the next ones then come too close.
  it('makes no more calls than the instance allows in any second, by however many workers', {
    retry: 2,
  }, async () => {
    const [perSecond, lateMs] = [2, 250];
    await using bed = await open(9);
    const from = calls.length;
    const workers = await Promise.all([bed.worker(), bed.worker(), bed.worker()]);
    try {
      const options = { ...direct(bed, perSecond), linesPerTask: 3 };
      const { summary } = await importAndCollect(bed.rows(9), options);
      expect(summary).toMatchObject({ supplied: 9, succeeded: 9, tasks: 0, route: { route: 'direct' } });
    } finally {
      await Promise.all(workers.map((worker) => worker.close()));
    }
    const times = callsOf(from).map(({ at }) => at);
    expect(times).toHaveLength(9);
    const spans = times.slice(perSecond).map((at, n) => at - (times[n] as number));
    expect(Math.min(...spans)).toBeGreaterThan(1_000 - lateMs);
    expect(bed.inGallery()).toHaveLength(9);
  });

  it('makes a call that must follow one of another shard after that, while several workers are at work', async () => {
    await using bed = await open(8);
    const options = { ...direct(bed, 10), linesPerTask: 4, allowProductDeletes: true };
    const rows = bed.rows(8);
    const first = rows[0] as (typeof rows)[number];
    const workers = await Promise.all([bed.worker({ concurrency: 1 }), bed.worker({ concurrency: 1 })]);
    try {
      const catalogue = [
        ...rows.slice(1, 4),
        { operationType: 'DELETE', productId: first.productId } as const, // the last of the first shard
        first, // the first of the second
        ...rows.slice(4, 7),
      ];
      const { summary } = await importAndCollect(catalogue, options);
      expect(summary).toMatchObject({ supplied: 8, succeeded: 8 });
      expect(bed.inGallery()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    } finally {
      await Promise.all(workers.map((worker) => worker.close()));
    }
  });

  it('repeats few calls when a worker is killed, and counts each entry once', async () => {
    await using bed = await open(40);
    const from = calls.length;
    let killed: ChildProcess | undefined;
    const killOnce = (said: Said, child: ChildProcess) => {
      if (said.stage !== 'going on' || killed !== undefined) return;
      killed = child;
      child.kill('SIGKILL');
    };
    await bed.workerProcess({}, killOnce);
    const importing = importAndCollect(bed.rows(40), { ...direct(bed, 20), linesPerTask: 40 });
    await expect.poll(() => killed, { timeout: 30_000 }).toBeDefined();
    await bed.workerProcess();
    const { summary, outcomes } = await importing;
    expect(summary).toMatchObject({ supplied: 40, succeeded: 40, failed: 0 });
    expect(outcomes.map(({ place }) => place.line)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
    expect(bed.inGallery()).toHaveLength(40);
    const [part, concurrency] = [8, 8];
    expect(callsOf(from).length).toBeLessThan(40 + part + concurrency);
  });

  it('takes the permit for a call from a worker that was lost with it', async () => {
    const backend = await openBackend(server.connection);
    const call = {
      ...{ location: 'cn-test', instance: 'lost' },
      operation: 'AddImage',
      perSecond: 100,
    } as const;
    const lostAfterMs = 500;
    await using lost = new CallPermits(backend, { lostAfterMs });
    await lost.turns(async () => {})(call, undefined); // and never sent
    await using other = new CallPermits(backend, { lostAfterMs });
    const turn = await other.turns(async () => {})(call, undefined);
    turn.sent();
  });

  it('gives the permit to the next when a call must not be made any more', async () => {
    const backend = await openBackend(server.connection);
    const call = {
      ...{ location: 'cn-test', instance: 'taken' },
      operation: 'AddImage',
      perSecond: 100,
    } as const;
    await using permits = new CallPermits(backend);
    const reason = new Error('Another worker has the shard now');
    await expect(permits.turns(() => Promise.reject(reason))(call, undefined)).rejects.toBe(reason);
    const turn = await permits.turns(async () => {})(call, undefined);
    turn.sent();
  });
});
