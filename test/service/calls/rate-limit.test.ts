import { getEventListeners } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { RateLimit } from '../../../src/service/calls/rate-limit.ts';
import { rejection } from '../../support/failure.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import fc from '../../support/properties.ts';

describe('RateLimit', () => {
  it('turn() never lets two calls through closer than the pace, whenever they come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 30 }),
        async (perSecond, gaps) => {
          const clock = new FakeClock({ auto: true, startsAt: 0 });
          const limit = new RateLimit(clock);
          const passed: number[] = [];
          for (const gap of gaps) {
            clock.advance(gap);
            await limit.turn(perSecond);
            passed.push(clock.now());
          }
          const least = 1000 / perSecond - 1e-6; // the sums are not exact
          for (const [i, at] of passed.entries()) {
            const before = passed[i - 1];
            if (before !== undefined) expect(at - before).toBeGreaterThanOrEqual(least);
          }
        },
      ),
    );
  });

  it('turn() does not wait when the pace is kept anyway', async () => {
    const clock = new FakeClock();
    const limit = new RateLimit(clock);
    await limit.turn(2);
    clock.advance(500);
    await limit.turn(2);
    expect(clock.waits).toEqual([]);
  });

  it('turn() lets calls through in order when many come at once', async () => {
    const clock = new FakeClock();
    const limit = new RateLimit(clock);
    const order: number[] = [];
    const turns = [0, 1, 2, 3].map(async (n) => {
      await limit.turn(4);
      order.push(n);
    });
    for (const n of [0, 1, 2, 3]) {
      await turns[n];
      expect(order).toEqual([0, 1, 2, 3].slice(0, n + 1));
      await expect.poll(() => clock.sleeping, { interval: 1 }).toBe(n < 3 ? 1 : 0); // one timer, however many wait
      clock.advance(250);
    }
    expect(clock.waits).toEqual([250, 250, 250]);
  });

  it('turn() takes no turn when it is aborted before', async () => {
    const clock = new FakeClock();
    const limit = new RateLimit(clock);
    const reason = new Error('enough');
    expect(await rejection(limit.turn(1, AbortSignal.abort(reason)))).toBe(reason);
    await limit.turn(1);
    expect(clock.waits).toEqual([]);
  });

  it.each([
    ['the first of those who wait', 1],
    ['one in the middle', 2],
    ['the last', 3],
  ])('turn() lets the others move up when %s is aborted', async (_, leaver) => {
    const clock = new FakeClock({ startsAt: 0 });
    const limit = new RateLimit(clock);
    const controllers = [0, 1, 2, 3].map(() => new AbortController());
    const reason = new Error('enough');
    const passed: [number, number][] = [];
    const turns = controllers.map(async ({ signal }, n) => {
      await limit.turn(1, signal);
      passed.push([n, clock.now()]);
    });
    const left = rejection(turns[leaver] ?? Promise.resolve());
    await expect.poll(() => clock.sleeping, { interval: 1 }).toBe(1);
    controllers[leaver]?.abort(reason);
    expect(await left).toBe(reason);
    for (const [place, n] of [1, 2, 3].filter((one) => one !== leaver).entries()) {
      await expect.poll(() => clock.sleeping, { interval: 1 }).toBe(1);
      clock.advance(1_000);
      await turns[n];
      expect(passed.at(-1)).toEqual([n, (place + 1) * 1_000]);
    }
    expect(passed.map(([n]) => n)).toEqual([0, 1, 2, 3].filter((n) => n !== leaver));
    expect(clock.sleeping).toBe(0);
    for (const { signal } of controllers) expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('turn() leaves no timer and no listener behind, in whatever order some are aborted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 0, max: 9 })), async (leavers) => {
        const clock = new FakeClock({ startsAt: 0 });
        const limit = new RateLimit(clock);
        const controllers = Array.from({ length: 10 }, () => new AbortController());
        const passed: number[] = [];
        const turns = controllers.map(async ({ signal }, n) => {
          await limit.turn(10, signal);
          passed.push(n);
        });
        for (const n of leavers) controllers[n]?.abort(new Error('enough'));
        const settled = Promise.allSettled(turns);
        const stay = 10 - leavers.length;
        for (let n = 0; n < stay; n++) {
          await vi.waitFor(() => expect(passed.length + clock.sleeping).toBeGreaterThan(n), { interval: 1 });
          clock.advance(100);
        }
        await settled;
        expect(passed).toEqual(controllers.flatMap((_, n) => (leavers.includes(n) ? [] : [n])));
        expect(clock.sleeping).toBe(0);
        for (const { signal } of controllers) expect(getEventListeners(signal, 'abort')).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});
