import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runOnBullMq } from '../../src/distributed/index.ts';
import { keepRunning, opened } from '../../src/distributed/open-on-server.ts';
import { openBackend } from '../../src/distributed/queue-backend.ts';
import { mapOneAhead } from '../../src/import/one-ahead.ts';
import type { RunOptions, RunShards, ShardWork } from '../../src/import/run-shards.ts';
import { rejection } from '../support/failure.ts';
import { QUEUE_SERVERS } from '../support/queue-servers.ts';

/** What prepares shards, and which of them were begun by workers, as far as there are any. */
interface Runner extends AsyncDisposable {
  readonly run: RunShards;
  readonly begun: readonly number[];
}

/** The local way, and BullMQ with two workers that do nothing. */
const RUNNERS: Readonly<Record<string, () => Promise<Runner>>> = {
  'this process': async () => ({ run: mapOneAhead, begun: [], [Symbol.asyncDispose]: async () => {} }),
  ...Object.fromEntries(
    Object.entries(QUEUE_SERVERS).map(([name, start]) => [`workers on ${name}`, () => onBullMq(start)]),
  ),
};

async function onBullMq(start: (typeof QUEUE_SERVERS)[string]): Promise<Runner> {
  const server = await start();
  const backend = await openBackend(server.connection);
  const begun: number[] = [];
  const work = async ({ data }: { readonly data: { readonly shard: number } }) => {
    begun.push(data.shard);
    return { rows: 0 };
  };
  const make = () => backend.worker('nothing', work, {});
  const workers = await Promise.all(
    [1, 2].map(() => opened(make, { name: backend.name, patienceMs: 20_000 })),
  );
  const closing = new AbortController();
  for (const worker of workers) void keepRunning(worker, closing.signal);
  return {
    run: runOnBullMq({ connection: server.connection, queue: 'nothing', ahead: 4 }),
    begun,
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      await Promise.all(workers.map((worker) => worker.close()));
      await server[Symbol.asyncDispose]();
    },
  };
}

const shardsOf = (name: string, count: number): ShardWork[] =>
  Array.from({ length: count }, (_, n) => ({ import: name, round: 0, number: n + 1, isPrepared: false }));

const OPTIONS: RunOptions<ShardWork> = { giveUp: async () => {}, mustFollow: async () => false };

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe.each(Object.entries(RUNNERS))('run by %s', (where, open) => {
  let runner: Runner;
  beforeAll(async () => {
    runner = await open();
  });
  afterAll(() => runner[Symbol.asyncDispose]());

  it('yields the same shards, in order, each finished once', async () => {
    const shards = shardsOf('order', 20);
    const finished: number[] = [];
    const finish = async (shard: ShardWork) => {
      finished.push(shard.number);
      return shard;
    };
    const yielded = await all(runner.run(shards, finish, OPTIONS));
    expect(yielded).toHaveLength(20);
    for (const [n, shard] of yielded.entries()) expect(shard).toBe(shards[n]);
    expect(finished.toSorted((a, b) => a - b)).toEqual(shards.map(({ number }) => number));
  });

  it('yields the same plan again when it is run twice', async () => {
    const shards = shardsOf('twice', 6);
    const finish = async (shard: ShardWork) => shard;
    const both = await Promise.all([1, 2].map(() => all(runner.run(shards, finish, OPTIONS))));
    expect(both).toEqual([shards, shards]);
  });

  it('asks nobody for shards that are prepared', async () => {
    const before = runner.begun.length;
    const shards = shardsOf('prepared', 5).map((shard) => ({ ...shard, isPrepared: true }));
    expect(await all(runner.run(shards, async (shard) => shard, OPTIONS))).toEqual(shards);
    expect(runner.begun).toHaveLength(before);
  });

  it('takes no more shards than a few ahead of a reader that stops', async () => {
    let taken = 0;
    function* counted() {
      for (const shard of shardsOf('ahead', 100)) {
        taken += 1;
        yield shard;
      }
    }
    for await (const shard of runner.run(counted(), async (one) => one, OPTIONS))
      if (shard.number === 2) break;
    expect(taken).toBeLessThan(12); // two that were read, two that are finished, four that are ahead, and those between
  });

  it('rejects with the very error of a shard that cannot be finished', async () => {
    const reason = new Error('its ledger is damaged');
    const finish = async (shard: ShardWork) => {
      if (shard.number === 3) throw reason;
      return shard;
    };
    expect(await rejection(all(runner.run(shardsOf('error', 6), finish, OPTIONS)))).toBe(reason);
  });

  it('rejects with the very reason when it is aborted', async () => {
    const [stop, reason] = [new AbortController(), new Error('stopped')];
    const finish = async (shard: ShardWork, signal: AbortSignal) => {
      if (shard.number === 2) stop.abort(reason);
      signal.throwIfAborted();
      return shard;
    };
    const options = { ...OPTIONS, signal: stop.signal };
    expect(await rejection(all(runner.run(shardsOf('abort', 6), finish, options)))).toBe(reason);
  });

  it.skipIf(where === 'this process')(
    'hands a shard out once all before it are prepared when it must follow',
    async () => {
      const before = runner.begun.length;
      const mustFollow = async ({ number }: ShardWork) => number === 3;
      await all(runner.run(shardsOf('follow', 4), async (shard) => shard, { ...OPTIONS, mustFollow }));
      const begun = runner.begun.slice(before);
      expect(begun.slice(0, begun.indexOf(3))).toEqual(expect.arrayContaining([1, 2]));
    },
  );
});
