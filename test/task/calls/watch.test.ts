import { getEventListeners } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../../src/emulator/index.ts';
import type { TaskRef, TaskState } from '../../../src/index.ts';
import type { Clock } from '../../../src/shared/async/sleep.ts';
import { TaskStillRunning } from '../../../src/task/calls/task-errors.ts';
import { failureOf, rejection } from '../../support/failure.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { startFaultServer, staySilent } from '../../support/fault-server.ts';
import { all } from '../../support/items.ts';
import { increase } from '../../support/rpc-call.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { listReply, taskItem, taskRef } from '../../support/task-list.ts';
import { putFolder, tasksOf } from '../../support/test-bed.ts';

const SPRING = 'oss://emulated-bucket/spring';
const reason = new Error('enough');

/** It never has a task: most tests take only its names and keys. */
let idle: Emulator;
beforeAll(async () => {
  idle = await startEmulator();
});
afterAll(() => idle.close());

/** Moves the emulator's clock when the client waits, so that the two live in one time. */
const follow = (clock: FakeClock): Clock => ({
  now: () => clock.now(),
  sleep: async (ms) => {
    clock.advance(ms);
    await new Promise((resolve) => setImmediate(resolve)); // what it woke comes first
  },
});

describe('wait()', () => {
  it('rejects with the ref when the time given is over, with a look at its very end, and takes the ref again', async () => {
    const clock = new FakeClock();
    await using emulator = await startEmulator({ clock, taskDurationMs: 60_000 });
    await putFolder(emulator, 'spring');
    const tasks = tasksOf(emulator, { clock: follow(clock) });
    const submitted = await tasks.submit(SPRING);
    const began = clock.now();
    const failure = await failureOf(tasks.wait(submitted, { maxWaitMs: 10_500 }));
    expect(failure).toBeInstanceOf(TaskStillRunning);
    expect(failure).toMatchObject({ code: 'TASK_STILL_RUNNING', ref: submitted, retryable: true });
    expect(clock.now() - began).toBeLessThan(12_500); // no longer than the time, but for the pace of a call
    expect(clock.now() - began).toBeGreaterThanOrEqual(10_500);
    expect(await tasks.wait(submitted)).toMatchObject({ status: 'SUCCESS' });
    await expect(tasks.wait(submitted, { maxWaitMs: -1 })).rejects.toThrow(RangeError);
  });

  it('gives the last state when the task succeeds', async () => {
    await using emulator = await startEmulator({ taskDurationMs: 0 });
    await putFolder(emulator, 'spring');
    const tasks = tasksOf(emulator);
    const started = Date.now();
    const submitted = await tasks.submit(SPRING);
    const state = await tasks.wait(submitted);
    expect(state).toMatchObject({ ref: submitted, status: 'SUCCESS', code: '0', errorUrl: undefined });
    expect(state.createdAt).toBeGreaterThanOrEqual(started);
    expect(state.createdAt).toBeLessThanOrEqual(Date.now());
    expect(state.modifiedAt).toBeGreaterThanOrEqual(state.createdAt);
    expect(emulator.gallery()).toMatchObject([{ ProductId: 'P1', PicName: 'a.jpg' }]);
  });

  it.each([
    ['increment.meta is missing', 'oss://emulated-bucket/nothing-here', 'increment.meta'],
    ['the bucket is in another region', 'oss://far-away/spring', 'far-away'],
    ['the bucket does not exist', 'oss://no-such-bucket/spring', 'no-such-bucket'],
  ])('gives FAIL with code and message when %s', async (_, folder, says) => {
    await using emulator = await startEmulator({ taskDurationMs: 0, buckets: { 'far-away': 'cn-beijing' } });
    const tasks = tasksOf(emulator);
    const state = await tasks.wait(await tasks.submit(folder));
    expect(state).toMatchObject({ status: 'FAIL', errorUrl: undefined });
    expect(state.code).not.toBe('0');
    expect(state.message).toContain(says);
  });

  it('needs at most 40 polls, of which it skips none at the end, when a task runs for 10 minutes', async () => {
    const clock = new FakeClock();
    await using emulator = await startEmulator({ clock, taskDurationMs: 600_000 });
    const tasks = tasksOf(emulator, { clock: follow(clock) });
    const began = clock.now();
    const states: TaskState[] = await all(tasks.watch(await tasks.submit(SPRING)));
    expect(states.length).toBeLessThanOrEqual(40);
    expect(states.slice(0, -1).every(({ status }) => status === 'PROCESSING')).toBe(true);
    expect(states.at(-1)?.status).toBe('FAIL'); // there is no increment.meta
    const took = clock.now() - began;
    expect(took).toBeGreaterThanOrEqual(600_000);
    expect(took).toBeLessThanOrEqual(600_000 + 33_000 + 1_000); // the longest wait, and the pace of the calls
  });
});

