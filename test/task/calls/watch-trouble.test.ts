import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../../src/emulator/index.ts';
import { TaskStillRunning } from '../../../src/task/calls/task-errors.ts';
import { failureOf } from '../../support/failure.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import {
  type Fault,
  inTurn,
  reply,
  replyJson,
  startFaultServer,
  staySilent,
} from '../../support/fault-server.ts';
import { all } from '../../support/items.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { listReply, taskItem, taskRef } from '../../support/task-list.ts';
import { tasksOf } from '../../support/test-bed.ts';

const REF = taskRef();

/** It never has a task: only its names and keys are taken. */
let idle: Emulator;
beforeAll(async () => {
  idle = await startEmulator();
});
afterAll(() => idle.close());

const listed = (status: string, headers = {}) =>
  replyJson(200, { Data: { Increments: { Instance: [taskItem(1, status)] }, TotalCount: 1 } }, headers);
const down = replyJson(503, { Code: 'ServiceUnavailable', Message: 'm', RequestId: 'R' });
const throttled = replyJson(
  429,
  { Code: 'Throttling.User', Message: 'm', RequestId: 'R' },
  { 'retry-after': '7' },
);

const watched = async (...answers: readonly Fault[]) => {
  const server = await startFaultServer(inTurn(...answers));
  const clock = new FakeClock({ auto: true });
  return { server, clock, tasks: tasksOf(idle, { endpoint: server.endpoint, clock }) };
};

describe('watch()', () => {
  it('waits as long as the service asks to, and not as the formula says', async () => {
    const { server, clock, tasks } = await watched(
      listed('PROCESSING', { 'retry-after': '13' }),
      listed('PROCESSING'),
      listed('SUCCESS'),
    );
    await using _ = server;
    expect(await all(tasks.watch(REF, { pollDelay: () => 2_000 }))).toHaveLength(3);
    expect(clock.waits.filter((ms) => ms >= 2_000)).toEqual([13_000, 2_000]);
  });

  it('repeats a throttled poll when the service says, and tells no state of it', async () => {
    const { server, clock, tasks } = await watched(throttled, listed('SUCCESS'));
    await using _ = server;
    expect((await all(tasks.watch(REF))).map(({ status }) => status)).toEqual(['SUCCESS']);
    expect(clock.waits).toContain(7_000);
  });

  it('goes on through an outage of minutes', async () => {
    const outage = Array.from({ length: 40 }, () => down); // four tries a poll
    const { server, tasks } = await watched(listed('PROCESSING'), ...outage, listed('SUCCESS'));
    await using _ = server;
    expect((await all(tasks.watch(REF))).map(({ status }) => status)).toEqual(['PROCESSING', 'SUCCESS']);
  });

  it('rejects with the failure when the outage lasts for ten minutes', async () => {
    const { server, clock, tasks } = await watched(down);
    await using _ = server;
    const began = clock.now();
    expect(await failureOf(all(tasks.watch(REF)))).toMatchObject({ code: 'ServiceUnavailable' });
    expect(clock.now() - began).toBeGreaterThanOrEqual(600_000);
    expect(clock.now() - began).toBeLessThan(700_000);
  });

  it('goes on when nobody listens for a while, once a poll has succeeded', async () => {
    const { server, clock, tasks } = await watched(listed('PROCESSING'), listed('SUCCESS'));
    const states = tasks.watch(REF, { pollDelay: () => 1_000 });
    expect((await states.next()).value).toMatchObject({ status: 'PROCESSING' });
    await server[Symbol.asyncDispose]();
    const began = clock.now();
    expect(await failureOf(states.next())).toMatchObject({ code: 'CONNECTION_REFUSED' });
    expect(clock.now() - began).toBeGreaterThanOrEqual(600_000);
    const again = clock.now();
    expect(await failureOf(all(tasks.watch(REF)))).toMatchObject({ code: 'CONNECTION_REFUSED' });
    expect(clock.now() - again).toBeLessThan(10_000); // at the first poll, after its repeats at the pace of the operation
  });

  it('rejects at the first poll when the failure does not pass', async () => {
    const { server, tasks } = await watched(
      replyJson(403, { Code: 'NoPermission', Message: 'm', RequestId: 'R' }),
    );
    await using _ = server;
    expect(await failureOf(all(tasks.watch(REF)))).toMatchObject({ code: 'NoPermission' });
    expect(server.requests).toHaveLength(1);
  });
});

