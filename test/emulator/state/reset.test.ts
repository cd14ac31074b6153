import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { type Emulator, startEmulator as startWithRates } from '../../../src/emulator/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { increase, listData, rpcCall } from '../../support/rpc-call.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { line, putFolder, putObjects } from '../../support/test-bed.ts';
import { exchange, ossRequest } from '../faults/raw-exchange.ts';

const isOver = async (emulator: Emulator) => (await listData(emulator)).Increments.Instance[0]?.Status;

async function keysOf(emulator: Emulator): Promise<readonly string[]> {
  const { body } = await exchange(emulator, ossRequest(emulator, 'GET', ''));
  return [...body.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key = '']) => key);
}

const BAD_LINES = ['fails', 'failsTask'] as const;

async function afterMicrotasks(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await undefined;
}

describe('reset()', () => {
  it('empties buckets, gallery and tasks, and counts tasks from 1 again', async () => {
    await using emulator = await startEmulator({
      taskDurationMs: 0,
      buckets: { 'another-bucket': 'cn-shanghai' },
    });
    const lines = [line(), line({ ProductId: 'P2', PicName: 'none.jpg' })];
    await putFolder(emulator, 'spring', lines);
    await putObjects(emulator, { k: '1' }, 'another-bucket');
    await increase(emulator);
    await expect.poll(() => isOver(emulator)).toBe('SUCCESS');
    const [failures] = (await listData(emulator)).Increments.Instance.map(({ ErrorUrl }) => ErrorUrl);
    expect(emulator.gallery()).toHaveLength(1);
    expect((await fetch(failures ?? '')).status).toBe(200);

    emulator.reset();
    expect(emulator.gallery()).toEqual([]);
    expect(await keysOf(emulator)).toEqual([]);
    expect(await keysOf({ ...emulator, bucketName: 'another-bucket' })).toEqual([]);
    expect((await fetch(failures ?? '')).status).toBe(404);
    expect((await listData(emulator)).TotalCount).toBe(0);
    const { body } = await rpcCall(emulator, { action: 'Detail' });
    expect(body).toMatchObject({ Instance: { TotalCount: 0 } });

    await putFolder(emulator, 'spring');
    expect(await increase(emulator)).toMatchObject({ status: 200, body: { Data: { Id: '1' } } });
  });

  it('ends a task that waits for its time, without a defect and without a timer left', async () => {
    const defects: unknown[] = [];
    const clock = new FakeClock();
    await using emulator = await startEmulator({ clock, onDefect: (error) => void defects.push(error) });
    await putFolder(emulator, 'spring');
    await increase(emulator);
    expect(clock.sleeping).toBe(1);
    emulator.reset();
    expect(clock.sleeping).toBe(0);
    clock.advance(60_000);
    expect((await listData(emulator)).TotalCount).toBe(0);
    expect(defects).toEqual([]);
  });

  it.each<[string, (reset: () => void) => void]>([
    ['before an image is read', (reset) => reset()],
    ['while an image is read', (reset) => queueMicrotask(reset)],
  ])('keeps a task from writing into the new state when it comes %s', async (_, call) => {
    const defects: unknown[] = [];
    await using emulator = await startEmulator({
      taskDurationMs: 0,
      onDefect: (error) => void defects.push(error),
      failImage: ({ productId }) => {
        if (productId === 'old-2') call(() => emulator.reset());
        return undefined;
      },
    });
    const linesOf = (product: string) => [1, 2, 3].map((n) => line({ ProductId: `${product}-${n}` }));
    await putFolder(emulator, 'spring', linesOf('old'));
    expect((await increase(emulator)).status).toBe(200);
    await expect.poll(async () => (await listData(emulator)).TotalCount).toBe(0);
    await putFolder(emulator, 'spring', linesOf('new'));
    await increase(emulator);
    await expect.poll(() => isOver(emulator)).toBe('SUCCESS');
    expect(emulator.gallery().map(({ ProductId }) => ProductId)).toEqual(['new-1', 'new-2', 'new-3']);
    expect(defects).toEqual([]);
  });

  it.each(BAD_LINES)(
    'keeps a task from writing when it comes at any step of a line and badLine is %s',
    async (badLine) => {
      const left: unknown[] = [];
      for (let steps = 0; steps < 40; steps++) {
        let isReset = false;
        await using emulator = await startEmulator({
          taskDurationMs: 0,
          badLine,
          failImage: () => {
            const reset = () => {
              isReset = true;
              emulator.reset();
            };
            void afterMicrotasks(steps).then(reset);
            return undefined;
          },
        });
        await putFolder(emulator, 'spring');
        await increase(emulator);
        await expect.poll(() => isReset).toBe(true);
        expect((await listData(emulator)).TotalCount).toBe(0);
        left.push(...emulator.gallery());
      }
      expect(left).toEqual([]);
    },
  );

  it('brings back the faults of the options, unused, and takes those away that were added', async () => {
    await using emulator = await startEmulator({ faults: [{ kind: 'html-502' }] });
    const get = () => exchange(emulator, ossRequest(emulator, 'GET', ''));
    const added = emulator.addFault({ kind: 'unavailable', times: 'always' });
    expect([(await get()).status, (await get()).status]).toEqual([502, 503]);
    emulator.reset();
    expect([(await get()).status, (await get()).status]).toEqual([502, 200]);
    expect(added.hits).toBe(1);
    added.remove(); // does no harm
    expect((await get()).status).toBe(200);
  });

  it('forgets how often an instance was asked', async () => {
    const clock = new FakeClock(); // no second passes
    await using emulator = await startWithRates({ clock });
    const detail = async () => (await rpcCall(emulator, { action: 'Detail', date: clock.now() })).status;
    expect([await detail(), await detail()]).toEqual([200, 400]);
    emulator.reset();
    expect(await detail()).toBe(200);
  });

  it('does not let a nonce be used again', async () => {
    await using emulator = await startEmulator();
    const call = { nonce: 'once', date: Date.now() };
    expect((await rpcCall(emulator, call)).status).toBe(200);
    emulator.reset();
    expect((await rpcCall(emulator, call)).status).toBe(400);
  });

  it('lets a request that is on its way be one of the time after', async () => {
    await using emulator = await startEmulator();
    const { text } = ossRequest(emulator, 'PUT', 'k', 'content');
    const socket = connect(Number(emulator.ossEndpoint.split(':').at(-1)), '127.0.0.1');
    const closed = new Promise((resolve) => socket.resume().once('close', resolve));
    const sent = new Promise((resolve) => socket.write(text.slice(0, -3), resolve));
    await sent;
    emulator.reset();
    socket.write(text.slice(-3));
    await closed;
    expect(await keysOf(emulator)).toEqual(['k']);
  });

  it('does nothing any more after close()', async () => {
    const emulator = await startEmulator({ taskDurationMs: 0 });
    await putFolder(emulator, 'spring');
    await increase(emulator);
    await expect.poll(() => isOver(emulator)).toBe('SUCCESS');
    await emulator.close();
    emulator.reset();
    expect(emulator.gallery()).toHaveLength(1);
  });
});
