import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { AdaptiveLimit } from '../../../src/shared/async/adaptive-limit.ts';
import { rejection } from '../../support/failure.ts';
import fc from '../../support/properties.ts';

type Permit = NonNullable<ReturnType<AdaptiveLimit['tryBegin']>>;
const RESULTS = ['succeeded', 'throttled', 'failed'] as const;

/** A limit with so many calls in flight. */
function busy(calls: number) {
  const limit = new AdaptiveLimit();
  const permits = Array.from({ length: calls }, () => limit.tryBegin() as Permit);
  return { limit, permits };
}

describe('AdaptiveLimit', () => {
  it('begins any number of calls when none was throttled', () => {
    expect(busy(1_000).limit).toMatchObject({ most: Number.POSITIVE_INFINITY, inFlight: 1_000 });
  });

  it('halves once when all calls in flight are throttled together', () => {
    const { limit, permits } = busy(32);
    for (const permit of permits) limit.end(permit, 'throttled');
    expect(limit).toMatchObject({ most: 16, inFlight: 0 });
  });

  it('halves down to one, and never below', () => {
    const { limit, permits } = busy(8);
    for (const permit of permits) limit.end(permit, 'throttled');
    const seen: number[] = [];
    for (let round = 0; round < 4; round++) {
      const began: Permit[] = [];
      for (let permit = limit.tryBegin(); permit; permit = limit.tryBegin()) began.push(permit);
      for (const permit of began) limit.end(permit, 'throttled');
      seen.push(limit.most);
    }
    expect(seen).toEqual([2, 1, 1, 1]);
  });

  it('rises by one for each window of successes, and ends at what there was before', () => {
    const { limit, permits } = busy(8);
    for (const permit of permits) limit.end(permit, 'throttled');
    const seen: number[] = [];
    for (let n = 0; n < 4 + 5 + 6 + 7; n++) {
      limit.end(limit.tryBegin() as Permit, 'succeeded');
      if (seen.at(-1) !== limit.most) seen.push(limit.most);
    }
    expect(seen).toEqual([4, 5, 6, 7, Number.POSITIVE_INFINITY]);
  });

  it('learns nothing from calls that began before it was halved', () => {
    const { limit, permits } = busy(8);
    limit.end(permits.pop() as Permit, 'throttled');
    for (const permit of permits) limit.end(permit, 'succeeded');
    expect(limit.most).toBe(4);
  });

  it('keeps its bounds whatever calls begin and however they end', () => {
    const step = fc.oneof(fc.constant('begin' as const), fc.tuple(fc.nat(), fc.constantFrom(...RESULTS)));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const limit = new AdaptiveLimit();
        const permits: Permit[] = [];
        for (const one of steps) {
          const [before, inFlight] = [limit.most, permits.length];
          if (one === 'begin') {
            const permit = limit.tryBegin();
            expect(permit !== undefined).toBe(inFlight < before);
            if (permit !== undefined) permits.push(permit);
          } else if (inFlight > 0) {
            const [permit] = permits.splice(one[0] % inFlight, 1);
            limit.end(permit as Permit, one[1]);
            const least = Math.max(1, Math.floor(Math.min(before, inFlight) / 2));
            const allowed = { succeeded: [before, before + 1, Number.POSITIVE_INFINITY], failed: [before] };
            expect(one[1] === 'throttled' ? [before, least] : allowed[one[1]]).toContain(limit.most);
          }
          expect(limit.inFlight).toBe(permits.length);
          expect(limit.most).toBeGreaterThanOrEqual(1);
        }
      }),
    );
  });
});

describe('run() of AdaptiveLimit', () => {
  const throttled = new Error('too many');
  const isThrottled = (error: unknown) => error === throttled;

  it('makes every call once, in order, and never more at once than it may, whatever fails', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...RESULTS), { maxLength: 60 }), async (results) => {
        const limit = new AdaptiveLimit();
        const began: number[] = [];
        const calls = results.map((result, n) =>
          limit.run(async () => {
            began.push(n);
            expect(limit.inFlight).toBeGreaterThan(0);
            await Promise.resolve();
            if (result !== 'succeeded') throw result === 'throttled' ? throttled : new Error('other');
            return n;
          }, isThrottled),
        );
        const settled = await Promise.allSettled(calls);
        expect(settled.map(({ status }) => status === 'fulfilled')).toEqual(
          results.map((result) => result === 'succeeded'),
        );
        expect(began).toEqual(results.map((_, n) => n));
        expect(limit.inFlight).toBe(0);
      }),
    );
  });

  it('rejects with the own reason at once when aborted while it waits, and others go on', async () => {
    const { limit, permits } = busy(2);
    limit.end(permits.pop() as Permit, 'throttled');
    const [stop, go] = [new AbortController(), new AbortController()];
    const waiting = limit.run(async () => 'never', isThrottled, stop.signal);
    const next = limit.run(async () => 'next', isThrottled, go.signal);
    stop.abort(new Error('enough'));
    expect(await rejection(waiting)).toBe(stop.signal.reason);
    limit.end(permits.pop() as Permit, 'succeeded');
    expect(await next).toBe('next');
    expect(limit.inFlight).toBe(0);
    for (const { signal } of [stop, go]) expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('gives the place on when aborted in the moment of its turn', async () => {
    const { limit, permits } = busy(2);
    limit.end(permits.pop() as Permit, 'throttled');
    const stop = new AbortController();
    const waiting = limit.run(async () => 'never', isThrottled, stop.signal);
    limit.end(permits.pop() as Permit, 'failed');
    stop.abort(new Error('enough'));
    expect(await rejection(waiting)).toBe(stop.signal.reason);
    expect(await limit.run(async () => 'next', isThrottled)).toBe('next');
    expect(limit.inFlight).toBe(0);
  });
});
