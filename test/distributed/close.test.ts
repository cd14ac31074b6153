import { expect, it } from 'vitest';
import { runOnBullMq } from '../../src/distributed/index.ts';
import { importAndCollect, quickEmulator } from '../flow/import-test-bed.ts';
import { rejection } from '../support/failure.ts';
import { QUEUE_SERVERS } from '../support/queue-servers.ts';
import { DistributedBed } from './distributed-bed.ts';

it.each(Object.entries(QUEUE_SERVERS))(
  'a worker and a coordinator end when they are told to, while their %s is away',
  async (_, start) => {
    await using emulator = await quickEmulator();
    const server = await start();
    await using bed = await DistributedBed.open(emulator, server.connection, 4);
    const stop = new AbortController();
    const reason = new Error('stopped');
    const worker = await bed.worker({ queue: 'idle' });
    let ended: Promise<unknown> = Promise.resolve();
    await new Promise<void>((onNoWorkers) => {
      const run = runOnBullMq({ connection: server.connection, onNoWorkers: () => onNoWorkers() });
      ended = rejection(importAndCollect(bed.rows(4), bed.importOptions({ run, signal: stop.signal })));
    });
    await server[Symbol.asyncDispose]();
    await worker.close();
    stop.abort(reason);
    expect(await ended).toBe(reason);
  },
);
