import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { SubmitOptions } from '../../../src/task/submit/submit-options.ts';
import { logCalls } from '../../support/call-log.ts';
import { expectWithout, failureOf, rejection } from '../../support/failure.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { inTurn, replyJson, startFaultServer } from '../../support/fault-server.ts';
import { increase, listData } from '../../support/rpc-call.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { listReply, taskItem } from '../../support/task-list.ts';
import { tasksOf } from '../../support/test-bed.ts';
import { reason, SPRING, submitBed } from './submit-bed.ts';

const bed = submitBed();

describe('submit()', () => {
  it('gives a ref of plain JSON when the task was started', async () => {
    const ref = await tasksOf(bed.emulator).submit('oss://emulated-bucket/spring/');
    const { TotalCount } = await listData(bed.emulator);
    expect(ref).toEqual({
      version: 1,
      region: 'cn-shanghai',
      instance: 'emulated',
      id: String(TotalCount), // the emulator counts its tasks from 1
      bucket: 'emulated-bucket',
      path: '/spring',
    });
    expect(JSON.parse(JSON.stringify(ref))).toEqual(ref);
  });

  it('submits / when the folder is the root of the bucket', async () => {
    const ref = await tasksOf(bed.emulator).submit('oss://emulated-bucket');
    expect(ref.path).toBe('/');
    expect((await listData(bed.emulator, { Id: ref.id })).Increments.Instance).toMatchObject([{ Path: '/' }]);
  });

  it('hands the callback address on when there is one', async () => {
    const ref = await tasksOf(bed.emulator).submit(SPRING, { callbackAddress: 'https://shop.example/done' });
    const { Increments } = await listData(bed.emulator, { Id: ref.id });
    expect(Increments.Instance).toMatchObject([{ CallbackAddress: 'https://shop.example/done' }]);
  });

  it.each<[string, string, SubmitOptions]>([
    ['the folder has no scheme', 'emulated-bucket/spring', {}],
    ['the folder is a URL', 'https://emulated-bucket.oss-cn-shanghai.aliyuncs.com/spring', {}],
    ['the bucket name is none', 'oss://A/spring', {}],
    ['the folder has a dot segment', 'oss://emulated-bucket/spring/../autumn', {}],
    ['the folder has an empty segment', 'oss://emulated-bucket/spring//summer', {}],
    ['the folder is the file in it', `${SPRING}/increment.meta`, {}],
    ['the folder is the file in the root', 'oss://emulated-bucket/increment.meta', {}],
    ['the folder has too long a name', `oss://emulated-bucket/${'a'.repeat(1_009)}`, {}],
    ['callbackAddress has no scheme', SPRING, { callbackAddress: 'shop.example/done' }],
    ['callbackAddress is empty', SPRING, { callbackAddress: '' }],
    ['callbackAddress is of ftp', SPRING, { callbackAddress: 'ftp://shop.example/done' }],
    ['callbackAddress has no host', SPRING, { callbackAddress: 'https://' }],
    ['prepare is no function', SPRING, { beforeSubmit: true as never }],
    ['onIntent is no function', SPRING, { onIntent: 'save' as never }],
    ['the store cannot be asked', SPRING, { store: {} as never }],
    ['since is a date', SPRING, { adoptSince: '2026-11-21' as never }],
    ['since is no number', SPRING, { adoptSince: Number.NaN }],
    ['the earlier intent is none', SPRING, { previousIntent: { version: 2 } as never }],
  ])('rejects with a TypeError before anything is sent or prepared when %s', async (_, folder, options) => {
    await using server = await startFaultServer(replyJson(200, { Success: true }));
    let prepared = 0;
    const prepare = async () => void prepared++;
    const tasks = tasksOf(bed.emulator, { endpoint: server.endpoint });
    const error = await rejection(tasks.submit(folder, { beforeSubmit: prepare, ...options }));
    expect(error).toBeInstanceOf(TypeError);
    if (options.callbackAddress?.includes('shop'))
      expect(String(error)).not.toContain(options.callbackAddress); // it may be a secret
    expect([server.requests.length, prepared]).toEqual([0, 0]);
  });

  it('rejects with the code of the service when the instance is unknown', async () => {
    const failure = await failureOf(tasksOf(bed.emulator, { instance: 'other' }).submit(SPRING));
    expect(failure).toMatchObject({ code: 'Console.InstanceNotFound', httpStatus: 400, retryable: false });
    expect(failure.advice).toContain('not its id');
    expectWithout(failure, bed.emulator.accessKeySecret);
  });

  it('runs prepare between the look at other tasks and IncreaseInstance', async () => {
    using calls = logCalls(bed.emulator.imageSearchEndpoint);
    const seen: string[][] = [];
    await tasksOf(bed.emulator).submit(SPRING, {
      beforeSubmit: async () => void seen.push([...calls.operations]),
    });
    expect(seen).toEqual([['IncreaseList']]);
    expect(calls.operations).toEqual(['IncreaseList', 'IncreaseInstance']);
  });

  it('starts nothing and rejects with the failure itself when prepare fails', async () => {
    const before = await bed.count();
    const fault = new Error('no room in the bucket');
    const submitted = tasksOf(bed.emulator).submit(SPRING, { beforeSubmit: () => Promise.reject(fault) });
    expect(await rejection(submitted)).toBe(fault);
    expect(await bed.count()).toBe(before);
  });

  it.each([
    ['before', 0],
    ['in prepare', 1],
  ] as const)('starts nothing and rejects with the own reason when aborted %s', async (when, lists) => {
    using calls = logCalls(bed.emulator.imageSearchEndpoint);
    const controller = new AbortController();
    if (when === 'before') controller.abort(reason);
    const submitted = tasksOf(bed.emulator).submit(SPRING, {
      signal: controller.signal,
      beforeSubmit: async () => controller.abort(reason),
    });
    expect(await rejection(submitted)).toBe(reason);
    expect(calls.operations).toHaveLength(lists);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });
});

