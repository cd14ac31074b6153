import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator, EmulatorOptions } from '../../src/emulator/index.ts';
import {
  type CatalogueEntry,
  CatalogueImport,
  type EntryOutcome,
  type ImportProgress,
  importCatalogue,
  type ObjectStore,
} from '../../src/index.ts';
import { listData } from '../support/rpc-call.ts';
import {
  errorCodes,
  importAndCollect,
  into,
  makeSamples,
  quickEmulator,
  storeOf,
} from './import-test-bed.ts';

let samples: Awaited<ReturnType<typeof makeSamples>>;
let image: string;
beforeAll(async () => {
  samples = await makeSamples();
  image = samples.rows.find(({ expected }) => expected === 'accepted')?.image ?? '';
});
afterAll(() => samples[Symbol.asyncDispose]());

const extension = () => image.slice(image.lastIndexOf('.'));
const add = (n: number): CatalogueEntry => ({ productId: `P${n}`, image, picName: `${n}${extension()}` });
const adds = (count: number) => Array.from({ length: count }, (_, n) => add(n + 1));

const optionsFor = (emulator: Emulator) => ({ ...into(emulator), images: samples.dir });
const tasksOf = async (emulator: Emulator) =>
  (await listData(emulator, { PageSize: '100' })).Increments.Instance;
const statuses = (outcomes: readonly EntryOutcome[]) =>
  Object.fromEntries(
    outcomes.map((outcome) => [outcome.place.line, [outcome.status, ...errorCodes(outcome)].join(' ')]),
  );

/** Fails these products, so many times each. */
function failing(times: Readonly<Record<string, number>>, code = 'InternalOssError') {
  const left = new Map(Object.entries(times));
  const failImage: EmulatorOptions['failImage'] = ({ productId }) => {
    const more = left.get(productId) ?? 0;
    left.set(productId, more - 1);
    return more > 0 ? code : undefined;
  };
  return { failImage };
}

