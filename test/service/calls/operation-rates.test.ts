import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { describe, expect, it } from 'vitest';
import { GalleryClient } from '../../../src/gallery/gallery-client.ts';
import { CALL_CHANNEL, type CallMessage } from '../../../src/service/calls/call-message.ts';
import { OperationRates } from '../../../src/service/calls/operation-rates.ts';
import { BatchTaskClient } from '../../../src/task/batch-task-client.ts';
import { countCalls, untilQuiet } from '../../support/elapse.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import fc from '../../support/properties.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { connection } from '../../support/test-bed.ts';

const shop = { location: 'h', instance: 'shop' };

describe('OperationRates', () => {
  it('lets the calls of all clients of an instance through one after the other, each turn as long as the rate of its own client says', async () => {
    const call = fc.record({ client: fc.nat(2), gap: fc.nat(1_500) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 3, maxLength: 3 }),
        fc.array(call, { maxLength: 20 }),
        async (perSecond, calls) => {
          const clock = new FakeClock({ auto: true, startsAt: 0 });
          const limits = perSecond.map((Detail) => new OperationRates(shop, { Detail }, clock));
          const passed: { readonly at: number; readonly lasts: number }[] = [];
          for (const { client, gap } of calls) {
            clock.advance(gap);
            await limits[client]?.turn('Detail');
            passed.push({ at: clock.now(), lasts: 1000 / (perSecond[client] ?? 1) });
          }
          for (const [i, { at }] of passed.entries()) {
            const before = passed[i - 1];
            if (before !== undefined) expect(at - before.at).toBeGreaterThanOrEqual(before.lasts - 1e-6);
          }
        },
      ),
    );
  });

  it.each([
    ['another instance', { location: 'h', instance: 'other' }],
    ['an instance of the same name elsewhere', { location: 'h2', instance: 'shop' }],
  ])('does not make %s wait', async (_, place) => {
    const clock = new FakeClock();
    await new OperationRates(shop, {}, clock).turn('Detail');
    await new OperationRates(place, {}, clock).turn('Detail');
    expect(clock.waits).toEqual([]);
  });

  it('does not make another operation wait', async () => {
    const clock = new FakeClock();
    const rates = new OperationRates(shop, {}, clock);
    await rates.turn('Detail');
    await rates.turn('IncreaseList');
    expect(clock.waits).toEqual([]);
  });

  it('does not share turns between clocks', async () => {
    const clocks = [new FakeClock(), new FakeClock()];
    for (const clock of clocks) await new OperationRates(shop, {}, clock).turn('Detail');
    expect(clocks.flatMap(({ waits }) => waits)).toEqual([]);
  });

  it('keeps the rate that was given when the service reports another rate', async () => {
    const clock = new FakeClock({ auto: true });
    const rates = new OperationRates(shop, { CheckImageExists: 2 }, clock);
    rates.learn('CheckImageExists', 10);
    await rates.turn('CheckImageExists');
    await rates.turn('CheckImageExists');
    expect(clock.waits).toEqual([500]);
  });

  it('takes the rate that the service reports when no rate was given', async () => {
    const clock = new FakeClock({ auto: true });
    const rates = new OperationRates(shop, {}, clock);
    expect(rates.rateOf('CheckImageExists')).toBeUndefined();
    rates.learn('CheckImageExists', 10);
    await rates.turn('CheckImageExists');
    await rates.turn('CheckImageExists');
    expect(clock.waits).toEqual([100]);
  });
});

describe('clients of one instance', () => {
  it('are never throttled when two of each kind call at the same time', async () => {
    const clock = new FakeClock();
    await using emulator = await startEmulator({ rates: 'documented', queriesPerSecond: 5, clock });
    const options = { ...connection(emulator), clock };
    const tasks = [new BatchTaskClient(options), new BatchTaskClient(options)];
    const galleries = [new GalleryClient(options), new GalleryClient(options)];
    const messages: CallMessage[] = [];
    const hear = (message: unknown) => void messages.push(message as CallMessage);
    subscribe(CALL_CHANNEL, hear);
    using sending = countCalls();
    const started = clock.now();
    let isDone = false;
    const calls = Promise.all([
      ...tasks.flatMap((client) => [1, 2, 3].map((id) => client.find(String(id)))),
      ...galleries.flatMap((client) => [1, 2, 3, 4, 5].map((n) => client.find('p', `${n}.jpg`))),
    ]).finally(() => {
      isDone = true;
    });
    while (!isDone) {
      await untilQuiet(sending); // the clock does not move while a call is on its way, so that the call arrives at the time it was sent
      clock.advance(100);
    }
    await calls;
    unsubscribe(CALL_CHANNEL, hear);
    expect(messages.filter(({ ok }) => !ok)).toEqual([]);
    expect(messages).toHaveLength(6 + 10 + 2); // each gallery asks Detail once for its rate
    expect(clock.now() - started).toBeGreaterThanOrEqual(5_000); // six calls of IncreaseList
  });
});
