import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Emulator, EmulatorOptions } from '../../../src/emulator/index.ts';
import { rejection } from '../../support/failure.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { increase, listData } from '../../support/rpc-call.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { line, putFolder, putObjects } from '../../support/test-bed.ts';
import { exchange, ossRequest } from '../faults/raw-exchange.ts';

/** What the emulator tells of its tasks, without the URLs, which are signed anew each time. */
async function listed(emulator: Emulator) {
  const { Increments, TotalCount } = await listData(emulator);
  const tasks = Increments.Instance.map(({ ErrorUrl, ...others }) => ({
    ...others,
    failed: ErrorUrl !== '',
  }));
  return { tasks, TotalCount };
}

const statusOf = async (emulator: Emulator) => (await listData(emulator)).Increments.Instance[0]?.Status;

/** The answer to GET, but for what belongs to the one request. */
async function objectOf(emulator: Emulator, key: string) {
  const { status, head, body } = await exchange(emulator, ossRequest(emulator, 'GET', key));
  const lines = head.split('\r\n').filter((one) => !/^(date|x-oss-request-id|x-oss-server-time):/i.test(one));
  return { status, lines, body };
}

/** One life of an emulator on a folder. */
async function life<T>(
  stateFolder: string,
  act: (emulator: Emulator) => Promise<T>,
  options: EmulatorOptions = {},
): Promise<T> {
  await using emulator = await startEmulator({ stateFolder, taskDurationMs: 0, ...options });
  return await act(emulator);
}

