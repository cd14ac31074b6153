import { getEventListeners } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import { abortable } from '../../../src/shared/async/abortable.ts';
import { retry } from '../../../src/shared/async/retry.ts';
import { type Clock, sleep, systemClock } from '../../../src/shared/async/sleep.ts';
import { untilAborted } from '../../../src/shared/async/until-aborted.ts';
import { ImageSearchError } from '../../../src/shared/errors/image-search-error.ts';
import { atOnce, collect, never } from './collect.ts';

const reason = new Error('Enough');
const listeners = (signal: AbortSignal) => getEventListeners(signal, 'abort').length;
const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

describe('sleep', () => {
  test('resolves after the time and leaves no listener', async () => {
    const { signal } = new AbortController();
    const start = performance.now();
    const slept = sleep(30, signal);
    expect(listeners(signal)).toBe(1);
    await slept;
    expect(performance.now() - start).toBeGreaterThanOrEqual(28); // Node's timers may be a millisecond early
    expect(listeners(signal)).toBe(0);
  });

  test('rejects at once with the reason and leaves neither timer nor listener when it is aborted', async () => {
    const controller = new AbortController();
    const before = timers();
    const slept = sleep(60_000, controller.signal);
    expect(timers()).toBe(before + 1);
    controller.abort(reason);
    await expect(slept).rejects.toBe(reason);
    expect(timers()).toBe(before);
    expect(listeners(controller.signal)).toBe(0);
  });

  test('starts no timer when the signal was aborted before', async () => {
    const before = timers();
    const slept = sleep(60_000, AbortSignal.abort(reason));
    expect(timers()).toBe(before);
    await expect(slept).rejects.toBe(reason);
  });

  test('does not wake at once when the time is longer than a timer can be', async () => {
    const controller = new AbortController();
    const slept = sleep(2 ** 31, controller.signal); // Node makes a timer of 1 ms of it
    expect(await Promise.race([slept, sleep(30).then(() => 'asleep')])).toBe('asleep');
    controller.abort(reason);
    await expect(slept).rejects.toBe(reason);
  });
});

describe('untilAborted', () => {
  test('gives the result of the work and leaves no listener', async () => {
    const { signal } = new AbortController();
    expect(await untilAborted(Promise.resolve(7), signal)).toBe(7);
    expect(await untilAborted(Promise.resolve(7), undefined)).toBe(7);
    await expect(untilAborted(Promise.reject(reason), signal)).rejects.toBe(reason);
    expect(listeners(signal)).toBe(0);
  });

  test('rejects at once with the reason and tears the work down once when it is aborted', async () => {
    const controller = new AbortController();
    const tearDown = vi.fn();
    const waiting = untilAborted(never(), controller.signal, tearDown);
    controller.abort(reason);
    await expect(atOnce(waiting)).rejects.toBe(reason);
    expect(tearDown).toHaveBeenCalledTimes(1);
    expect(listeners(controller.signal)).toBe(0);
  });

  test('leaves no rejection unheard when the abandoned work fails later', async () => {
    const unheard = vi.fn();
    process.on('unhandledRejection', unheard);
    const controller = new AbortController();
    const failLater = () => sleep(5).then(() => Promise.reject(new Error('Too late')));
    const waiting = untilAborted(failLater(), controller.signal);
    const aborted = untilAborted(failLater(), AbortSignal.abort(reason));
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(aborted).rejects.toBe(reason);
    await sleep(20);
    process.off('unhandledRejection', unheard);
    expect(unheard).not.toHaveBeenCalled();
  });
});

describe('abortable', () => {
  /** Yields 0, 1, … and says when it was closed. */
  function counting(upTo: number) {
    const state = { given: 0, closed: 0 };
    const source = (async function* () {
      try {
        for (; state.given < upTo; ) yield state.given++;
        await never();
      } finally {
        state.closed += 1;
      }
    })();
    return { state, source };
  }

  test('hands on everything of an iterable and of an async iterable', async () => {
    expect(await collect(abortable([1, 2, 3], new AbortController().signal))).toEqual([1, 2, 3]);
    expect(await collect(abortable([], undefined))).toEqual([]);
    expect(await collect(abortable(abortable([1, 2], undefined), undefined))).toEqual([1, 2]);
  });

  test('asks for one item at a time and closes the source when the reader stops', async () => {
    const { state, source } = counting(10);
    for await (const item of abortable(source, new AbortController().signal)) if (item === 2) break;
    expect(state).toEqual({ given: 3, closed: 1 });
  });

  test('closes the source and rejects with the reason when it is aborted between items', async () => {
    const { state, source } = counting(10);
    const controller = new AbortController();
    const read = async () => {
      for await (const item of abortable(source, controller.signal)) if (item === 2) controller.abort(reason);
    };
    await expect(read()).rejects.toBe(reason);
    expect(state).toEqual({ given: 3, closed: 1 });
    expect(listeners(controller.signal)).toBe(0);
  });

  test('rejects at once when it is aborted while the source is silent', async () => {
    const { source } = counting(2);
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 10);
    await expect(atOnce(collect(abortable(source, controller.signal)))).rejects.toBe(reason);
  });

  test('closes a source only when it is neither done nor failed', async () => {
    const close = vi.fn(async () => ({ done: true as const, value: undefined }));
    const source = (next: () => Promise<IteratorResult<number>>) => ({
      [Symbol.asyncIterator]: () => ({ next, return: close }),
    });
    await collect(
      abortable(
        source(async () => ({ done: true, value: undefined })),
        undefined,
      ),
    );
    await expect(
      collect(
        abortable(
          source(() => Promise.reject(reason)),
          undefined,
        ),
      ),
    ).rejects.toBe(reason);
    expect(close).not.toHaveBeenCalled();
    for await (const _ of abortable(
      source(async () => ({ done: false, value: 1 })),
      undefined,
    ))
      break;
    expect(close).toHaveBeenCalledTimes(1);
  });
});

