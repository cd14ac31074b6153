import { describe, expect, it } from 'vitest';
import { BandwidthLimit } from '../../../src/import/transfer/bandwidth-limit.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import fc from '../../support/properties.ts';

describe('BandwidthLimit', () => {
  it('lets a second of bytes go at once, and then each piece once those before it are made up for', async () => {
    const clock = new FakeClock({ auto: true });
    const limit = new BandwidthLimit(1_000, clock);
    for (let n = 0; n < 4; n++) await limit.take(500, undefined);
    expect(clock.waits).toEqual([500]);
  });

  it('lets through no more than the limit and one burst, and does not fall behind, whatever the sizes', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 5_000 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 2_000 }),
        async (sizes, bytesPerSecond) => {
          const clock = new FakeClock({ startsAt: 0, auto: true });
          const limit = new BandwidthLimit(bytesPerSecond, clock);
          let before = 0;
          for (const bytes of sizes) {
            await limit.take(bytes, undefined);
            const due = Math.max(0, (before * 1_000) / bytesPerSecond - 1_000); // what went before is made up for
            expect(clock.now()).toBeCloseTo(due, 3);
            before += bytes;
          }
        },
      ),
    ));

  it('rejects with the reason of its signal', async () => {
    const limit = new BandwidthLimit(1, new FakeClock());
    await limit.take(10, undefined);
    const stopped = new AbortController();
    const waiting = limit.take(1, stopped.signal);
    stopped.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });
});