describe('watch()', () => {
  it('polls at once and then after each wait when asked', async () => {
    const clock = new FakeClock();
    await using server = await startFaultServer(listReply([taskItem(1, 'PROCESSING')]));
    const tasks = tasksOf(idle, { endpoint: server.endpoint, clock });
    const asked: number[] = [];
    const delay = (n: number) => {
      asked.push(n);
      return 5_000;
    };
    const watched = tasks.watch(taskRef(), { pollDelay: delay });
    expect((await watched.next()).value).toMatchObject({ status: 'PROCESSING' });
    expect(clock.waits).toEqual([]);
    const second = watched.next();
    await expect.poll(() => clock.waits).toEqual([5_000]);
    expect(server.requests).toHaveLength(1);
    clock.advance(5_000);
    await second;
    expect(server.requests).toHaveLength(2);
    expect(asked).toEqual([0]);
    await watched.return();
  });

  it('stops polling when the reader breaks off', async () => {
    await using server = await startFaultServer(listReply([taskItem(1, 'PROCESSING')]));
    const tasks = tasksOf(idle, { endpoint: server.endpoint });
    for await (const { status } of tasks.watch(taskRef())) {
      expect(status).toBe('PROCESSING');
      break;
    }
    expect(server.requests).toHaveLength(1);
  });

  it.each(['wait', 'get'] as const)('sends nothing when %s() is aborted before', async (name) => {
    await using server = await startFaultServer(listReply([taskItem(1, 'SUCCESS')]));
    const signal = AbortSignal.abort(reason);
    const call = tasksOf(idle, { endpoint: server.endpoint })[name](taskRef(), { signal });
    expect(await rejection(call)).toBe(reason);
    expect(server.requests).toEqual([]);
  });

  it('rejects at once with the own reason, and leaves no listener and no timer, when aborted in a wait', async () => {
    const clock = new FakeClock();
    await using emulator = await startEmulator({ clock: new FakeClock() });
    const tasks = tasksOf(emulator, { clock });
    const { body } = await increase(emulator);
    const { Id } = body['Data'] as { Id: string };
    const controller = new AbortController();
    const waited = rejection(tasks.wait(taskRef({ id: Id }), { signal: controller.signal }));
    await expect.poll(() => clock.sleeping).toBe(1);
    controller.abort(reason);
    expect(await waited).toBe(reason);
    expect(clock.sleeping).toBe(0);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    clock.advance(60_000);
    expect((await tasks.get(taskRef({ id: Id }))).status).toBe('PROCESSING'); // the task goes on
  });

  it('rejects and leaves no timer when aborted in a wait of the machine’s clock', async () => {
    await using emulator = await startEmulator({ clock: new FakeClock() });
    await increase(emulator);
    const controller = new AbortController();
    const watched = tasksOf(emulator, { clock: undefined }).watch(taskRef(), {
      signal: controller.signal,
      pollDelay: () => 60_000,
    });
    await watched.next();
    const timers = () => process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length;
    const before = timers();
    const next = rejection(watched.next());
    expect(timers()).toBeGreaterThan(before);
    controller.abort(reason); // a minute before the wait is over: no test has so long
    expect(await next).toBe(reason);
    expect(timers()).toBeLessThanOrEqual(before);
  });

  it('rejects with the own reason when aborted while an answer is awaited', async () => {
    await using server = await startFaultServer(staySilent);
    const controller = new AbortController();
    const call = rejection(
      tasksOf(idle, { endpoint: server.endpoint }).wait(taskRef(), { signal: controller.signal }),
    );
    await expect.poll(() => server.requests.length).toBe(1);
    controller.abort(reason);
    expect(await call).toBe(reason);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });
});

