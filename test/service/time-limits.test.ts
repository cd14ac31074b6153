import { createHook } from 'node:async_hooks';
import { describe, expect, it, vi } from 'vitest';
import { type ImageSearchOperation, OPERATIONS } from '../../src/service/calls/operations.ts';
import { countCalls, stopTimers, until } from '../support/elapse.ts';
import { expectWithout, failureOf } from '../support/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { replyJson, startFaultServer } from '../support/fault-server.ts';
import { startFullServer } from '../support/full-server.ts';
import { startMuteServer } from '../support/mute-server.ts';
import { SECRET, serviceAt, TOKEN } from '../support/service-at.ts';
import { LATE_ANSWERS } from './answers.ts';

const ok = replyJson(200, { RequestId: 'R', Success: true, Exists: false });
const HOUR = 3_600_000;
const LATE = Object.keys(OPERATIONS).flatMap((operation) =>
  LATE_ANSWERS.map((answer) => ({ operation: operation as ImageSearchOperation, ...answer })),
);

// No limit here is short: timers are stopped, and go by when all is as it should be at that moment.
describe('readTimeoutMs', () => {
  it.each(LATE)('ends $operation and its connection when it meets $fault', async (row) => {
    const { operation, answer, code, httpStatus, retryable, says, cause } = row;
    await using server = await startFaultServer(answer);
    using calls = countCalls();
    using timers = stopTimers();
    const clock = new FakeClock({ auto: true });
    const failed = failureOf(serviceAt(server.endpoint, { clock, readTimeoutMs: HOUR }).call(operation, {}));
    const tries = OPERATIONS[operation].repeatable ? 4 : 1;
    for (let n = 1; n <= tries; n++) {
      await until(() => server.requests.length === n && calls.answered >= (httpStatus === undefined ? 0 : n));
      timers.elapse(HOUR);
    }
    const failure = await failed;
    expect(failure).toMatchObject({ code, httpStatus, retryable });
    expect(failure.message).toContain(says);
    expect(String(failure.cause)).toMatch(cause ?? /none/);
    expectWithout(failure, SECRET, TOKEN);
    await until(() => server.open() === 0);
    expect(server.requests).toHaveLength(tries);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('counts from the connection when the answer comes later than connectTimeoutMs', async () => {
    let answer = () => {};
    await using server = await startFaultServer((...request) => {
      answer = () => ok(...request);
    });
    using timers = stopTimers();
    const own = serviceAt(server.endpoint, { connectTimeoutMs: HOUR, readTimeoutMs: 3 * HOUR });
    for (const n of [1, 2]) {
      // the second over the connection that is there
      const call = own.call('IncreaseInstance', {});
      await until(() => server.requests.length === n);
      timers.elapse(2 * HOUR);
      answer();
      await call;
    }
    expect(server.open()).toBe(1);
  });

  it('ends the connection when an image is sent that nobody reads', async () => {
    await using server = await startMuteServer();
    using timers = stopTimers();
    const own = serviceAt(server.endpoint, { readTimeoutMs: HOUR });
    const failed = failureOf(own.call('IncreaseInstance', { PicContent: 'A'.repeat(8_000_000) }));
    await until(() => server.open() === 1 && vi.getTimerCount() > 0);
    await new Promise((resolve) => setImmediate(resolve));
    timers.elapse(HOUR);
    const failure = await failed;
    expect(failure.code).toBe('TIMEOUT');
    expectWithout(failure, SECRET, TOKEN, 'A'.repeat(40));
    server.read();
    await until(() => server.open() === 0);
  });

  it('leaves no timer running, not even one that holds no process, when the call is answered', async () => {
    await using server = await startFaultServer(ok);
    const readTimeoutMs = 54_321; // tells its timers from all others
    const running = new Set<number>();
    const started: number[] = [];
    const hook = createHook({
      init(id, type, _, resource) {
        if (type !== 'Timeout' || (resource as { _idleTimeout?: number })._idleTimeout !== readTimeoutMs)
          return;
        running.add(id);
        started.push(id);
      },
      destroy: (id) => void running.delete(id),
    }).enable();
    try {
      await serviceAt(server.endpoint, { readTimeoutMs }).call('AddImage', {});
      expect(started.length).toBeGreaterThan(0);
      await vi.waitFor(() => expect(running.size).toBe(0));
    } finally {
      hook.disable();
    }
  });
});

describe('connectTimeoutMs', () => {
  it('ends the call with TIMEOUT when the connection is never made', async () => {
    await using server = await startFullServer();
    using timers = stopTimers();
    const own = serviceAt(server.endpoint, { connectTimeoutMs: HOUR, readTimeoutMs: 1 });
    const failed = failureOf(own.call('IncreaseInstance', {}));
    await until(() => vi.getTimerCount() > 0);
    timers.elapse(HOUR);
    const failure = await failed;
    expect(failure).toMatchObject({ code: 'TIMEOUT', httpStatus: undefined, retryable: true });
    expect(String(failure.cause)).toContain('ConnectTimeout');
    expectWithout(failure, SECRET, TOKEN);
  });

  it('ends the call and its connection with TIMEOUT when the TLS handshake is not answered', async () => {
    await using server = await startMuteServer();
    using timers = stopTimers();
    const own = serviceAt(`https://${server.endpoint}`, { connectTimeoutMs: HOUR, readTimeoutMs: 1 });
    const failed = failureOf(own.call('IncreaseInstance', {}));
    await until(() => server.open() === 1);
    timers.elapse(HOUR);
    const failure = await failed;
    expect(failure).toMatchObject({ code: 'TIMEOUT', httpStatus: undefined, retryable: true });
    expect(String(failure.cause)).toContain('ConnectTimeout');
    expectWithout(failure, SECRET, TOKEN);
    server.read();
    await until(() => server.open() === 0);
  });
});
