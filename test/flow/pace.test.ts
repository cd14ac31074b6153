import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { CALL_CHANNEL, type CallMessage, type ImportOptions, importCatalogue } from '../../src/index.ts';
import { into, makeSamples, quickEmulator } from './import-test-bed.ts';

let samples: Awaited<ReturnType<typeof makeSamples>>;
beforeAll(async () => {
  samples = await makeSamples();
});
afterAll(() => samples[Symbol.asyncDispose]());

/** Imports so many entries of one image, and gives the calls of Image Search that it made. */
async function callsOf(
  emulator: Emulator,
  count: number,
  options: Partial<Extract<ImportOptions, { readonly client?: undefined }>> & {
    readonly requestsPerSecond?: object | undefined;
  } = {},
) {
  const [good] = samples.rows.filter(({ expected }) => expected === 'accepted');
  const rows = Array.from({ length: count }, (_, n) => ({ ...good, productId: `P${n}` }));
  const calls: CallMessage[] = [];
  const hear = (message: unknown) => {
    const call = message as CallMessage;
    if (call.endpoint === emulator.imageSearchEndpoint) calls.push(call);
  };
  subscribe(CALL_CHANNEL, hear);
  try {
    const summary = await importCatalogue(rows, { ...into(emulator), images: samples.dir, ...options });
    return {
      summary,
      calls,
      asked: calls.filter(({ operation }) => operation === 'CheckImageExists').length,
    };
  } finally {
    unsubscribe(CALL_CHANNEL, hear);
  }
}

// By the machine's clock, and alone: a machine that is busy delivers a call late, and the next ones then come too close.
describe('importCatalogue()', () => {
  it('keeps to the documented pace of an instance of 5 queries a second: no call is refused', {
    timeout: 120_000,
    retry: 2,
  }, async () => {
    await using emulator = await startEmulator({ taskDurationMs: 0 }); // which refuses what comes too fast
    const { summary, calls } = await callsOf(emulator, 12, { clock: undefined } as Partial<
      Extract<ImportOptions, { readonly client?: undefined }>
    >);
    expect(summary).toMatchObject({ succeeded: 12, verification: { images: 12, asked: 12, missing: 0 } });
    expect(calls.filter(({ ok }) => !ok)).toEqual([]);
  });
});

describe.concurrent('importCatalogue()', () => {
  it.each([
    [5, {}, 50],
    [10, {}, 100],
    [5, { requestsPerSecond: { CheckImageExists: 1 } }, 10],
    [1, { requestsPerSecond: { CheckImageExists: 2 } }, 20],
  ])(
    'takes its sample by the pace it keeps: of %d queries a second with %o it asks for %d images',
    async (queriesPerSecond, options, expected) => {
      await using emulator = await quickEmulator({ queriesPerSecond });
      expect((await callsOf(emulator, 120, options)).asked).toBe(expected);
    },
    120_000,
  );
});
