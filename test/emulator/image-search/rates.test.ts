import { describe, expect, it } from 'vitest';
import { RequestRates } from '../../../src/emulator/image-search/request-rates.ts';
import { type EmulatorOptions, startEmulator } from '../../../src/emulator/index.ts';
import { systemClock } from '../../../src/shared/async/sleep.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import fc from '../../support/properties.ts';
import { type RpcCall, rpcCall } from '../../support/rpc-call.ts';
import { putFolder, tasksOf } from '../../support/test-bed.ts';

const NAMES = { InstanceName: 'emulated', ProductId: 'P', PicName: 'a.jpg' };
const DETAIL: RpcCall = { action: 'Detail' };
const LIST: RpcCall = { action: 'IncreaseList' };
const CHECK: RpcCall = { action: 'CheckImageExists', form: NAMES };
const DELETE: RpcCall = { action: 'DeleteImage', form: NAMES };
const ADD: RpcCall = { action: 'AddImage', form: { ...NAMES, PicContent: 'AAAA' } }; // no image, and yet a call

/** An emulator whose clock stands still, and what becomes of calls to it. */
async function standingStill(options: EmulatorOptions = {}) {
  const clock = new FakeClock();
  const emulator = await startEmulator({ clock, ...options });
  const denied = async (call: RpcCall): Promise<number | undefined> => {
    const { status, body } = await rpcCall(emulator, { date: clock.now(), ...call });
    return body['Code'] === 'DeniedRequest' ? status : undefined;
  };
  return { clock, denied, [Symbol.asyncDispose]: () => emulator.close() };
}

describe('the pace of an instance', () => {
  it.each<[string, RpcCall, number, number, EmulatorOptions]>([
    ['Detail', DETAIL, 1, 400, {}],
    ['IncreaseList', LIST, 1, 403, {}],
    ['AddImage, of 100,000 images', ADD, 1, 403, { capacity: 100_000 }],
    ['AddImage, of more images', ADD, 5, 403, { capacity: 100_001 }],
    ['DeleteImage', DELETE, 20, 403, {}],
    ['CheckImageExists, of 5 queries a second', CHECK, 5, 403, { queriesPerSecond: 5 }],
    ['CheckImageExists, of 10 queries a second', CHECK, 10, 403, { queriesPerSecond: 10 }],
  ])(
    'lets so many calls of %s in within a second, and denies the next',
    async (_, call, perSecond, status, options) => {
      await using still = await standingStill(options);
      for (let n = 0; n < perSecond; n++) expect(await still.denied(call)).toBeUndefined();
      expect(await still.denied(call)).toBe(status);
      still.clock.advance(949);
      expect(await still.denied(call)).toBe(status);
      still.clock.advance(1);
      for (let n = 0; n < perSecond; n++) expect(await still.denied(call)).toBeUndefined();
      expect(await still.denied(call)).toBe(status);
    },
  );

  it('is of each operation on its own', async () => {
    await using still = await standingStill();
    for (const call of [DETAIL, LIST, ADD, CHECK, DELETE]) expect(await still.denied(call)).toBeUndefined();
    for (const call of [DETAIL, LIST, ADD]) expect(await still.denied(call)).toBeDefined();
  });

  it('does not count a call that failed before: unsigned, or with a parameter missing', async () => {
    await using still = await standingStill();
    await still.denied({ ...DETAIL, accessKeySecret: 'wrong' });
    await still.denied({ ...DETAIL, query: { InstanceName: '' } });
    await still.denied({ ...DETAIL, query: { InstanceName: 'other' } });
    expect(await still.denied(DETAIL)).toBeUndefined();
    expect(await still.denied(DETAIL)).toBe(400);
  });

  it('does not hold for IncreaseInstance and AuthorizeFileUpload, and for nothing when it is off', async () => {
    await using still = await standingStill();
    const increase = { action: 'IncreaseInstance', query: { BucketName: 'b', Path: '/p' } };
    const authorize = {
      action: 'AuthorizeFileUpload',
      version: '2019-12-19',
      query: { Product: 'ImageSearch' },
    };
    await using off = await standingStill({ rates: 'off' });
    for (let n = 0; n < 30; n++) {
      expect(await still.denied(increase)).toBeUndefined();
      expect(await still.denied(authorize)).toBeUndefined();
      for (const call of [DETAIL, LIST, ADD, CHECK, DELETE]) expect(await off.denied(call)).toBeUndefined();
    }
  });

  it('lets a task be started and watched by a client that keeps to it, on the clock of the machine', async () => {
    await using emulator = await startEmulator({ taskDurationMs: 0, rates: 'documented' });
    await putFolder(emulator, 'spring');
    const tasks = tasksOf(emulator, { clock: systemClock });
    const state = await tasks.wait(await tasks.submit(`oss://${emulator.bucketName}/spring`));
    expect(state.status).toBe('SUCCESS');
  });

  it('refuses a rule that is none', async () => {
    await expect(startEmulator({ rates: 'slow' as 'off' })).rejects.toThrow(TypeError);
  });
});

describe('RequestRates', () => {
  it('never denies a client that keeps to the pace, be each call up to 50 ms early', () => {
    const early = fc.array(fc.nat(50), { minLength: 5, maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), early, (perSecond, jitter) => {
        const rates = new RequestRates();
        for (const [n, ms] of jitter.map((ms, at) => [at, ms] as const))
          expect(rates.admit('key', perSecond, (n * 1000) / perSecond - ms)).toBe(true);
      }),
    );
  });

  it('never lets more in within 950 ms than the pace, however calls come', () => {
    const pauses = fc.array(fc.nat(400), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), pauses, (perSecond, waits) => {
        const rates = new RequestRates();
        const admitted: number[] = [];
        let now = 0;
        for (const wait of waits) {
          now += wait;
          if (rates.admit('key', perSecond, now)) admitted.push(now);
        }
        for (const at of admitted)
          expect(admitted.filter((one) => one >= at && one < at + 950).length).toBeLessThanOrEqual(perSecond);
        expect(admitted.length).toBeGreaterThan(0);
      }),
    );
  });

  it('lets a call in again when it was cleared', () => {
    const rates = new RequestRates();
    expect([rates.admit('key', 1, 0), rates.admit('key', 1, 0)]).toEqual([true, false]);
    rates.clear();
    expect(rates.admit('key', 1, 0)).toBe(true);
  });
});