describe('watch(), of a task that was just started', () => {
  it('goes on when the list does not show it for some seconds', async () => {
    const none = listReply([]);
    const { server, tasks } = await watched(none, none, listed('PROCESSING'), listed('SUCCESS'));
    await using _ = server;
    expect((await all(tasks.watch(REF))).map(({ status }) => status)).toEqual(['PROCESSING', 'SUCCESS']);
  });

  it('rejects with TASK_NOT_FOUND when it does not show after five seconds, or is gone later', async () => {
    const { server, clock, tasks } = await watched(listed('PROCESSING'), listReply([]));
    await using _ = server;
    expect(await failureOf(all(tasks.watch(REF)))).toMatchObject({ code: 'TASK_NOT_FOUND' });
    expect(server.requests).toHaveLength(2);
    const began = clock.now();
    expect(await failureOf(all(tasks.watch(REF)))).toMatchObject({ code: 'TASK_NOT_FOUND' });
    expect(clock.now() - began).toBeGreaterThanOrEqual(5_000);
    expect(clock.now() - began).toBeLessThan(9_000);
  });

  it('throws a TypeError before anything is sent when pollDelay is no function', async () => {
    const { server, tasks } = await watched(listed('SUCCESS'));
    await using _ = server;
    expect(() => tasks.watch(REF, { pollDelay: 5 as never })).toThrow(TypeError);
    expect(server.requests).toEqual([]);
  });
});

describe('wait()', () => {
  it('rejects with the ref, and what was in the way, when its time is over in an outage', async () => {
    const { server, clock, tasks } = await watched(down);
    await using _ = server;
    const began = clock.now();
    const failure = await failureOf(tasks.wait(REF, { maxWaitMs: 30_000 }));
    expect(failure).toBeInstanceOf(TaskStillRunning);
    expect(failure).toMatchObject({ ref: REF, cause: { code: 'ServiceUnavailable' } });
    expect(clock.now() - began).toBeLessThan(45_000); // its last poll has four tries
  });

  it('rejects soon after its time, by the clock of the machine, when no answer comes', async () => {
    await using server = await startFaultServer(staySilent);
    const tasks = tasksOf(idle, { endpoint: server.endpoint, clock: undefined });
    const timers = () => process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length;
    const before = timers();
    const failure = await failureOf(tasks.wait(REF, { maxWaitMs: 50 }));
    expect(failure).toBeInstanceOf(TaskStillRunning);
    expect(failure.message).toContain('the service could not be asked after 50 ms');
    expect(server.requests).toHaveLength(1); // and not the four tries, of 20 s each, that a call has
    expect(timers()).toBeLessThanOrEqual(before);
  });

  it('waits no longer than its time when the service asks for more', async () => {
    const { server, clock, tasks } = await watched(listed('PROCESSING', { 'retry-after': '200' }));
    await using _ = server;
    const began = clock.now();
    expect(await failureOf(tasks.wait(REF, { maxWaitMs: 10_000 }))).toBeInstanceOf(TaskStillRunning);
    expect(clock.now() - began).toBeLessThan(12_000);
  });
});

describe('get()', () => {
  it.each([
    ['NORMAL', 'SUCCESS'], // the callback's
    ['Imported', 'SUCCESS'], // the console's
    ['Processing', 'PROCESSING'],
    ['Failed', 'FAIL'],
    ['PAUSED', 'PAUSED'],
    ['toString', 'toString'],
  ])('gives the status %s as %s', async (word, status) => {
    const { server, tasks } = await watched(listed(word));
    await using _ = server;
    expect((await tasks.get(REF)).status).toBe(status);
  });

  it('keeps an id that no number of JavaScript could hold', async () => {
    const id = '1893456789012345679';
    const item = JSON.stringify(taskItem(1, 'SUCCESS')).replace('"Id":1', `"Id" : ${id}`);
    const answer = `{"Data":{"Increments":{"Instance":[${item}]},"TotalCount":1}}`;
    const { server, tasks } = await watched(
      reply(200, answer, { 'content-type': 'application/json;charset=utf-8' }),
    );
    await using _ = server;
    expect((await tasks.get({ ...REF, id })).ref.id).toBe(id);
  });

  it.each<[unknown, number]>([
    ['2021-08-16T06:24:55Z', 1629095095000],
    ['2021-08-16T14:24:55+08:00', 1629095095000],
    ['2021-05-19 17:50:00', Number.NaN], // of which zone, no document says
    ['', Number.NaN],
    [null, Number.NaN],
  ])('reads the time %j as %d', async (UtcCreate, createdAt) => {
    const item = { ...taskItem(1, 'SUCCESS'), UtcCreate };
    const { server, tasks } = await watched(
      replyJson(200, { Data: { Increments: { Instance: [item] }, TotalCount: 1 } }),
    );
    await using _ = server;
    expect((await tasks.get(REF)).createdAt).toBe(createdAt);
  });
});