describe('importCatalogue()', () => {
  it('imports entries again in one task of their own when they failed for a reason that passes', async () => {
    await using emulator = await quickEmulator(failing({ P2: 1, P5: 1, P6: 2 }));
    const options = { ...optionsFor(emulator), linesPerTask: 3 };
    const { summary, outcomes } = await importAndCollect(adds(7), options);
    expect(statuses(outcomes)).toEqual({
      ...{ 1: 'imported', 2: 'imported', 3: 'imported', 4: 'imported', 5: 'imported' },
      ...{ 6: 'failed InternalOssError', 7: 'imported' },
    });
    expect(outcomes).toHaveLength(7);
    expect(summary).toMatchObject({ submitted: 7, succeeded: 6, failed: 1, retried: 3, tasks: 4 });
    expect(await tasksOf(emulator)).toHaveLength(4);
  });

  it.each([
    [0, 'failed InternalOssError', 1],
    [1, 'failed InternalOssError', 2],
    [2, 'imported', 3],
  ])('imports an entry that fails twice again when retries is %i', async (retries, status, tasks) => {
    await using emulator = await quickEmulator(failing({ P2: 2 }));
    const { summary, outcomes } = await importAndCollect(adds(3), { ...optionsFor(emulator), retries });
    expect(statuses(outcomes)).toEqual({ 1: 'imported', 2: status, 3: 'imported' });
    expect(summary).toMatchObject({ retried: retries === 0 ? 0 : 1, tasks });
  });

  it('does not import an entry again when its reason stays', async () => {
    await using emulator = await quickEmulator(failing({ P2: 1 }, 'InvalidPicContent'));
    const { summary, outcomes } = await importAndCollect(adds(3), optionsFor(emulator));
    expect(statuses(outcomes)).toMatchObject({ 2: 'failed InvalidPicContent' });
    expect(summary).toMatchObject({ retried: 0, tasks: 1 });
  });

  it('keeps a DELETE with the ADD that replaces it when that is imported again', async () => {
    await using emulator = await quickEmulator(failing({ P4: 1, P5: 2 }));
    const deletes = [4, 5].map((n) => ({
      operationType: 'DELETE' as const,
      productId: `P${n}`,
      picName: add(n).picName,
    }));
    const options = { ...optionsFor(emulator), linesPerTask: 3 };
    const { summary, outcomes } = await importAndCollect([...deletes, add(3), add(4), add(5)], options);
    expect(statuses(outcomes)).toEqual({
      ...{ 1: 'skipped', 2: 'refused REPLACEMENT_NOT_DONE' },
      ...{ 3: 'imported', 4: 'imported', 5: 'failed InternalOssError' },
    });
    expect(summary).toMatchObject({
      supplied: 5,
      skipped: 1,
      refused: 1,
      submitted: 3,
      retried: 2,
      tasks: 3,
    });
  });

  it('sends no image again that is imported again', async () => {
    await using emulator = await quickEmulator(failing({ P1: 1, P2: 1 }));
    const real = storeOf(emulator);
    const sent: string[] = [];
    const store: ObjectStore = {
      name: real.name,
      read: (key, range, options) => real.read(key, range, options),
      head: (key, options) => real.head(key, options),
      delete: (key, options) => real.delete(key, options),
      list: (prefix, options) => real.list(prefix, options),
      put: (key, content, options) => {
        sent.push(key);
        return real.put(key, content, options);
      },
    };
    const { summary } = await importAndCollect(adds(3), { ...optionsFor(emulator), store });
    expect(summary).toMatchObject({ succeeded: 3, retried: 2, tasks: 2 });
    const meta = 'spring/increment.meta';
    const images = [1, 2, 3].map((n) => `spring/${n}${extension()}`);
    expect(sent.toSorted()).toEqual([...images, meta, meta].toSorted());
    real.close();
  });

  it.each([
    [[5], 8],
    [[1], 8],
    [[2, 7], 8],
    [[3, 4], 8],
    [[1, 2, 3], 3],
    [[1], 1],
  ])('fails lines %j alone when they make the whole task of %i lines fail', async (bad, count) => {
    await using emulator = await quickEmulator({
      badLine: 'failsTask',
      failImage: ({ productId }) =>
        bad.includes(Number(productId.slice(1))) ? 'InvalidPicContent' : undefined,
    });
    const { summary, outcomes } = await importAndCollect(adds(count), optionsFor(emulator));
    const expected = adds(count).map((_, n) => [
      n + 1,
      bad.includes(n + 1) ? 'failed TASK_FAILED' : 'imported',
    ]);
    expect(statuses(outcomes)).toEqual(Object.fromEntries(expected));
    expect(summary).toMatchObject({ failed: bad.length, succeeded: count - bad.length, retried: 0 });
    expect(emulator.gallery()).toHaveLength(count - bad.length);
    expect(await tasksOf(emulator)).toHaveLength(summary.tasks);
  });

  it('halves the tasks of a shard no more when twenty have failed and none has succeeded', async () => {
    await using emulator = await quickEmulator({
      badLine: 'failsTask',
      failImage: ({ productId }) => (Number(productId.slice(1)) <= 40 ? 'InvalidPicContent' : undefined),
    });
    const options = { ...optionsFor(emulator), linesPerTask: 40 };
    const { summary } = await importAndCollect(adds(45), options);
    // Twenty tasks fail, three parts are left that are tried once each, and one task is of the next shard.
    expect(summary).toMatchObject({ failed: 40, succeeded: 5, tasks: 24 });
  });

  it('runs as many tasks as before when it is aborted after each of them', async () => {
    const make = () =>
      quickEmulator({
        badLine: 'failsTask',
        failImage: ({ productId }) => (['P3', 'P6'].includes(productId) ? 'InvalidPicContent' : undefined),
      });
    await using whole = await make();
    const { summary } = await importAndCollect(adds(8), optionsFor(whole));
    await using emulator = await make();
    const state = await mkdtemp(join(tmpdir(), 'tried-again-'));
    let aborted = 0;
    for (let seen = ''; ; ) {
      const stop = new AbortController();
      const onProgress = ({ stage, taskId }: ImportProgress) => {
        if (stage !== 'waiting' || taskId === undefined || Number(taskId) <= Number(seen)) return;
        seen = taskId;
        stop.abort(new Error('enough'));
      };
      const options = { ...optionsFor(emulator), state, signal: stop.signal, onProgress };
      const ended = await importCatalogue(adds(8), options).catch((error: Error) => error.message);
      if (ended !== 'enough') {
        expect(ended).toMatchObject({ succeeded: 6, failed: 2, tasks: summary.tasks });
        break;
      }
      aborted += 1;
    }
    expect(aborted).toBe(summary.tasks);
    expect(await tasksOf(emulator)).toHaveLength(summary.tasks);
    await rm(state, { recursive: true });
  });
});