describe('retry', () => {
  const passing = (retryable: boolean) => new ImageSearchError('Busy', { code: 'Throttling', retryable });

  /** A clock on which nothing takes time, and the waits that were asked of it. */
  function instantClock() {
    const waits: number[] = [];
    const clock: Clock = {
      now: systemClock.now,
      sleep: async (ms, signal) => {
        waits.push(ms);
        signal?.throwIfAborted();
      },
    };
    return { clock, waits };
  }

  /** Fails with each error in turn, then gives 'done'. */
  function failing(...errors: unknown[]) {
    const state = { calls: 0 };
    const call = async () => {
      const error = errors[state.calls++];
      if (error !== undefined) throw error;
      return 'done';
    };
    return { state, call };
  }

  test('calls once when the call succeeds', async () => {
    const { state, call } = failing();
    const { clock, waits } = instantClock();
    expect(await retry(call, { clock })).toBe('done');
    expect([state.calls, waits]).toEqual([1, []]);
  });

  test('calls again while a retryable ImageSearchError is thrown', async () => {
    const { state, call } = failing(passing(true), passing(true), passing(true));
    const { clock } = instantClock();
    expect(await retry(call, { clock })).toBe('done');
    expect(state.calls).toBe(4);
  });

  test('throws the last failure as it came when the attempts are used up', async () => {
    const last = passing(true);
    const { state, call } = failing(passing(true), last);
    const { clock, waits } = instantClock();
    await expect(retry(call, { clock, attempts: 2 })).rejects.toBe(last);
    expect([state.calls, waits.length]).toEqual([2, 1]);
  });

  test.each([
    ['not retryable', passing(false)],
    ['of another class', Object.assign(new Error('Busy'), { retryable: true })],
    ['no error', 'busy'],
  ])('does not call again when what is thrown is %s', async (_, error) => {
    const { state, call } = failing(error);
    await expect(retry(call, instantClock())).rejects.toBe(error);
    expect(state.calls).toBe(1);
  });

  test.each([
    [0, [100, 200, 400, 500]],
    [0.5, [150, 300, 600, 750]],
    [1, [200, 400, 800, 1_000]],
  ])(
    'waits from half to the whole of a doubling, capped delay when chance gives %d',
    async (chance, expected) => {
      const { call } = failing(...Array.from({ length: 4 }, () => passing(true)));
      const { clock, waits } = instantClock();
      await retry(call, { clock, attempts: 5, firstDelayMs: 200, maxDelayMs: 1_000, random: () => chance });
      expect(waits).toEqual(expected);
    },
  );

  test.each([
    [0, 0],
    [70_000, 70_000],
    [300_001, 300_000],
  ])('waits as long as the failure asks, five minutes at most, when that is %d ms', async (asked, ms) => {
    const hint = new ImageSearchError('Busy', { code: 'BUSY', retryable: true, retryAfterMs: asked });
    const { call } = failing(hint);
    const { clock, waits } = instantClock();
    await retry(call, { clock, firstDelayMs: 200, maxDelayMs: 1_000 });
    expect(waits).toEqual([ms]);
  });

  test('tells each call the number of the try', async () => {
    const { call } = failing(passing(true), passing(true));
    const numbers: number[] = [];
    const { clock } = instantClock();
    await retry(
      (attempt) => {
        numbers.push(attempt);
        return call();
      },
      { clock },
    );
    expect(numbers).toEqual([1, 2, 3]);
  });

  test('rejects at once with the reason when it is aborted during a wait', async () => {
    const controller = new AbortController();
    const { state, call } = failing(passing(true), passing(true));
    setTimeout(() => controller.abort(reason), 10);
    await expect(atOnce(retry(call, { firstDelayMs: 60_000, signal: controller.signal }))).rejects.toBe(
      reason,
    );
    expect(state.calls).toBe(1);
    expect(listeners(controller.signal)).toBe(0);
  });

  test('calls nothing when it was aborted before', async () => {
    const { state, call } = failing();
    await expect(retry(call, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(state.calls).toBe(0);
  });
});
