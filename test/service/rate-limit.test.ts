import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RateLimit } from '../../src/service/rate-limit.ts';
import { rejection } from '../support/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';

describe('RateLimit', () => {
  it('turn() never lets two calls through closer than the pace, whenever they come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 30 }),
        async (perSecond, gaps) => {
          const clock = new FakeClock({ auto: true, startsAt: 0 });
          const limit = new RateLimit(perSecond, clock);
          const passed: number[] = [];
          for (const gap of gaps) {
            clock.advance(gap);
            await limit.turn();
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
    const limit = new RateLimit(2, clock);
    await limit.turn();
    clock.advance(500);
    await limit.turn();
    expect(clock.waits).toEqual([]);
  });

  it('turn() lets calls through in order when many come at once', async () => {
    const clock = new FakeClock();
    const limit = new RateLimit(4, clock);
    const order: number[] = [];
    const turns = [0, 1, 2, 3].map(async (n) => {
      await limit.turn();
      order.push(n);
    });
    expect(clock.waits).toEqual([250, 500, 750]);
    for (let i = 0; i < 3; i++) clock.advance(250);
    await Promise.all(turns);
    expect(order).toEqual([0, 1, 2, 3]);
  });

  it('turn() takes no turn when it is aborted before', async () => {
    const clock = new FakeClock();
    const limit = new RateLimit(1, clock);
    const reason = new Error('enough');
    expect(await rejection(limit.turn(AbortSignal.abort(reason)))).toBe(reason);
    await limit.turn();
    expect(clock.waits).toEqual([]);
  });
});
