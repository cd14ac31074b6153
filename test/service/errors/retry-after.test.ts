import { describe, expect, it, vi } from 'vitest';
import { retryAfterMs } from '../../../src/service/errors/retry-after.ts';
import { failureOf } from '../../support/failure.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { inTurn, reply, replyJson, resetAtOnce, startFaultServer } from '../../support/fault-server.ts';
import fc from '../../support/properties.ts';
import { serviceAt } from '../../support/service-at.ts';

const now = Date.UTC(2026, 10, 21, 10, 0, 0);
const ok = replyJson(200, { Success: true });

describe('retryAfterMs()', () => {
  it.each([
    ['0', 0],
    ['1', 1_000],
    [' 30 ', 30_000],
    ['300', 300_000],
    ['301', 300_000],
    ['99999999999999999999', 300_000],
    ['Sat, 21 Nov 2026 10:00:07 GMT', 7_000],
    ['Sat, 21 Nov 2026 09:00:00 GMT', 0],
    ['Sat, 21 Nov 2099 09:00:00 GMT', 300_000],
  ])('reads %j', (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms);
  });

  it.each([
    undefined,
    '',
    '-1',
    '1.5',
    '1e3',
    '0x10',
    'soon',
    '30 s',
    'Sat, 99 Nov 2026 10:00:07 GMT',
    '2026-11-21T10:00:07Z',
  ])('gives nothing when it is %j', (header) => {
    expect(retryAfterMs(header, now)).toBeUndefined();
  });

  it('gives nothing or a time from 0 to 5 minutes, whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.date().map(String), fc.nat().map(String)), (header) => {
        const ms = retryAfterMs(header, now) ?? 0;
        expect(ms).toBeGreaterThanOrEqual(0);
        expect(ms).toBeLessThanOrEqual(300_000);
      }),
    );
  });
});

describe('ImageSearchService.call(), with a hint when to come again', () => {
  it.each([
    ['shorter than its own wait', '0', 0],
    ['longer than its own wait', '60', 60_000],
    ['longer than the longest', '86400', 300_000],
  ])('waits as long as the service asks when that is %s', async (_, header, ms) => {
    await using server = await startFaultServer(inTurn(reply(503, '', { 'retry-after': header }), ok));
    const clock = new FakeClock();
    const call = serviceAt(server.endpoint, { clock }).call('CheckImageExists', {});
    await vi.waitFor(() => expect(clock.waits).toEqual([ms]), { timeout: 20_000 }); // the signer is loaded first
    clock.advance(ms);
    await call;
    expect(server.requests).toHaveLength(2);
  });

  it('waits until the date that the service names, by its own clock', async () => {
    const date = { 'retry-after': 'Sat, 21 Nov 2026 10:00:40 GMT' };
    await using server = await startFaultServer(inTurn(reply(503, '', date), ok));
    const clock = new FakeClock({ auto: true, startsAt: now });
    await serviceAt(server.endpoint, { clock }).call('CheckImageExists', {});
    expect(clock.waits).toEqual([40_000]);
  });

  it('goes by its own wait when a later failure has no hint', async () => {
    const hint = { 'retry-after': '60' };
    await using server = await startFaultServer(inTurn(reply(503, '', hint), resetAtOnce, reply(503), ok));
    const clock = new FakeClock({ auto: true });
    await serviceAt(server.endpoint, { clock }).call('CheckImageExists', {});
    expect(clock.waits[0]).toBe(60_000);
    expect(clock.waits.slice(1).every((ms) => ms > 0 && ms < 1_000)).toBe(true);
    expect(clock.waits).toHaveLength(3);
  });

  it('tells the hint of a success, and of an error that is not repeated', async () => {
    const hint = { 'retry-after': '30' };
    await using good = await startFaultServer(replyJson(200, { Success: true }, hint));
    expect(await serviceAt(good.endpoint).call('IncreaseList', {})).toEqual({
      body: { Success: true },
      retryAfterMs: 30_000,
    });
    await using bad = await startFaultServer(replyJson(503, { Code: 'ServiceUnavailable' }, hint));
    const failure = await failureOf(serviceAt(bad.endpoint).call('IncreaseInstance', {}));
    expect(failure.retryAfterMs).toBe(30_000);
    expect(bad.requests).toHaveLength(1);
  });

  it('tells the hint of an answer that reports no success', async () => {
    const hint = { 'retry-after': '30' };
    await using server = await startFaultServer(replyJson(200, { Success: false, Code: 'X' }, hint));
    const failure = await failureOf(serviceAt(server.endpoint).call('Detail', {}));
    expect(failure).toMatchObject({ code: 'X', retryAfterMs: 30_000 });
  });
});
