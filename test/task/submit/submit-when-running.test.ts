import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Emulator } from '../../../src/emulator/index.ts';
import type { Clock } from '../../../src/shared/async/sleep.ts';
import type { SubmitOptions } from '../../../src/task/submit/submit-options.ts';
import { failureOf } from '../../support/failure.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { inTurn, replyJson, startFaultServer } from '../../support/fault-server.ts';
import { increase, listData } from '../../support/rpc-call.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { listReply } from '../../support/task-list.ts';
import { putFolder, tasksOf } from '../../support/test-bed.ts';

const SPRING = 'oss://emulated-bucket/spring';
let emulator: Emulator;
let clock: FakeClock;
beforeEach(async () => {
  clock = new FakeClock();
  emulator = await startEmulator({ clock, taskDurationMs: 60_000 });
  await putFolder(emulator, 'spring');
  await putFolder(emulator, 'autumn');
});
afterEach(() => emulator.close());

/** The client's waits move the emulator's time. */
const shared: Clock = {
  now: () => clock.now(),
  sleep: async (ms) => {
    clock.advance(ms);
    await new Promise((resolve) => setImmediate(resolve)); // what it woke comes first
  },
};
const client = () => tasksOf(emulator, { clock: shared });
const count = async () => (await listData(emulator)).TotalCount;

describe('submit() while another task is running', () => {
  it('waits until it is over and then prepares and submits when it is told to wait', async () => {
    const tasks = client();
    await increase(emulator, { Path: '/autumn' });
    let runningWhenPrepared: number | undefined;
    const prepare = async () => {
      const { Increments } = await listData(emulator);
      runningWhenPrepared = Increments.Instance.filter(({ Status }) => Status === 'PROCESSING').length;
    };
    const ref = await tasks.submit(SPRING, { whenRunning: 'wait', beforeSubmit: prepare });
    expect(ref).toMatchObject({ id: '2', path: '/spring' });
    expect(runningWhenPrepared).toBe(0);
    expect(await tasks.wait(ref)).toMatchObject({ status: 'SUCCESS' });
  });

  it('tells which task it waits for', async () => {
    await increase(emulator, { Path: '/autumn' });
    const running: string[] = [];
    const onRunning: SubmitOptions['onRunning'] = ({ id, path }) => void running.push(`${id} ${path}`);
    await client().submit(SPRING, { whenRunning: 'wait', onRunning });
    expect(running).toEqual(['1 /autumn']);
  });

  it.each([
    ['wait', 'the other is over', 1],
    ['adopt', 'the service is free again, when it shows no running task', 0],
  ] as const)(
    'submits once when another came in between and it is told to %s, after %s',
    async (whenRunning, _, others) => {
      const turns = [...Array(others).fill('/autumn')];
      const prepare = async () => {
        for (const Path of turns.splice(0)) await increase(emulator, { Path });
      };
      const refused = inTurn(
        listReply([]),
        replyJson(409, { Code: 'Console.IncrementStatusError', Message: 'm', RequestId: 'R' }),
        listReply([]),
        replyJson(200, { Success: true, Data: { Id: '9' } }),
      );
      await using server = await startFaultServer(refused);
      const tasks = others > 0 ? client() : tasksOf(emulator, { clock: shared, endpoint: server.endpoint });
      const ref = await tasks.submit(SPRING, { whenRunning, beforeSubmit: prepare });
      expect(ref.path).toBe('/spring');
      if (others > 0) expect(await count()).toBe(2);
      else expect([ref.id, server.requests.length]).toEqual(['9', 4]);
    },
  );

  it('rejects with the code of the service when it calls itself busy for ever', async () => {
    const busy = replyJson(409, { Code: 'Console.IncrementStatusError', Message: 'm', RequestId: 'R' });
    await using server = await startFaultServer((socket, request, n) =>
      (request.includes('IncreaseList') ? listReply([]) : busy)(socket, request, n),
    );
    const tasks = tasksOf(emulator, { clock: new FakeClock({ auto: true }), endpoint: server.endpoint });
    expect(await failureOf(tasks.submit(SPRING, { whenRunning: 'wait' }))).toMatchObject({
      code: 'Console.IncrementStatusError',
    });
    expect(server.requests).toHaveLength(20); // ten times a look and a try
  });

  it('stops waiting with the own reason of an abort, and submits nothing', async () => {
    await increase(emulator, { Path: '/autumn' });
    const controller = new AbortController();
    const reason = new Error('enough');
    const still = tasksOf(emulator, {
      clock: {
        now: () => clock.now(),
        sleep: async () => {
          controller.abort(reason);
          throw reason;
        },
      },
    });
    const { signal } = controller;
    await expect(still.submit(SPRING, { whenRunning: 'wait', signal })).rejects.toBe(reason);
    expect(await count()).toBe(1);
  });

  it('returns the running task when whenRunning is adopt and the task is of this folder and was created after adoptSince', async () => {
    const before = clock.now();
    await increase(emulator, { Path: '/spring' });
    clock.advance(1000);
    let prepared = 0;
    const ref = await client().submit(SPRING, {
      whenRunning: 'adopt',
      adoptSince: before,
      beforeSubmit: async () => void prepared++,
    });
    expect(ref).toMatchObject({ id: '1', path: '/spring' });
    expect([await count(), prepared]).toEqual([1, 0]);
  });

  it('adopts no task when the file in the folder has another ETag', async () => {
    const adoptSince = clock.now();
    await increase(emulator, { Path: '/spring' });
    const store = { head: async (key: string) => ({ key, bytes: 10, etag: 'ABC' }) };
    const options = { whenRunning: 'adopt', adoptSince, store } as const;
    expect(await failureOf(client().submit(SPRING, { ...options, etag: 'DEF' }))).toMatchObject({
      code: 'META_FILE_CHANGED',
    });
    expect(await client().submit(SPRING, { ...options, etag: 'ABC' })).toMatchObject({ id: '1' });
    expect(await count()).toBe(1);
  });

  it.each<[string, string, () => SubmitOptions]>([
    ['is of another folder', '/autumn', () => ({ whenRunning: 'adopt', adoptSince: 0 })],
    ['began before', '/spring', () => ({ whenRunning: 'adopt', adoptSince: clock.now() + 1 })],
    ['began before this client was made', '/spring', () => ({ whenRunning: 'adopt' })],
    ['is there at all, and nothing is said', '/spring', () => ({})],
  ])('refuses with TASK_RUNNING when it %s', async (_, Path, options) => {
    await increase(emulator, { Path });
    clock.advance(1000);
    expect(await failureOf(client().submit(SPRING, options()))).toMatchObject({ code: 'TASK_RUNNING' });
    expect(await count()).toBe(1);
  });
});

describe('submit()', () => {
  it('submits nothing when it is given the ref of a task again', async () => {
    const tasks = client();
    const ref = await tasks.submit(SPRING);
    for (const again of [ref, JSON.parse(JSON.stringify(ref))])
      expect(await tasks.submit(again)).toEqual(ref);
    await tasks.wait(ref);
    expect(await tasks.submit(ref)).toEqual(ref);
    expect(await count()).toBe(1);
    expect(await failureOf(tasks.submit({ ...ref, id: '99' }))).toMatchObject({ code: 'TASK_NOT_FOUND' });
    await expect(tasks.submit({ ...ref, instance: 'other' })).rejects.toThrow(TypeError);
  });

  it('throws before anything is sent when whenRunning is none of its values', async () => {
    await expect(client().submit(SPRING, { whenRunning: 'cancel' as 'wait' })).rejects.toThrow(TypeError);
  });
});