describe('get()', () => {
  it('gives the same task when the ref went through JSON to another client', async () => {
    await using emulator = await startEmulator({ taskDurationMs: 0 });
    await putFolder(emulator, 'spring');
    const first = await tasksOf(emulator).submit(SPRING);
    const saved = JSON.stringify(first);
    const other = tasksOf(emulator);
    expect((await other.wait(JSON.parse(saved))).ref).toEqual(first);
  });

  it.each<[string, unknown]>([
    ['of version 2', { ...taskRef(), version: 2 }],
    ['without a version', { ...taskRef(), version: undefined }],
    ['null', null],
    ['undefined', undefined],
    ['without an id', { ...taskRef(), id: '' }],
    ['with a number for an id', { ...taskRef(), id: 1 }],
    ['of another instance', taskRef({ instance: 'other' })],
    ['of another region', taskRef({ region: 'cn-beijing' })],
  ])('rejects with a TypeError before anything is sent when the ref is %s', async (_, wrong) => {
    await using server = await startFaultServer(listReply([taskItem(1, 'SUCCESS')]));
    const tasks = tasksOf(idle, { endpoint: server.endpoint });
    expect(await rejection(tasks.get(wrong as TaskRef))).toBeInstanceOf(TypeError);
    expect(await rejection(tasks.wait(wrong as TaskRef))).toBeInstanceOf(TypeError);
    expect(server.requests).toEqual([]);
  });

  it('rejects with TASK_NOT_FOUND when the service does not know the task', async () => {
    const failure = await failureOf(tasksOf(idle).get(taskRef({ id: '4711' })));
    expect(failure).toMatchObject({ code: 'TASK_NOT_FOUND', retryable: false });
    expect(failure.message).toContain('task 4711 of instance "emulated"');
    expect(failure.advice).toContain('region');
  });

  it('rejects with TASK_NOT_FOUND when the service answers with other tasks', async () => {
    await using server = await startFaultServer(listReply([taskItem(1, 'SUCCESS'), taskItem(2, 'SUCCESS')]));
    const tasks = tasksOf(idle, { endpoint: server.endpoint });
    expect(await failureOf(tasks.get(taskRef({ id: '3' })))).toMatchObject({ code: 'TASK_NOT_FOUND' });
    expect((await tasks.get(taskRef({ id: '2' }))).ref.id).toBe('2');
  });

  it.each(['PAUSED', 'success', '', 'toString'])(
    'rejects with UNKNOWN_TASK_STATUS and the status when it is "%s"',
    async (status) => {
      await using server = await startFaultServer(listReply([taskItem(1, status)]));
      const tasks = tasksOf(idle, { endpoint: server.endpoint });
      const failure = await failureOf(tasks.wait(taskRef()));
      expect(failure).toMatchObject({ code: 'UNKNOWN_TASK_STATUS', retryable: false });
      expect(failure.message).toContain('task 1 is over as its status');
      expect(failure.message).toContain(`"${status}"`);
    },
  );

  it.each([
    ['numbers', { Id: 1, UtcCreate: 1629095713000, UtcModified: 1629095760000, Code: 0 }],
    ['strings', { Id: '1', UtcCreate: '1629095713000', UtcModified: '1629095760000', Code: '0' }],
  ])('reads ids, codes and times that come as %s', async (_, facts) => {
    await using server = await startFaultServer(listReply([{ ...taskItem(1, 'SUCCESS'), ...facts }]));
    expect(await tasksOf(idle, { endpoint: server.endpoint }).get(taskRef())).toEqual({
      ref: taskRef(),
      status: 'SUCCESS',
      code: '0',
      message: 'm',
      errorUrl: undefined,
      createdAt: 1629095713000,
      modifiedAt: 1629095760000,
    });
  });
});
