import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import {
  type CatalogueEntry,
  type EntryOutcome,
  type ImportOptions,
  importCatalogue,
  importPolicy,
  type ObjectStore,
} from '../../src/index.ts';
import { logCalls } from '../support/call-log.ts';
import { rpcCall } from '../support/rpc-call.ts';
import {
  errorCodes,
  importAndCollect,
  into,
  makeSamples,
  quickEmulator,
  storeOf,
} from './import-test-bed.ts';
import { outcomesIn } from './outcome-files.ts';

let samples: Awaited<ReturnType<typeof makeSamples>>;
let image: string;
let folder: string;
beforeAll(async () => {
  samples = await makeSamples();
  image = samples.rows.find(({ expected }) => expected === 'accepted')?.image ?? '';
  folder = await mkdtemp(join(tmpdir(), 'verify-export-'));
});
afterAll(async () => {
  await samples[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const nameOf = (n: number) => `${n}${image.slice(image.lastIndexOf('.'))}`;
const add = (n: number): CatalogueEntry => ({ productId: `P${n}`, image, picName: nameOf(n) });
const adds = (count: number) => Array.from({ length: count }, (_, n) => add(n + 1));
const optionsFor = (emulator: Emulator, more: Partial<ImportOptions> = {}) =>
  ({ ...into(emulator), images: samples.dir, verify: 'export', linesPerTask: 3, ...more }) as ImportOptions;

const told = (outcomes: readonly EntryOutcome[]) =>
  outcomes.map((one) => [one.place.line, one.status, one.verified, ...errorCodes(one)].join(' ')).toSorted();

/** A store that lets something happen when increment.meta of the nth task is put. */
function storeWith(emulator: Emulator, nth: number, happen: () => Promise<unknown>): ObjectStore {
  const store = storeOf(emulator);
  let tasks = 0;
  return {
    name: store.name,
    put: async (key, content, options) => {
      if (key.endsWith('increment.meta') && ++tasks === nth) await happen();
      return store.put(key, content, options);
    },
    read: (key, range, options) => store.read(key, range, options),
    head: (key, options) => store.head(key, options),
    delete: (key, options) => store.delete(key, options),
    list: (prefix, options) => store.list(prefix, options),
  };
}

const deleteFrom = (emulator: Emulator, n: number) =>
  rpcCall(emulator, {
    action: 'DeleteImage',
    form: { InstanceName: emulator.instanceName, ProductId: `P${n}`, PicName: nameOf(n) },
  });

describe("importCatalogue() with verify: 'export'", () => {
  it.each(['batch', 'direct'] as const)(
    'verifies every image by one export, by the route %s',
    async (route) => {
      await using emulator = await quickEmulator();
      await importCatalogue([add(99)], optionsFor(emulator));
      using calls = logCalls(emulator.imageSearchEndpoint);
      const catalogue = [
        ...adds(8),
        { operationType: 'DELETE', productId: 'P99', picName: nameOf(99) } as const,
        { productId: 'P50', image: 'nowhere.png' },
      ];
      const { summary, outcomes } = await importAndCollect(catalogue, optionsFor(emulator, { route }));
      expect(told(outcomes)).toEqual(
        [
          ...Array.from({ length: 8 }, (_, n) => `${n + 1} imported true`),
          ...['9 deleted true', '10 refused false IMAGE_MISSING'],
        ].toSorted(),
      );
      expect(summary.verification).toMatchObject({ images: 9, asked: 9, missing: 0, notAsked: undefined });
      expect(summary.tasks).toBe(route === 'batch' ? 3 : 0);
      expect(calls.operations.filter((one) => one === 'DumpMeta')).toHaveLength(1);
      expect(calls.operations).not.toContain('CheckImageExists');
    },
  );

  it('asks for an image that the export does not show, and tells one that is missing as failed', async () => {
    await using emulator = await quickEmulator();
    const store = storeWith(emulator, 2, () => deleteFrom(emulator, 2));
    using calls = logCalls(emulator.imageSearchEndpoint);
    const { summary, outcomes } = await importAndCollect(
      adds(6),
      optionsFor(emulator, { store, retries: 0 }),
    );
    expect(told(outcomes)).toEqual(
      [1, 2, 3, 4, 5, 6].map((n) => (n === 2 ? '2 failed false NOT_IN_GALLERY' : `${n} imported true`)),
    );
    expect(summary).toMatchObject({ succeeded: 5, failed: 1, verification: { asked: 6, missing: 1 } });
    expect(new Set(calls.operations)).toContain('CheckImageExists');
  });

  it('leaves what the export does not show unverified when there is no time to ask', async () => {
    await using emulator = await quickEmulator();
    const store = storeWith(emulator, 2, () => deleteFrom(emulator, 2));
    const { summary, outcomes } = await importAndCollect(
      adds(6),
      optionsFor(emulator, { store, verifyMinutes: 0 }),
    );
    expect(told(outcomes)).toContain('2 imported false');
    expect(summary).toMatchObject({ failed: 0, verification: { asked: 5, notAsked: 1 } });
  });

  it.each([
    ['is refused', { kind: 'unavailable', operation: 'DumpMeta' }],
    ['cannot be watched', { kind: 'html-502', operation: 'DumpMetaList', from: 2 }],
  ] as const)('leaves every image unverified when the export %s', async (_, fault) => {
    await using emulator = await quickEmulator();
    emulator.addFault({ ...fault, times: 'always' });
    const { summary, outcomes } = await importAndCollect(adds(4), optionsFor(emulator, { patienceMs: 0 }));
    expect(told(outcomes)).toEqual([1, 2, 3, 4].map((n) => `${n} imported false`));
    expect(outcomes.every(({ issues }) => issues.some(({ code }) => code === 'UNVERIFIED'))).toBe(true);
    expect(summary).toMatchObject({ succeeded: 4, failed: 0 });
  });

  it('imports again what has failed for a passing reason, with an export of that round', async () => {
    let failures = 1;
    await using emulator = await quickEmulator({
      failImage: ({ productId }) => (productId === 'P2' && failures-- > 0 ? 'InternalOssError' : undefined),
    });
    using calls = logCalls(emulator.imageSearchEndpoint);
    const { summary, outcomes } = await importAndCollect(adds(4), optionsFor(emulator));
    expect(told(outcomes)).toEqual([1, 2, 3, 4].map((n) => `${n} imported true`));
    expect(summary).toMatchObject({ retried: 1, tasks: 3 });
    expect(calls.operations.filter((one) => one === 'DumpMeta')).toHaveLength(2);
  });

  it.each([
    [
      'while tasks run',
      ({ stage, taskId }: { stage: string; taskId?: string | undefined }) =>
        stage === 'waiting' && taskId === '2',
    ],
    ['while outcomes are told', ({ stage }: { stage: string }) => stage === 'verifying'],
  ])('goes on when it was ended %s: each task once, each entry told in the files', async (name, isTime) => {
    await using emulator = await quickEmulator();
    const state = join(folder, name);
    const options = optionsFor(emulator, { state });
    const stop = new AbortController();
    const stopping = importCatalogue(adds(7), {
      ...options,
      signal: stop.signal,
      onProgress: (progress) => {
        if (isTime(progress)) stop.abort(new Error('enough'));
      },
    });
    await expect(stopping).rejects.toThrow('enough');
    const summary = await importCatalogue(adds(7), options);
    expect(summary).toMatchObject({ supplied: 7, succeeded: 7, tasks: 3 });
    expect((await outcomesIn(state)).map(({ outcome }) => [outcome.status, outcome.verified])).toEqual(
      Array(7).fill(['imported', true]),
    );
    expect(emulator.gallery()).toHaveLength(7);
  });

  it('says in a dry run that it would export, and in a policy which actions that takes', async () => {
    await using emulator = await quickEmulator();
    const { summary } = await importAndCollect(adds(4), optionsFor(emulator, { dryRun: true }));
    expect(summary.dryRun?.requests).toMatchObject({ DumpMeta: 1, CheckImageExists: 0 });
    const { uses } = importPolicy({
      to: 'oss://bucket/f',
      region: 'cn-shanghai',
      instance: 'i',
      verify: 'export',
    });
    expect(Object.keys(uses)).toEqual(
      expect.arrayContaining(['imagesearch:DumpMeta', 'imagesearch:DumpMetaList']),
    );
  });
});