describe('importCatalogue() of a product that is deleted as a whole and gets images', () => {
  const deleted = { operationType: 'DELETE' as const, productId: 'P1' };
  const SEEDS = [1, 2, 3, 4, 5, 6];

  it.each(SEEDS)(
    'ends with the new images when lines are carried out in a random order (seed %i)',
    async (seed) => {
      await using emulator = await quickEmulator({ lineOrder: { seed } });
      const old = { ...add(1), picName: `old${extension()}` };
      await importAndCollect([old, { ...old, productId: 'P2' }], optionsFor(emulator));
      const options = { ...optionsFor(emulator), allowProductDeletes: true };
      const { summary, outcomes } = await importAndCollect([deleted, add(1), add(3)], options);
      expect(statuses(outcomes)).toEqual({ 1: 'deleted', 2: 'imported', 3: 'imported' });
      expect(summary).toMatchObject({ tasks: 2 });
      const names = emulator.gallery().map(({ ProductId, PicName }) => `${ProductId} ${PicName}`);
      expect(names.toSorted()).toEqual([`P1 1${extension()}`, `P2 old${extension()}`, `P3 3${extension()}`]);
    },
  );

  it('needs no further task when the images are in a later shard', async () => {
    await using emulator = await quickEmulator();
    const options = { ...optionsFor(emulator), allowProductDeletes: true, linesPerTask: 2 };
    const { summary } = await importAndCollect([deleted, add(2), add(1), add(3)], options);
    expect(summary).toMatchObject({ succeeded: 4, tasks: 2 });
  });

  it('does not delete the product in a later round when its DELETE fails for a reason that passes', async () => {
    await using emulator = await quickEmulator(failing({ P1: 1 }));
    const options = { ...optionsFor(emulator), allowProductDeletes: true };
    const { outcomes } = await importAndCollect([deleted, add(1)], options);
    const inGallery = emulator.gallery().map(({ ProductId }) => ProductId);
    expect(inGallery).toEqual(['P1']);
    expect(outcomes.find(({ place }) => place.line === 2)?.status).toBe('imported');
  });
});

describe('importCatalogue() with limits', () => {
  const refused = { productId: 'NO', image: 'nowhere.jpg' };

  it.each([
    [{ maxRefused: 2 }, 3, true],
    [{ maxRefused: 3 }, 3, false],
    [{ maxRefused: 0 }, 1, true],
    [{ maxRefused: 0.25 }, 3, true],
    [{ maxRefused: 0.5 }, 3, false],
  ])(
    'with %j stops before its first task when %i of some entries are refused: %s',
    async (limit, bad, stops) => {
      await using emulator = await quickEmulator();
      const state = await mkdtemp(join(tmpdir(), 'limits-'));
      const entries = [...adds(4), ...Array.from({ length: bad }, () => refused)];
      const options = { ...optionsFor(emulator), state };
      const ending = await importCatalogue(entries, { ...options, ...limit }).catch(
        (error: unknown) => error,
      );
      if (stops) {
        expect(ending).toMatchObject({ name: 'ImportStopped', code: 'TOO_MANY_REFUSED', state, settled: 0 });
        expect(await tasksOf(emulator)).toEqual([]);
        const lines = (await readFile(join(state, 'refused.csv'), 'utf8')).trim().split('\n');
        expect(lines).toHaveLength(1 + bad);
        expect(await importCatalogue(entries, options)).toMatchObject({ refused: bad, succeeded: 4 });
      } else expect(ending).toMatchObject({ refused: bad, succeeded: 4 });
      await rm(state, { recursive: true });
    },
  );

  it('stops before the next task when too many entries of the last one have failed, and continues from there', async () => {
    await using emulator = await quickEmulator(failing({ P1: 9, P2: 9 }, 'InvalidPicContent'));
    const options = { ...optionsFor(emulator), linesPerTask: 4 };
    const importing = new CatalogueImport(adds(8), { ...options, maxFailed: 1 });
    const drain = async () => {
      for await (const _ of importing);
    };
    await expect(drain()).rejects.toMatchObject({ code: 'TOO_MANY_FAILED' });
    expect(await tasksOf(emulator)).toHaveLength(2);
  });

  it('looks at the limits once a thousand entries are checked', async () => {
    await using emulator = await quickEmulator();
    const entries = Array.from({ length: 1_200 }, () => ({ productId: 'P', image: 'none.jpg', picName: '' }));
    let prepared = 0;
    const options = {
      ...optionsFor(emulator),
      maxRefused: 10,
      onProgress: ({ stage, done }: ImportProgress) => {
        if (stage === 'uploading') prepared = done;
      },
    };
    await expect(importCatalogue(entries, options)).rejects.toMatchObject({ code: 'TOO_MANY_REFUSED' });
    expect(prepared).toBeLessThan(1_000);
  });
});
