import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../../src/emulator/index.ts';
import type { SubmitIntent } from '../../../src/task/submit/find-started.ts';
import { failureOf } from '../../support/failure.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { type Fault, inTurn, replyJson, startFaultServer } from '../../support/fault-server.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { listReply, taskItem } from '../../support/task-list.ts';
import { tasksOf } from '../../support/test-bed.ts';

const SPRING = 'oss://emulated-bucket/spring';
const INTENT: SubmitIntent = {
  version: 1,
  region: 'cn-shanghai',
  instance: 'emulated',
  bucket: 'emulated-bucket',
  path: '/spring',
  before: ['1'],
};

/** It never has a task: only its names and keys are taken. */
let idle: Emulator;
beforeAll(async () => {
  idle = await startEmulator();
});
afterAll(() => idle.close());

const asked = async (...answers: readonly Fault[]) => {
  const server = await startFaultServer(inTurn(...answers));
  const clock = new FakeClock({ auto: true });
  return { server, clock, tasks: tasksOf(idle, { endpoint: server.endpoint, clock }) };
};
const old = taskItem(1, 'SUCCESS');

describe('findStarted()', () => {
  it('looks for five seconds from when a reading of the list began, however long the list is', async () => {
    const page = Array.from({ length: 100 }, (_, i) => ({
      ...taskItem(i + 1000, 'SUCCESS'),
      Path: '/autumn',
    }));
    const pages = [0, 1, 2, 3, 4, 5, 6].map((n) =>
      listReply(
        page.map((item) => ({ ...item, Id: item.Id + 100 * n })),
        700,
      ),
    );
    const mine = [{ ...taskItem(5000, 'PROCESSING') }, ...page.slice(1)];
    const { server, tasks } = await asked(...pages, listReply(mine, 700), ...pages.slice(1));
    await using _ = server;
    expect(await tasks.findStarted(INTENT)).toMatchObject({ id: '5000' });
  });

  it.each([
    ['with slashes at its end', '/spring/'],
    ['without a slash', 'spring'],
    ['percent-encoded', '%2Fspring'],
  ])('knows its place when the service gives it %s', async (_, Path) => {
    const { server, tasks } = await asked(listReply([{ ...taskItem(2, 'SUCCESS'), Path }, old]));
    await using __ = server;
    expect(await tasks.findStarted(INTENT)).toMatchObject({ id: '2' });
  });

  it('rejects rather than guess when the service does not say what a new task is of', async () => {
    const { server, tasks } = await asked(listReply([{ ...taskItem(2, 'SUCCESS'), Path: undefined }, old]));
    await using _ = server;
    const failure = await failureOf(tasks.findStarted(INTENT));
    expect(failure).toMatchObject({ code: 'BAD_ANSWER', retryable: true });
    expect(failure.message).toContain('task 2');
  });

  it('takes the oldest when there are several', async () => {
    const items = [9, 7, 8].map((Id) => ({ ...taskItem(Id, 'SUCCESS'), UtcCreate: String(Id * 1000) }));
    const { server, tasks } = await asked(listReply([...items, old]));
    await using _ = server;
    expect(await tasks.findStarted(INTENT)).toMatchObject({ id: '7' });
  });
});

describe('submit()', () => {
  it('does not take an old task for its own when a list that changed meanwhile did not show it at first', async () => {
    const page = (ids: readonly number[], total: number) =>
      listReply(
        ids.map((Id) => taskItem(Id, 'SUCCESS')),
        total,
      );
    const first = Array.from({ length: 100 }, (_, i) => i + 1);
    const { server, tasks } = await asked(
      page(first, 102), // then the service forgets task 1, and 101 moves to this page
      page([102], 101),
      page([...first.slice(1), 101], 101),
      page([102], 101),
      replyJson(503, { Code: 'ServiceUnavailable' }),
      page([...first.slice(1), 101], 101),
      page([102], 101),
    );
    await using _ = server;
    await expect(tasks.submit(SPRING)).rejects.toMatchObject({ code: 'ServiceUnavailable' });
  });

  it('rejects with SUBMIT_UNCERTAIN when the answer is lost and the list does not say of what a new task is', async () => {
    const { server, tasks } = await asked(
      listReply([old]),
      replyJson(503, { Code: 'ServiceUnavailable' }),
      listReply([{ ...taskItem(2, 'PROCESSING'), BucketName: '' }, old]),
    );
    await using _ = server;
    expect(await failureOf(tasks.submit(SPRING))).toMatchObject({ code: 'SUBMIT_UNCERTAIN' });
  });

  it('returns the task of an earlier try when it shows late, running or over, and sends nothing', async () => {
    for (const status of ['PROCESSING', 'SUCCESS', 'FAIL']) {
      const { server, tasks } = await asked(listReply([taskItem(2, status), old]));
      await using _ = server;
      expect(await tasks.submit(SPRING, { previousIntent: INTENT })).toMatchObject({ id: '2' });
      expect(server.requests).toHaveLength(1);
    }
  });

  it('says what it searched for and what to do when IncreaseList shows no task', async () => {
    const { server, tasks } = await asked(
      listReply([]),
      replyJson(503, { Code: 'ServiceUnavailable' }),
      listReply([]),
    );
    await using _ = server;
    const failure = await failureOf(tasks.submit(SPRING));
    expect(failure.message).toContain('IncreaseList, asked for 5 s, shows no task that the call started');
    expect(failure.advice).toContain('submit again if the task is not there');
  });

  it('goes on as after a 409 when the service answers 200 without success and calls itself busy', async () => {
    const { server, tasks } = await asked(
      listReply([]),
      replyJson(200, { Success: false, Code: 'Console.IncrementStatusError', RequestId: 'R' }),
      listReply([]),
      replyJson(200, { Success: true, Data: { Id: '9' } }),
    );
    await using _ = server;
    expect(await tasks.submit(SPRING, { whenRunning: 'wait' })).toMatchObject({ id: '9' });
  });

  it('goes on when the task that it waits for is forgotten', async () => {
    const running = { ...taskItem(2, 'PROCESSING'), Path: '/autumn' };
    const { server, tasks } = await asked(
      listReply([running]),
      listReply([]),
      listReply([]),
      replyJson(200, { Success: true, Data: { Id: '9' } }),
    );
    await using _ = server;
    expect(await tasks.submit(SPRING, { whenRunning: 'wait' })).toMatchObject({ id: '9' });
  });
});
