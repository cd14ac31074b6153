import type { ChildProcess } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runOnBullMq, type ShardWorker } from '../../src/distributed/index.ts';
import type { Emulator } from '../../src/emulator/index.ts';
import { CatalogueImport, FolderStore } from '../../src/index.ts';
import { errorCodes, importAndCollect, quickEmulator } from '../flow/import-test-bed.ts';
import { failureOf, rejection } from '../support/failure.ts';
import { QUEUE_SERVERS, type QueueServer } from '../support/queue-servers.ts';
import { DistributedBed, LOCK_MS, type Said } from './distributed-bed.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await quickEmulator();
});
afterAll(() => emulator.close());

it.skipIf('Redis' in QUEUE_SERVERS)(
  'imports with workers are not tested as redis-server is not installed',
  () => {},
);

describe.each(Object.entries(QUEUE_SERVERS))('an import whose workers are on %s', (_, start) => {
  let server: QueueServer;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const open = (images: number) => DistributedBed.open(emulator, server.connection, images);

  it('yields every entry once and in order when two workers start at one moment on an empty store', async () => {
    await using bed = await open(20);
    const workers = await Promise.all([bed.worker(), bed.worker()]);
    try {
      const { summary, outcomes } = await importAndCollect(bed.rows(20), bed.importOptions());
      expect(summary).toMatchObject({ supplied: 20, succeeded: 20, tasks: 5 });
      expect(outcomes.map(({ place }) => place.line)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
      expect(bed.inGallery()).toEqual(Array.from({ length: 20 }, (_, n) => n));
    } finally {
      await Promise.all(workers.map((worker) => worker.close()));
    }
  });

  it('goes on with the same jobs when it was aborted and is started again elsewhere', async () => {
    await using bed = await open(12);
    const stop = new AbortController();
    const reason = new Error('stopped');
    const importing = new CatalogueImport(bed.rows(12), { ...bed.importOptions(), signal: stop.signal });
    setTimeout(() => stop.abort(reason), 300); // no worker runs: it waits
    const consume = async () => {
      for await (const _ of importing);
    };
    expect(await rejection(consume())).toBe(reason);
    const begun: number[] = [];
    await using worker = await bed.worker({
      onShard: ({ stage, shard }) => void (stage === 'begun' && begun.push(shard)),
    });
    const { summary } = await importAndCollect(bed.rows(12), bed.importOptions());
    expect(summary).toMatchObject({ succeeded: 12 });
    expect(begun.toSorted()).toEqual([1, 2, 3]);
    expect(worker.queue).toMatch(/^imagesearch-import-[0-9a-f]{16}$/);
  });

  it('has another worker go on when one is killed', async () => {
    await using bed = await open(16);
    const killed = new Set<number | undefined>();
    const killOnce = (said: Said, child: ChildProcess) => {
      if (said.stage !== 'begun' || killed.size > 0) return;
      killed.add(said.shard);
      child.kill('SIGKILL');
    };
    await bed.workerProcess({}, killOnce);
    const importing = importAndCollect(bed.rows(16), bed.importOptions());
    await bed.workerProcess();
    expect((await importing).summary).toMatchObject({ supplied: 16, succeeded: 16, tasks: 4 });
    expect(bed.inGallery()).toHaveLength(16);
  });

  it('gives up the entries that end each worker, tells them, and brings the others in', async () => {
    await using bed = await open(12);
    let ended = 0;
    let isOver = false;
    const keepAlive = async (): Promise<void> => {
      const child = await bed.workerProcess({ poison: '/5.png' });
      child.once('close', () => {
        if (isOver) return;
        ended += 1;
        void keepAlive();
      });
    };
    await keepAlive();
    const { summary, outcomes } = await importAndCollect(bed.rows(12), bed.importOptions({ retries: 0 }));
    isOver = true;
    expect(ended).toBeGreaterThanOrEqual(3);
    expect(summary).toMatchObject({ supplied: 12, succeeded: 8, refused: 4 });
    const lost = outcomes.filter((outcome) => errorCodes(outcome).includes('WORKERS_LOST'));
    expect(lost.map(({ place }) => place.line)).toEqual([5, 6, 7, 8]);
    expect(bed.inGallery()).toEqual([0, 1, 2, 3, 8, 9, 10, 11]);
  });

  it('counts each entry once when a worker stands still for longer than its lock', async () => {
    await using bed = await open(8);
    await bed.workerProcess({ stillMs: LOCK_MS * 3 });
    const importing = importAndCollect(bed.rows(8), bed.importOptions());
    await bed.workerProcess();
    expect((await importing).summary).toMatchObject({ supplied: 8, succeeded: 8, tasks: 2 });
  });

  it('brings every entry in when onShard throws or rejects', async () => {
    await using bed = await open(4);
    const thrown = new Error('The log is full');
    for (const onShard of [
      () => {
        throw thrown;
      },
      async () => {
        throw thrown;
      },
    ]) {
      await using worker = await bed.worker({ onShard });
      const state = { store: bed.stateStore, prefix: 'state' };
      const { summary } = await importAndCollect(bed.rows(4), bed.importOptions({ state }));
      expect([worker.hasImport, summary]).toMatchObject([false, { succeeded: 4 }]);
      await rm(join(bed.folder, 'state'), { recursive: true });
    }
  });

  it('finds a folder of images that was given from the folder of the coordinator', async () => {
    await using bed = await open(4);
    await bed.workerProcess({ cwd: bed.folder });
    const images = relative(process.cwd(), bed.images);
    const { summary } = await importAndCollect(bed.rows(4), bed.importOptions({ images }));
    expect(summary).toMatchObject({ succeeded: 4 });
  });

  it('says at once that a worker has the state under another path, and so another queue', async () => {
    await using bed = await open(4);
    const elsewhere = { store: new FolderStore(`${bed.folder}/./state`), prefix: 'state' };
    let early: unknown;
    let late: ShardWorker | undefined;
    const onNoWorkers = async () => {
      early = await rejection(bed.worker({ state: elsewhere }));
      late = await bed.worker({ state: elsewhere, queue: 'ours' });
    };
    const run = runOnBullMq({ connection: server.connection, queue: 'ours', onNoWorkers });
    const { summary } = await importAndCollect(bed.rows(4), bed.importOptions({ run }));
    await late?.close();
    expect(String(early)).toMatch(/^RangeError: .*the coordinator has this state as ".*state\/state"; give/);
    expect(summary).toMatchObject({ succeeded: 4 });
  });

  it('says which worker does not see the folder of images', async () => {
    await using bed = await open(4);
    await using _ = await bed.worker({ images: join(bed.folder, 'elsewhere'), name: 'w-7' });
    const failure = await failureOf(importAndCollect(bed.rows(4), bed.importOptions()));
    expect(failure).toMatchObject({ code: 'IMAGES_NOT_HERE', state: expect.stringMatching(/state$/) });
    expect(failure.message).toMatch(/^Worker w-7 cannot prepare shard 1: The folder of images ".*elsewhere"/);
  });

  it('says which worker does not see an image', async () => {
    await using bed = await open(4);
    await rm(join(bed.images, '2.png'));
    await using _ = await bed.worker({ name: 'w-8' });
    const { outcomes } = await importAndCollect(bed.rows(4), bed.importOptions());
    const refused = outcomes.find(({ status }) => status === 'refused');
    expect(refused?.issues.find(({ code }) => code === 'IMAGE_MISSING')?.message).toMatch(
      /as worker w-8 sees it/,
    );
  });

  it('says which worker does not read a URL that the import may read', async () => {
    await using bed = await open(1);
    await using _ = await bed.worker({ name: 'w-9' });
    const rows = [{ productId: 'P', image: 'http://127.0.0.1:9/a.png' }];
    const options = bed.importOptions({ urls: { allowPrivateAddresses: true } });
    const { outcomes } = await importAndCollect(rows, options);
    const { issues } = outcomes[0] as (typeof outcomes)[number];
    expect(issues.find(({ code }) => code === 'IMAGE_UNREADABLE')?.message).toMatch(
      /HTTP_ADDRESS_REFUSED.*\(as worker w-9 reads it, by its own settings and network\)$/,
    );
  });

  it('leaves shards to others when a worker is closed', async () => {
    await using bed = await open(8);
    let close = () => {};
    const first = await bed.worker({ onShard: () => close() });
    close = () => void first.close();
    const importing = importAndCollect(bed.rows(8), bed.importOptions());
    await using _ = await bed.worker();
    expect((await importing).summary).toMatchObject({ supplied: 8, succeeded: 8, refused: 0 });
  });
});
