import { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { runOnBullMq, type ShardWorker } from '../../src/distributed/index.ts';
import { importAndCollect, quickEmulator } from '../flow/import-test-bed.ts';
import { QUEUE_SERVERS, startRedis } from '../support/queue-servers.ts';
import { DistributedBed } from './distributed-bed.ts';

it.skipIf(!('Redis' in QUEUE_SERVERS))(
  'an import goes on when its Redis has evicted the list of jobs, and kept the jobs',
  async () => {
    await using emulator = await quickEmulator();
    await using server = await startRedis();
    await using bed = await DistributedBed.open(emulator, server.connection, 8);
    const redis = new Redis(server.connection);
    let worker: Promise<ShardWorker> | undefined;
    let lists = 0;
    const onNoWorkers = async (queue: string) => {
      lists += await redis.del(`bull:${queue}:wait`);
      worker = bed.worker();
    };
    const run = runOnBullMq({ connection: server.connection, onNoWorkers });
    const { summary } = await importAndCollect(bed.rows(8), bed.importOptions({ run }));
    await (await worker)?.close();
    redis.disconnect();
    expect([lists, summary]).toMatchObject([1, { supplied: 8, succeeded: 8, tasks: 2 }]);
  },
);