describe('an emulator with a state folder', () => {
  it('has objects, gallery, tasks and their failures again after a restart', async () => {
    using folder = temporaryFolder();
    const before = await life(folder.path, async (emulator) => {
      await putFolder(emulator, 'spring', [line(), line({ ProductId: 'P2', PicName: 'none.jpg' })]);
      await putObjects(emulator, { gone: '1' });
      await exchange(emulator, ossRequest(emulator, 'DELETE', 'gone'));
      await increase(emulator);
      await expect.poll(() => statusOf(emulator)).toBe('SUCCESS');
      const object = await objectOf(emulator, 'spring/increment.meta');
      return { gallery: emulator.gallery(), object, tasks: await listed(emulator) };
    });
    expect(before).toMatchObject({ gallery: [{ ProductId: 'P1' }], tasks: { TotalCount: 1 } });

    await life(folder.path, async (emulator) => {
      const object = await objectOf(emulator, 'spring/increment.meta');
      expect({ gallery: emulator.gallery(), object, tasks: await listed(emulator) }).toEqual(before);
      expect((await objectOf(emulator, 'gone')).status).toBe(404);
      const [url = ''] = (await listData(emulator)).Increments.Instance.map(({ ErrorUrl }) => ErrorUrl);
      expect(await (await fetch(url)).text()).toContain('PicNotExist');
      expect(await increase(emulator)).toMatchObject({ body: { Data: { Id: '2' } } });
    });
  });

  it('runs a task again from its start that was PROCESSING when it ended', async () => {
    using folder = temporaryFolder();
    const clock = new FakeClock();
    const began = await life(
      folder.path,
      async (emulator) => {
        await putFolder(emulator, 'spring');
        await increase(emulator);
        return await listed(emulator);
      },
      { clock, taskDurationMs: 60_000 },
    );
    expect(began).toMatchObject({ tasks: [{ Id: 1, Status: 'PROCESSING' }] });
    await life(
      folder.path,
      async (emulator) => {
        expect(await listed(emulator)).toEqual(began);
        expect((await increase(emulator)).status).toBe(409);
        clock.advance(60_000);
        await expect.poll(() => statusOf(emulator)).toBe('SUCCESS');
        expect(emulator.gallery()).toMatchObject([{ ProductId: 'P1' }]);
      },
      { clock, taskDurationMs: 60_000 },
    );
    await life(folder.path, async (emulator) => expect(await statusOf(emulator)).toBe('SUCCESS'));
  });

  it('runs such a task again in the order of lineOrder and by the rule of badLine', async () => {
    using folder = temporaryFolder();
    const clock = new FakeClock();
    const products = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8'];
    const order: string[] = [];
    const options = { clock, taskDurationMs: 60_000, lineOrder: { seed: 3 }, badLine: 'failsTask' } as const;
    const lives: EmulatorOptions = {
      ...options,
      failImage: ({ productId }) => {
        order.push(productId);
        return undefined;
      },
    };
    await life(
      folder.path,
      async (emulator) => {
        const lines = products.map((ProductId) => line({ ProductId }));
        await putFolder(emulator, 'spring', lines);
        await increase(emulator);
        await expect.poll(() => order.length).toBe(8);
      },
      lives,
    );
    expect(order.toSorted()).toEqual(products);
    expect(order).not.toEqual(products);
    await life(
      folder.path,
      async (emulator) => {
        expect([await statusOf(emulator), emulator.gallery()]).toEqual(['PROCESSING', []]);
        await expect.poll(() => order.length).toBe(16);
        expect(order.slice(8)).toEqual(order.slice(0, 8));
        clock.advance(60_000);
        await expect.poll(() => statusOf(emulator)).toBe('SUCCESS');
      },
      lives,
    );
    await life(folder.path, async (emulator) => {
      expect(await statusOf(emulator)).toBe('SUCCESS');
      expect(emulator.gallery().map(({ ProductId }) => ProductId)).toEqual(order.slice(0, 8));
    });
  });

  it('has the failure of a whole task again after a restart, and an untouched gallery', async () => {
    using folder = temporaryFolder();
    const options = { badLine: 'failsTask' } as const;
    const before = await life(
      folder.path,
      async (emulator) => {
        await putFolder(emulator, 'spring', [line(), line({ ProductId: 'P2', PicName: 'none.jpg' })]);
        await increase(emulator);
        await expect.poll(() => statusOf(emulator)).toBe('FAIL');
        return await listed(emulator);
      },
      options,
    );
    expect(before).toMatchObject({ tasks: [{ Status: 'FAIL', failed: true }] });
    await life(
      folder.path,
      async (emulator) => {
        expect(await listed(emulator)).toEqual(before);
        expect(emulator.gallery()).toEqual([]);
        const [url = ''] = (await listData(emulator)).Increments.Instance.map(({ ErrorUrl }) => ErrorUrl);
        expect(await (await fetch(url)).text()).toContain('IncrementFailed');
      },
      options,
    );
  });

  it('is empty after a restart when it was reset before', async () => {
    using folder = temporaryFolder();
    await life(folder.path, async (emulator) => {
      await putFolder(emulator, 'spring');
      await increase(emulator);
      await expect.poll(() => statusOf(emulator)).toBe('SUCCESS');
      emulator.reset();
      await putObjects(emulator, { after: '1' });
    });
    await life(folder.path, async (emulator) => {
      expect(emulator.gallery()).toEqual([]);
      expect((await listData(emulator)).TotalCount).toBe(0);
      expect((await objectOf(emulator, 'spring/a.jpg')).status).toBe(404);
      expect(await objectOf(emulator, 'after')).toMatchObject({ status: 200, body: '1' });
    });
  });

  it('refuses the folder to a second one, and goes on undisturbed', async () => {
    using folder = temporaryFolder();
    await life(folder.path, async (emulator) => {
      const error = await rejection(startEmulator({ stateFolder: folder.path }));
      expect(error).toBeInstanceOf(RangeError);
      expect(String(error)).toContain(`held by process ${process.pid}`);
      await putObjects(emulator, { k: '1' });
    });
    await life(folder.path, async (emulator) => expect((await objectOf(emulator, 'k')).body).toBe('1'));
  });

  it('lets go of the folder when it cannot listen', async () => {
    using folder = temporaryFolder();
    const held = createServer();
    await new Promise<void>((resolve) => held.listen(0, '127.0.0.1', resolve));
    const { port } = held.address() as { port: number };
    const error = await rejection(startEmulator({ stateFolder: folder.path, imageSearchPort: port }));
    await new Promise((resolve) => held.close(resolve));
    expect(error).toMatchObject({ code: 'EADDRINUSE' });
    await life(folder.path, async (emulator) => expect(emulator.gallery()).toEqual([]));
  });
});
