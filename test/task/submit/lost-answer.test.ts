import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { FaultHandle, FaultKind, FaultRule } from '../../../src/emulator/index.ts';
import { ImageSearchError } from '../../../src/shared/errors/image-search-error.ts';
import { logCalls } from '../../support/call-log.ts';
import { expectWithout, failureOf, rejection } from '../../support/failure.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { inTurn, replyJson, startFaultServer } from '../../support/fault-server.ts';
import { listData } from '../../support/rpc-call.ts';
import { listReply, taskItem } from '../../support/task-list.ts';
import { tasksOf } from '../../support/test-bed.ts';
import { reason, SPRING, submitBed } from './submit-bed.ts';

const bed = submitBed();

const LOST: readonly FaultKind[] = [
  'lost',
  'cut',
  'silence',
  'unavailable',
  'html-502',
  'html-200',
  'empty',
  'garbage',
];

/** What befalls the answer to the next IncreaseInstance, until the block ends. */
function struck(rule: Omit<FaultRule, 'operation'>): FaultHandle & Disposable {
  const handle = bed.emulator.addFault({ ...rule, operation: 'IncreaseInstance' });
  return Object.assign(handle, { [Symbol.dispose]: () => handle.remove() });
}

describe('submit(), when the answer to IncreaseInstance is lost', () => {
  it.each(LOST)('finds the task in IncreaseList and submits no second one (%s)', async (kind) => {
    const before = await bed.count();
    using _ = struck({ kind, workDone: true });
    using calls = logCalls(bed.emulator.imageSearchEndpoint);
    const tasks = tasksOf(bed.emulator, { readTimeoutMs: 300 });
    const ref = await tasks.submit(SPRING);
    expect(ref).toMatchObject({ id: String(before + 1), bucket: 'emulated-bucket', path: '/spring' });
    expect(await bed.count()).toBe(before + 1);
    expect(calls.operations.filter((one) => one === 'IncreaseInstance')).toHaveLength(1);
    expect((await tasks.wait(ref)).status).toBe('SUCCESS');
  });

  it('rejects with what happened, after looking for 5 seconds, when the service never got the request', async () => {
    const before = await bed.count();
    using _ = struck({ kind: 'reset' });
    using calls = logCalls(bed.emulator.imageSearchEndpoint);
    const failure = await failureOf(tasksOf(bed.emulator).submit(SPRING));
    expect(failure).toMatchObject({ code: 'CONNECTION_LOST', retryable: true });
    expect(failure.message).toContain('IncreaseInstance');
    expectWithout(failure, bed.emulator.accessKeySecret);
    expect(await bed.count()).toBe(before);
    const [look, submit, ...looks] = calls.operations;
    expect([look, submit, ...new Set(looks)]).toEqual(['IncreaseList', 'IncreaseInstance', 'IncreaseList']);
    expect(looks.length).toBeGreaterThanOrEqual(3);
  });

  it('finds the task when it appears in the list late', async () => {
    await using server = await startFaultServer(
      inTurn(
        listReply([], 0),
        replyJson(503, {}),
        listReply([], 0),
        listReply([taskItem(8, 'PROCESSING')], 1),
      ),
    );
    const ref = await tasksOf(bed.emulator, { endpoint: server.endpoint }).submit(SPRING);
    expect(ref.id).toBe('8');
    expect(server.requests).toHaveLength(4);
  });

  it.each([
    ['carries no id', 200, { Success: true, Data: {} }],
    ['is an internal error', 500, { Code: 'Console.InternalError', Message: 'later' }],
  ])('finds the task when the answer %s', async (_, status, answer) => {
    await using server = await startFaultServer(
      inTurn(listReply([], 0), replyJson(status, answer), listReply([taskItem(8, 'SUCCESS')], 1)),
    );
    expect((await tasksOf(bed.emulator, { endpoint: server.endpoint }).submit(SPRING)).id).toBe('8');
  });

  it.each([
    ['another folder', { Path: '/autumn' }],
    ['another bucket', { BucketName: 'other-bucket' }],
    ['a time before the submit', { Id: 7 }],
  ])('does not take a task of %s for its own', async (_, other) => {
    const old = taskItem(7, 'SUCCESS');
    const late = { ...taskItem(8, 'SUCCESS'), ...other };
    await using server = await startFaultServer(
      inTurn(listReply([old], 1), replyJson(502, {}), listReply([old, late], 2)),
    );
    const failure = await failureOf(tasksOf(bed.emulator, { endpoint: server.endpoint }).submit(SPRING));
    expect(failure).toMatchObject({ httpStatus: 502 });
  });

  it('stops looking at once, with the own reason, when aborted between looks', async () => {
    await using server = await startFaultServer(
      inTurn(listReply([], 0), replyJson(503, {}), listReply([], 0)),
    );
    const clock = new FakeClock({ startsAt: 0 });
    const controller = new AbortController();
    const tasks = tasksOf(bed.emulator, { endpoint: server.endpoint, clock });
    const submitted = rejection(tasks.submit(SPRING, { signal: controller.signal }));
    await expect.poll(() => clock.sleeping).toBe(1); // the pace of IncreaseList
    clock.advance(1_000);
    await expect.poll(() => [server.requests.length, clock.sleeping]).toEqual([3, 1]);
    controller.abort(reason);
    expect(await submitted).toBe(reason);
    expect(clock.sleeping).toBe(0);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  it('rejects with the own reason, looks no further and lets the task be when aborted meanwhile', async () => {
    const before = await bed.count();
    using _ = struck({ kind: 'silence', workDone: true });
    using calls = logCalls(bed.emulator.imageSearchEndpoint);
    const controller = new AbortController();
    const late = new ImageSearchError('enough', { code: 'TIMEOUT' }); // as a lost answer's
    const tasks = tasksOf(bed.emulator);
    const submitted = rejection(tasks.submit(SPRING, { signal: controller.signal }));
    await expect.poll(bed.count).toBe(before + 1);
    controller.abort(late);
    expect(await submitted).toBe(late);
    expect(calls.operations).toEqual(['IncreaseList', 'IncreaseInstance']);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    await expect
      .poll(async () => (await listData(bed.emulator)).Increments.Instance[0]?.Status)
      .toBe('SUCCESS');
  });

  it.each([
    ['refuses it', 403, 'NoPermission'],
    ['throttles it', 429, 'Throttling'],
    ['holds it back', 409, 'Console.OrderStatusError'],
  ])('rejects without looking when the service %s', async (_, status, Code) => {
    await using server = await startFaultServer(
      inTurn(listReply([], 0), replyJson(status, { Code, Message: 'm', RequestId: 'R' })),
    );
    const failure = await failureOf(tasksOf(bed.emulator, { endpoint: server.endpoint }).submit(SPRING));
    expect(failure).toMatchObject({ code: Code, httpStatus: status, requestId: 'R' });
    expect(server.requests).toHaveLength(2);
  });
});
