import { describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../../support/fake-clock.ts';
import { increase, type ListedTask, listData } from '../../support/rpc-call.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { putFolder, tasksOf } from '../../support/test-bed.ts';

const only = async (...call: Parameters<typeof listData>): Promise<ListedTask> => {
  const { Increments } = await listData(...call);
  expect(Increments.Instance).toHaveLength(1);
  return Increments.Instance[0] as ListedTask;
};

describe('a batch task', () => {
  it('is PROCESSING until its time has passed, and SUCCESS then', async () => {
    const clock = new FakeClock();
    await using emulator = await startEmulator({ clock, taskDurationMs: 60_000 });
    await putFolder(emulator, 'spring');
    const began = clock.now();
    const { status, body } = await increase(emulator, { CallbackAddress: 'http://shop.example/done' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ Success: true, Data: { Id: '1', IncrementStatus: 'PROCESSING' } });
    const running: ListedTask = {
      Id: 1,
      BucketName: 'emulated-bucket',
      Path: '/spring',
      CallbackAddress: 'http://shop.example/done',
      Status: 'PROCESSING',
      Code: '0',
      Msg: 'processing',
      ErrorUrl: '',
      UtcCreate: String(began),
      UtcModified: began,
    };
    expect(await only(emulator)).toEqual(running);
    clock.advance(59_999);
    expect(await only(emulator)).toEqual(running);
    clock.advance(1);
    const done = { ...running, Status: 'SUCCESS', Msg: 'success', UtcModified: began + 60_000 };
    // Its time is over, and what it does takes some of ours.
    await vi.waitFor(async () => expect(await only(emulator)).toEqual(done));
  });

  it('keeps a second one out with 409 while it runs, whatever the folder, and lets it in afterwards', async () => {
    const clock = new FakeClock();
    await using emulator = await startEmulator({ clock, taskDurationMs: 1_000 });
    await putFolder(emulator, 'spring');
    await increase(emulator);
    for (const Path of ['/spring', '/autumn']) {
      expect(await increase(emulator, { Path })).toMatchObject({
        status: 409,
        body: { Code: 'Console.IncrementStatusError' },
      });
    }
    clock.advance(1_000);
    expect((await increase(emulator, { Path: '/autumn' })).status).toBe(200);
    expect((await listData(emulator)).TotalCount).toBe(2);
  });

  it.each([
    ['there is no increment.meta', { Path: '/nothing' }, 'MetaNotExist'],
    ['the bucket is in another region', { BucketName: 'far-away' }, 'InvalidBucket'],
    ['there is no such bucket', { BucketName: 'no-such-bucket' }, 'InvalidBucket'],
  ])('is FAIL, with a code and no file, when %s', async (_, query, Code) => {
    const clock = new FakeClock();
    await using emulator = await startEmulator({ clock, buckets: { 'far-away': 'cn-beijing' } });
    await increase(emulator, query);
    expect((await only(emulator)).Status).toBe('PROCESSING');
    clock.advance(500); // the default
    expect(await only(emulator)).toMatchObject({ Status: 'FAIL', Code, ErrorUrl: '' });
  });

  it('is SUCCESS when increment.meta is empty', async () => {
    await using emulator = await startEmulator({ taskDurationMs: 0 });
    await putFolder(emulator, 'spring', []);
    const tasks = tasksOf(emulator);
    const state = await tasks.wait(await tasks.submit('oss://emulated-bucket/spring'));
    expect(state).toMatchObject({ status: 'SUCCESS', errorUrl: undefined });
  });

  it('is FAIL, and the defect is told, when the emulator itself fails within it', async () => {
    const defects: unknown[] = [];
    const fault = new Error('a fault of failImage');
    await using emulator = await startEmulator({
      taskDurationMs: 0,
      onDefect: (error) => void defects.push(error),
      failImage: () => {
        throw fault;
      },
    });
    await putFolder(emulator, 'spring');
    const tasks = tasksOf(emulator);
    const state = await tasks.wait(await tasks.submit('oss://emulated-bucket/spring'));
    expect(state).toMatchObject({ status: 'FAIL', code: 'Console.InternalError' });
    expect(defects).toEqual([fault]);
    await tasks.submit('oss://emulated-bucket/nothing'); // the instance is free again
  });

  it('is listed newest first, in pages, and by bucket, path and id', async () => {
    const clock = new FakeClock({ auto: true });
    await using emulator = await startEmulator({ clock });
    for (let n = 1; n <= 12; n++)
      await increase(emulator, { Path: `/folder-${n % 3}`, BucketName: n > 6 ? 'emulated-bucket' : 'other' });
    const ids = async (query: Record<string, string>) => {
      const { Increments, TotalCount } = await listData(emulator, query);
      return { ids: Increments.Instance.map(({ Id }) => Id), TotalCount };
    };
    expect(await ids({})).toEqual({ ids: [12, 11, 10, 9, 8, 7, 6, 5, 4, 3], TotalCount: 12 });
    expect(await ids({ PageNumber: '2' })).toEqual({ ids: [2, 1], TotalCount: 12 });
    expect(await ids({ PageNumber: '3' })).toEqual({ ids: [], TotalCount: 12 });
    expect(await ids({ PageNumber: '2', PageSize: '5' })).toEqual({ ids: [7, 6, 5, 4, 3], TotalCount: 12 });
    expect(await ids({ Path: '/folder-0' })).toEqual({ ids: [12, 9, 6, 3], TotalCount: 4 });
    expect(await ids({ BucketName: 'other', Path: '/folder-0' })).toEqual({ ids: [6, 3], TotalCount: 2 });
    expect(await ids({ Id: '7' })).toEqual({ ids: [7], TotalCount: 1 });
    expect(await ids({ Id: '13' })).toEqual({ ids: [], TotalCount: 0 });
  });
});