describe('submit(), aborted while its caller’s own work hangs', () => {
  const hang = (begun: () => void) => new Promise<never>(begun);
  it.each<[string, (begun: () => void) => SubmitOptions]>([
    ['prepare', (begun) => ({ beforeSubmit: () => hang(begun) })],
    ['the look into the store', (begun) => ({ store: { head: () => hang(begun) } })],
    ['onIntent', (begun) => ({ onIntent: () => hang(begun) })],
  ])('rejects at once with the own reason (%s)', async (_, optionsWith) => {
    const before = await bed.count();
    const controller = new AbortController();
    const options = optionsWith(() => setImmediate(() => controller.abort(reason)));
    const submitted = tasksOf(bed.emulator).submit(SPRING, { ...options, signal: controller.signal });
    expect(await rejection(submitted)).toBe(reason);
    expect(await bed.count()).toBe(before);
  });

  it('hands prepare the signal', async () => {
    const { signal } = new AbortController();
    let given: unknown;
    const prepare = async (options: object) => {
      given = options;
      throw reason;
    };
    expect(await rejection(tasksOf(bed.emulator).submit(SPRING, { beforeSubmit: prepare, signal }))).toBe(
      reason,
    );
    expect(given).toEqual({ signal });
  });
});

describe('submit(), while another task runs', () => {
  it('rejects with TASK_RUNNING and neither prepares nor submits', async () => {
    await using busy = await startEmulator({ clock: new FakeClock() });
    const { body } = await increase(busy);
    const { Id } = body['Data'] as { Id: string };
    let prepared = 0;
    const failure = await failureOf(
      tasksOf(busy).submit('oss://emulated-bucket/other', { beforeSubmit: async () => void prepared++ }),
    );
    expect(failure).toMatchObject({ code: 'TASK_RUNNING', retryable: true });
    expect(failure.message).toContain(`task ${Id} (oss://emulated-bucket/spring) is still running`);
    expect(failure.advice).toContain(`task ${Id}`);
    expect(prepared).toBe(0);
    expect((await listData(busy)).TotalCount).toBe(1);
    expect(await failureOf(tasksOf(busy).assertIdle())).toMatchObject({ code: 'TASK_RUNNING' });
  });

  it('rejects with TASK_RUNNING when the running task stands on a later page', async () => {
    const done = Array.from({ length: 100 }, (_, i) => taskItem(200 - i, 'SUCCESS'));
    await using server = await startFaultServer(
      inTurn(listReply(done, 101), listReply([taskItem(7, 'PROCESSING')], 101)),
    );
    const failure = await failureOf(tasksOf(bed.emulator, { endpoint: server.endpoint }).submit(SPRING));
    expect(failure.code).toBe('TASK_RUNNING');
    expect(server.requests).toHaveLength(2);
    expect(server.requests[1]).toContain('PageNumber=2');
  });

  it('rejects with the code of the service when another submit came in between', async () => {
    await using other = await startEmulator({ clock: new FakeClock() });
    const failure = await failureOf(
      tasksOf(other).submit(SPRING, { beforeSubmit: async () => void (await increase(other)) }),
    );
    expect(failure).toMatchObject({ code: 'Console.IncrementStatusError', httpStatus: 409 });
    expect(failure.advice).toContain('One batch task runs at a time');
    expect((await listData(other)).TotalCount).toBe(1);
  });
});
