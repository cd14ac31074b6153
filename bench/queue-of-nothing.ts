import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { runOnBullMq } from 'imagesearch-import/distributed';
import { startRedis } from '../test/support/queue-servers.ts';
import { type Figure, rounded } from './figure.ts';

const WORKER = fileURLToPath(new URL('./queue-of-nothing.worker.mjs', import.meta.url));

/** Shards of nothing through Redis: the seconds that 10,000 take, and the coordinator's memory against that of 1,000. */
export async function* benchQueueOfNothing(): AsyncGenerator<Figure, void, void> {
  await using redis = await startRedis();
  const worker = spawn(process.execPath, [WORKER, redis.connection], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await once(worker.stdout, 'data');
    await handOut(redis.connection, 1_000, 'first'); // code is compiled
    const few = await handOut(redis.connection, 1_000, 'few');
    const many = await handOut(redis.connection, 10_000, 'many');
    yield {
      ...{ name: '10,000 shards of nothing', value: rounded(many.seconds), unit: 's' },
      against: { name: 'at most', value: 30 },
    };
    yield {
      ...{ name: 'memory of the coordinator', value: rounded(many.bytes / 1e6), unit: 'MB' },
      against: { name: 'that of 1,000 shards', value: rounded(few.bytes / 1e6) },
    };
  } finally {
    await stop(worker);
  }
}

async function handOut(connection: string, count: number, name: string) {
  const run = runOnBullMq({ connection, queue: 'nothing' });
  function* shards() {
    for (let number = 1; number <= count; number++)
      yield { import: name, round: 0, number, isPrepared: false };
  }
  const begun = performance.now();
  const options = { giveUp: async () => {}, mustFollow: async () => false };
  let [number, bytes] = [0, 0];
  for await (const shard of run(shards(), async (one) => one, options)) {
    number += 1;
    if (shard.number !== number) throw new Error(`Shard ${shard.number} came as number ${number}`);
    if (number % 500 === 0) bytes = Math.max(bytes, heapUsed());
  }
  if (number !== count) throw new Error(`${number} of ${count} shards were prepared`);
  return { seconds: (performance.now() - begun) / 1_000, bytes };
}

function heapUsed(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

async function stop(child: ChildProcess): Promise<void> {
  const closed = once(child, 'close');
  child.kill();
  await closed;
}
