import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator, FaultRule } from '../../src/emulator/index.ts';
import { type ImportOptions, importCatalogue } from '../../src/index.ts';
import { into, makeSamples, quickEmulator } from './import-test-bed.ts';

let samples: Awaited<ReturnType<typeof makeSamples>>;
beforeAll(async () => {
  samples = await makeSamples();
});
afterAll(() => samples[Symbol.asyncDispose]());

/** Imports two good images, does something once the task was started, and gives what was thrown. */
async function failingOnceStarted(
  act: (emulator: Emulator) => void,
  options: Partial<Extract<ImportOptions, { readonly client?: undefined }>> = {},
): Promise<unknown> {
  await using emulator = await quickEmulator();
  const rows = samples.rows.filter(({ expected }) => expected === 'accepted').slice(0, 2);
  let started = false;
  return await importCatalogue(rows, {
    ...into(emulator),
    images: samples.dir,
    onProgress: ({ stage }) => {
      if (stage !== 'waiting' || started) return;
      started = true;
      act(emulator);
    },
    ...options,
  }).catch((error: unknown) => error);
}

const always = (rule: Pick<FaultRule, 'kind' | 'operation'>): FaultRule => ({ ...rule, times: 'always' });
const REF = { version: 1, region: 'cn-shanghai', instance: 'emulated', id: '1', path: '/spring' };

describe.concurrent('importCatalogue(), once its task was started,', () => {
  it.each<[string, FaultRule, string]>([
    [
      'the service stays away',
      always({ kind: 'unavailable', operation: 'IncreaseList' }),
      'ServiceUnavailable',
    ],
    ['answers stay broken', always({ kind: 'garbage', operation: 'IncreaseList' }), 'BAD_ANSWER'],
  ])('rejects with an error that names the task when %s', async (_, rule, code) => {
    const error = await failingOnceStarted((emulator) => void emulator.addFault(rule));
    expect(error).toMatchObject({ name: 'ImageSearchError', code, taskRef: REF });
  });

  it.each<[string, unknown, string]>([
    ['an error', new Error('the disk is full'), 'the disk is full'],
    ['a frozen error', Object.freeze(new Error('the disk is full')), 'the disk is full'],
    ['a string', 'the disk is full', 'the disk is full'],
    ['nothing', undefined, 'undefined'],
    ['what cannot be shown', Object.create(null), 'something that cannot be shown'],
  ])('names the callback, the entry and the task when onOutcome throws %s', async (_, own, message) => {
    const onOutcome = () => {
      throw own;
    };
    const error = await failingOnceStarted(() => {}, { onOutcome });
    expect(error).toMatchObject({
      message: `'onOutcome' threw for entry 1, line 1: ${message}`,
      taskRef: REF,
    });
    expect((error as Error).cause).toBe(own);
  });

  it.each<[string, unknown]>([
    ['an error', new Error('the screen is gone')],
    ['a frozen error', Object.freeze(new Error('the screen is gone'))],
  ])('names the callback and the task when onProgress throws %s', async (_, own) => {
    const error = await failingOnceStarted(() => {}, {
      onProgress: ({ stage }) => {
        if (stage === 'verifying') throw own;
      },
    });
    expect(error).toMatchObject({ message: "'onProgress' threw: the screen is gone", taskRef: REF });
    expect((error as Error).cause).toBe(own);
  });

  it('rejects with the signal’s own reason, which stays as it is', async () => {
    const stop = new AbortController();
    const reason = new Error('enough');
    const error = await failingOnceStarted(() => stop.abort(reason), { signal: stop.signal });
    expect(error).toBe(reason);
    expect(error).not.toHaveProperty('taskRef');
  });

  it('imports what the gallery could not be asked for, unverified', async () => {
    const statuses: unknown[] = [];
    const summary = await failingOnceStarted(
      (emulator) => void emulator.addFault(always({ kind: 'unavailable', operation: 'CheckImageExists' })),
      {
        onOutcome: ({ status, verified, issues }) => void statuses.push([status, verified, issues[0]?.code]),
      },
    );
    expect(statuses).toEqual([
      ['imported', false, 'UNVERIFIED'],
      ['imported', false, 'UNVERIFIED'],
    ]);
    expect(summary).toMatchObject({
      succeeded: 2,
      failed: 0,
      verification: { images: 2, asked: 0, missing: 0, unanswered: 2, missingShareAtMost: 1 },
    });
  });
});

it('importCatalogue() throws before any I/O when verify is none of the choices', async () => {
  const wrong = failingOnceStarted(() => {}, { verify: 'some' as 'all' });
  expect(await wrong).toMatchObject({ name: 'TypeError', message: expect.stringContaining("'verify'") });
});
