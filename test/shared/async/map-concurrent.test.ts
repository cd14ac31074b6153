import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { mapConcurrent } from '../../../src/shared/async/map-concurrent.ts';
import { sleep } from '../../../src/shared/async/sleep.ts';
import fc from '../../support/properties.ts';
import { atOnce, collect, never } from './collect.ts';

const reason = new Error('Enough');
const identity = async <T>(item: T) => item;
const turns = async (count: number) => {
  for (let at = 0; at < count; at++) await Promise.resolve();
};

/** Numbers from 0, and what was asked of the source. */
function counting(upTo = Number.POSITIVE_INFINITY) {
  const state = { given: 0, closed: 0 };
  const source = (async function* () {
    try {
      while (state.given < upTo) yield state.given++;
    } finally {
      state.closed += 1;
    }
  })();
  return { state, source };
}

/** An endless source that is closed in this way. */
const closing = (close: () => Promise<never>): AsyncIterable<number> => ({
  [Symbol.asyncIterator]: () => ({ next: async () => ({ done: false, value: 1 }), return: close }),
});

describe('mapConcurrent', () => {
  test('keeps the order and never has more than N in work whatever time items take', async () => {
    const delays = fc.array(fc.nat(12), { maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(
        delays,
        fc.integer({ min: 1, max: 5 }),
        fc.nat(5),
        fc.boolean(),
        async (items, concurrency, slow, isSync) => {
          let [inWork, most, started, read] = [0, 0, 0, 0];
          const map = async (delay: number) => {
            started += 1;
            most = Math.max(most, ++inWork);
            expect(started - read).toBeLessThanOrEqual(concurrency + 1); // those in work, and the one the reader has
            await turns(delay);
            inWork -= 1;
            return delay;
          };
          const results: number[] = [];
          const source = isSync
            ? items
            : (async function* () {
                yield* items;
              })();
          for await (const result of mapConcurrent(source, map, { concurrency })) {
            read += 1;
            results.push(result);
            await turns(slow);
          }
          expect(results).toEqual(items);
          expect(most).toBeLessThanOrEqual(concurrency);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('has as many in work as it may when the source has enough', async () => {
    let [inWork, most] = [0, 0];
    const map = async () => {
      most = Math.max(most, ++inWork);
      await sleep(5);
      inWork -= 1;
    };
    await collect(mapConcurrent(counting(12).source, map, { concurrency: 4 }));
    expect(most).toBe(4);
  });

  test('slows the source when the reader is slow', async () => {
    const { state, source } = counting();
    const results = mapConcurrent(source, identity, { concurrency: 3 });
    await results.next();
    await sleep(20);
    expect(state.given).toBeLessThanOrEqual(4); // the one that was read, and three in work
    await results.next();
    await sleep(20);
    expect(state.given).toBeLessThanOrEqual(5);
    await results.return();
  });

  test('hands on a result when the source waits for it to be read', async () => {
    let wasRead: () => void = () => {};
    const source = (async function* () {
      for (let at = 0; at < 5; at++) {
        const read = new Promise<void>((resolve) => {
          wasRead = resolve;
        });
        yield at;
        await read;
      }
    })();
    const results: number[] = [];
    const run = async () => {
      for await (const result of mapConcurrent(source, identity, { concurrency: 4 })) {
        results.push(result);
        wasRead();
      }
    };
    expect(await atOnce(run())).toBeUndefined();
    expect(results).toEqual([0, 1, 2, 3, 4]);
  });

  test("ends with the source's failure, aborts what is in work and does not close what failed", async () => {
    const failure = new Error('The database is gone');
    const seen: AbortSignal[] = [];
    let [at, closed] = [0, 0];
    const source = {
      [Symbol.asyncIterator]: () => ({
        next: async () => {
          if (at === 2) throw failure;
          return { done: false, value: at++ };
        },
        return: async () => {
          closed += 1;
          throw new Error('Closing failed too');
        },
      }),
    };
    const map = async (_: number, signal: AbortSignal) => {
      seen.push(signal);
      await sleep(60_000, signal);
    };
    await expect(atOnce(collect(mapConcurrent(source, map, { concurrency: 4 })))).rejects.toBe(failure);
    expect(seen.map(({ aborted }) => aborted)).toEqual([true, true]);
    expect(closed).toBe(0);
  });

  test.each([
    ['rejects', async () => Promise.reject(reason)],
    [
      'throws',
      () => {
        throw reason;
      },
    ],
  ])('ends with the first failure of the mapping and closes the source when it %s', async (_, fail) => {
    const { state, source } = counting();
    const results: number[] = [];
    const map = (item: number): Promise<number> => (item === 2 ? fail() : identity(item));
    const run = async () => {
      for await (const one of mapConcurrent(source, map, { concurrency: 1 })) results.push(one);
    };
    await expect(run()).rejects.toBe(reason);
    expect(results).toEqual([0, 1]);
    expect(state).toEqual({ given: 3, closed: 1 });
  });

  test("tells of the mapping's failure when closing the source fails too", async () => {
    const source = closing(() => Promise.reject(new Error('Closing failed')));
    await expect(
      collect(mapConcurrent(source, () => Promise.reject(reason), { concurrency: 2 })),
    ).rejects.toBe(reason);
  });

  test("rejects with the closing's failure when the reader stops", async () => {
    const source = closing(() => Promise.reject(reason));
    const results = mapConcurrent(source, identity, { concurrency: 2 });
    await results.next();
    await expect(results.return()).rejects.toBe(reason);
  });

  test('closes the source, aborts what is in work and waits for its end when the reader stops', async () => {
    const { state, source } = counting();
    const ends: number[] = [];
    const map = async (item: number, signal: AbortSignal) => {
      await sleep(item === 0 ? 5 : 60_000, signal).catch(() => {});
      if (item === 0) return item;
      await sleep(5); // tidying up
      ends.push(item);
      return item;
    };
    for await (const one of mapConcurrent(source, map, { concurrency: 3 })) {
      expect(one).toBe(0);
      break;
    }
    expect(ends).toEqual([1, 2]);
    expect(state.closed).toBe(1);
  });

  test('rejects at once with its own reason and leaves no listener when it is aborted', async () => {
    const controller = new AbortController();
    const { state, source } = counting();
    const map = (item: number, signal: AbortSignal) => sleep(item === 0 ? 0 : 60_000, signal);
    setTimeout(() => controller.abort(reason), 10);
    const run = collect(mapConcurrent(source, map, { concurrency: 3, signal: controller.signal }));
    await expect(atOnce(run)).rejects.toBe(reason);
    expect(state.closed).toBe(1);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  test('rejects at once when it is aborted while the source is silent', async () => {
    const controller = new AbortController();
    const source = (async function* () {
      yield 0;
      await never();
    })();
    setTimeout(() => controller.abort(reason), 10);
    const run = collect(mapConcurrent(source, identity, { concurrency: 2, signal: controller.signal }));
    await expect(atOnce(run)).rejects.toBe(reason);
  });

  test('asks the source for nothing when it was aborted before', async () => {
    const { state, source } = counting();
    const run = collect(
      mapConcurrent(source, identity, { concurrency: 2, signal: AbortSignal.abort(reason) }),
    );
    await expect(run).rejects.toBe(reason);
    expect(state.given).toBe(0);
  });

  test.each([0, 1.5, Number.NaN, -1])(
    'rejects with RangeError when concurrency is %d',
    async (concurrency) => {
      await expect(collect(mapConcurrent([1], identity, { concurrency }))).rejects.toThrow(RangeError);
    },
  );
});
