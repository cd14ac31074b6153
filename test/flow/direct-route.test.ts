import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator, EmulatorOptions } from '../../src/emulator/index.ts';
import {
  type CatalogueEntry,
  type EntryOutcome,
  type ImportOptions,
  importCatalogue,
} from '../../src/index.ts';
import { rejection } from '../support/failure.ts';
import { listData } from '../support/rpc-call.ts';
import { errorCodes, importAndCollect, into, makeSamples, quickEmulator } from './import-test-bed.ts';
import { outcomesIn } from './outcome-files.ts';

let samples: Awaited<ReturnType<typeof makeSamples>>;
let image: string;
let folder: string;
beforeAll(async () => {
  samples = await makeSamples();
  image = samples.rows.find(({ expected }) => expected === 'accepted')?.image ?? '';
  folder = await mkdtemp(join(tmpdir(), 'direct-'));
});
afterAll(async () => {
  await samples[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const extension = () => image.slice(image.lastIndexOf('.'));
const picName = (n: number) => `${n}${extension()}`;
const add = (n: number, more: object = {}): CatalogueEntry => ({
  ...{ productId: `P${n}`, image, picName: picName(n), ...more },
});
const adds = (count: number) => Array.from({ length: count }, (_, n) => add(n + 1));

/** The rates are looked at elsewhere: here the clock of the import jumps over every wait. */
const emulatorOf = (options: EmulatorOptions = {}) => quickEmulator(options);

function direct(emulator: Emulator, more: Partial<ImportOptions> = {}): ImportOptions {
  const { to: _, ossEndpoint: __, ...connection } = into(emulator);
  return { ...connection, images: samples.dir, route: 'direct', ...more } as ImportOptions;
}

const statuses = (outcomes: readonly EntryOutcome[]) =>
  Object.fromEntries(
    outcomes.map((outcome) => [outcome.place.line, [outcome.status, ...errorCodes(outcome)].join(' ')]),
  );
const held = (emulator: Emulator) =>
  emulator
    .gallery()
    .map(({ ProductId, PicName }) => `${ProductId} ${PicName}`)
    .toSorted();

describe("importCatalogue() by the route 'direct'", () => {
  it('tells of every entry of a catalogue of good and bad images, without a bucket or a task', async () => {
    await using emulator = await emulatorOf();
    const { summary, outcomes } = await importAndCollect(samples.path, direct(emulator));
    const accepted = samples.rows.filter(({ expected }) => expected === 'accepted').length;
    expect(summary).toMatchObject({
      ...{ supplied: samples.rows.length, succeeded: accepted, failed: 0, tasks: 0 },
      ...{ submitted: accepted, route: { route: 'direct' } },
    });
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(
      samples.rows.map(({ expected }) => (expected === 'accepted' ? 'imported' : 'refused')).toSorted(),
    );
    expect(outcomes.every(({ stored }) => stored === undefined)).toBe(true);
    expect(emulator.gallery()).toHaveLength(accepted);
    expect((await listData(emulator, { PageSize: '100' })).Increments.Instance).toEqual([]);
    const verified = outcomes.filter((outcome) => outcome.verified).length;
    expect(summary.verification).toMatchObject({ images: accepted, asked: verified, missing: 0 });
  });

  it('deletes, and adds the images of a product after the product was deleted', async () => {
    await using emulator = await emulatorOf();
    await importCatalogue(
      [add(1), add(2), add(2, { picName: `old${extension()}` }), add(3), add(4)],
      direct(emulator),
    );
    const { outcomes } = await importAndCollect(
      [
        { operationType: 'DELETE', productId: 'P1', picName: picName(1) },
        { operationType: 'DELETE', productId: 'P2' },
        ...[add(2), add(2, { picName: `new${extension()}` })],
        { operationType: 'DELETE', productId: 'P3', picName: picName(3) },
        add(3, { customContent: 'again' }),
      ],
      direct(emulator, { concurrency: 6, allowProductDeletes: true }),
    );
    expect(statuses(outcomes)).toEqual({
      ...{ 1: 'deleted', 2: 'deleted', 3: 'imported', 4: 'imported', 5: 'skipped', 6: 'imported' },
    });
    expect(held(emulator)).toEqual([
      ...[`P2 ${picName(2)}`, `P2 new${extension()}`, `P3 ${picName(3)}`, `P4 ${picName(4)}`],
    ]);
  });

  it('holds the images of other products under one name, which no bucket could', async () => {
    await using emulator = await emulatorOf();
    const other = samples.rows.find(
      (row) => row.expected === 'accepted' && row.image !== image && row.image.endsWith(extension()),
    )?.image;
    const catalogue = [add(1), { ...add(1), productId: 'P2', image: other, picName: picName(1) }];
    const { summary } = await importAndCollect(catalogue as CatalogueEntry[], direct(emulator));
    expect(summary).toMatchObject({ succeeded: 2, refused: 0 });
  });

  it('imports again what has failed for a reason that passes, and tells what stays with its code', async () => {
    const left = new Map([
      ['P2', ['InternalOssError']],
      ['P3', ['UnsupportedPicPixels']],
      ['P4', ['InternalOssError', 'InternalOssError']],
    ]);
    await using emulator = await emulatorOf({ failImage: ({ productId }) => left.get(productId)?.shift() });
    const none = { ...direct(emulator), pollDelay: () => 0 };
    const { summary, outcomes } = await importAndCollect(adds(5), none);
    expect(statuses(outcomes)).toMatchObject({
      1: 'imported',
      2: 'imported',
      3: 'failed UnsupportedPicPixels',
    });
    expect(outcomes).toHaveLength(5);
    expect(summary).toMatchObject({ submitted: 5, succeeded: 4, failed: 1 });
  });

  it('tells an image as failed that the service never takes for a passing reason, and ends', async () => {
    await using emulator = await emulatorOf({
      failImage: ({ productId }) => (productId === 'P2' ? 'InternalOssError' : undefined),
    });
    const { summary, outcomes } = await importAndCollect(adds(3), direct(emulator));
    expect(statuses(outcomes)).toEqual({ 1: 'imported', 2: 'failed InternalOssError', 3: 'imported' });
    expect(summary).toMatchObject({ retried: 1, failed: 1 });
  });

  it('refuses what AddImage does not take, although increment.meta may have it', async () => {
    await using emulator = await emulatorOf();
    const { outcomes } = await importAndCollect([add(1, { strAttr: '5$' }), add(2)], direct(emulator));
    expect(statuses(outcomes)).toEqual({ 1: 'refused META_STR_ATTR_CHARACTERS', 2: 'imported' });
    const dry = await importAndCollect(
      [add(1, { strAttr: '5$' }), add(2)],
      direct(emulator, { dryRun: true }),
    );
    expect(statuses(dry.outcomes)).toEqual({ 1: 'refused META_STR_ATTR_CHARACTERS', 2: 'ready' });
  });

  it('refuses a name that is no path of an object with the error that says so', async () => {
    await using emulator = await emulatorOf();
    const { outcomes } = await importAndCollect([add(1, { picName: '../1.png' }), add(2)], direct(emulator));
    const [refused] = outcomes.filter(({ status }) => status === 'refused');
    expect(refused?.issues).toContainEqual(
      expect.objectContaining({ code: 'META_PIC_NAME_PATH', severity: 'error' }),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['imported', 'refused']);
  });

  it('tells each entry beyond the capacity as failed', async () => {
    await using emulator = await emulatorOf({ capacity: 2 });
    const { summary } = await importAndCollect(adds(4), direct(emulator));
    expect(summary).toMatchObject({ succeeded: 2, failed: 2 });
  });

  it('ends with the state kept when the service forbids the calls, and goes on later', async () => {
    let calls = 0;
    await using emulator = await emulatorOf({
      failImage: () => (++calls === 3 ? 'NoPermission' : undefined),
    });
    const state = join(folder, 'forbidden');
    const options = direct(emulator, { state, concurrency: 1 });
    expect(await rejection(importCatalogue(adds(5), options))).toMatchObject({ code: 'NoPermission', state });
    const { summary } = await importAndCollect(adds(5), options);
    expect(summary).toMatchObject({ succeeded: 5, failed: 0 });
    expect((await outcomesIn(state)).map(({ outcome }) => outcome.status)).toEqual(Array(5).fill('imported'));
  });

  it.each([1, 4])('repeats at most the %i calls in flight when it is continued', async (concurrency) => {
    const calls = new Map<string, number>();
    await using emulator = await emulatorOf({
      failImage: ({ productId }) => {
        calls.set(productId, (calls.get(productId) ?? 0) + 1);
        return undefined;
      },
    });
    const options = direct(emulator, { state: join(folder, `continued-${concurrency}`), concurrency });
    const stop = new AbortController();
    const stopping = importCatalogue(adds(20), {
      ...options,
      signal: stop.signal,
      onProgress: ({ stage, done }) => {
        if (stage === 'uploading' && done >= 8) stop.abort(new Error('enough'));
      },
    });
    await expect(stopping).rejects.toThrow('enough');
    const { summary, outcomes } = await importAndCollect(adds(20), options);
    expect(summary).toMatchObject({ succeeded: 20 });
    expect(outcomes).toHaveLength(20);
    const repeated = [...calls.values()].filter((times) => times > 1);
    expect(repeated.length).toBeLessThanOrEqual(concurrency);
    expect(calls.size).toBe(20);
  });

  it('says what it would call, and calls nothing, in a dry run', async () => {
    await using emulator = await emulatorOf();
    const { summary, outcomes } = await importAndCollect(
      [...adds(12), { operationType: 'DELETE', productId: 'P99' }],
      direct(emulator, { dryRun: true, verify: 'no', allowProductDeletes: true }),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(Array(13).fill('ready'));
    expect(summary.dryRun).toMatchObject({
      ...{ ready: 13, tasks: 0, send: { images: 12 } },
      requests: { Detail: 1, AddImage: 12, DeleteImage: 1, CheckImageExists: 0 },
      seconds: { upload: 13 }, // an image a second, and a twentieth of one for the DELETE
    });
    expect(emulator.gallery()).toEqual([]);
  });

  it.each<[string, Partial<ImportOptions>, RegExp]>([
    ['skipUnchanged is given', { skipUnchanged: true }, /'skipUnchanged' needs 'to'/],
    ['the route is misspelt', { route: 'directly' as never }, /'route' must be one of batch, direct, auto/],
    ['the route needs a bucket', { route: 'auto' }, /'to'/],
    ['no route is given', { route: undefined }, /'to'/],
  ])('throws a TypeError without a bucket when %s', async (_, more, says) => {
    await using emulator = await emulatorOf();
    const error = await rejection(importCatalogue(adds(1), direct(emulator, more)));
    expect(error).toBeInstanceOf(TypeError);
    expect((error as Error).message).toMatch(says);
  });

  it('refuses an image in OSS when it has no bucket, and reads it when it has one', async () => {
    await using emulator = await emulatorOf();
    const inBucket = `oss://${emulator.bucketName}/spring/${picName(1)}`;
    await importCatalogue([add(1)], { ...into(emulator), images: samples.dir });
    const catalogue = [{ productId: 'P7', image: inBucket, picName: picName(7) }];
    const without = await importAndCollect(catalogue, direct(emulator));
    expect(statuses(without.outcomes)).toEqual({ 1: 'refused UPLOAD_SOURCE_IN_OSS' });
    const within = { ...into(emulator), images: samples.dir, route: 'direct' } as const;
    expect(statuses((await importAndCollect(catalogue, within)).outcomes)).toEqual({ 1: 'imported' });
    expect(held(emulator)).toEqual([`P1 ${picName(1)}`, `P7 ${picName(7)}`]);
  });

  it('asks a gallery of its own pace no faster than it allows', async () => {
    await using emulator = await quickEmulator({ capacity: 200_000 });
    const { clock: _, ...options } = direct(emulator);
    const { summary } = await importAndCollect(adds(12), { ...options, verify: 'no' } as ImportOptions);
    expect(summary).toMatchObject({ succeeded: 12, failed: 0, retried: 0 });
  });
});

describe("importCatalogue() by the route 'auto'", () => {
  it.each([
    [60, 100_000, 'direct'],
    [61, 100_000, 'batch'],
    [61, 200_000, 'direct'],
  ])('takes %i images to an instance of %i by the route %s', async (count, capacity, route) => {
    await using emulator = await emulatorOf({ capacity });
    const options = { ...into(emulator), images: samples.dir, route: 'auto', verify: 'no' } as const;
    const summary = await importCatalogue(adds(count), options);
    expect(summary).toMatchObject({ succeeded: count, tasks: route === 'batch' ? 1 : 0 });
    expect(summary.route.route).toBe(route);
    expect(summary.route.because).toContain(`${count} images at ${capacity > 100_000 ? 5 : 1} a second`);
  });

  it('keeps its choice when it is continued', async () => {
    await using emulator = await emulatorOf();
    const state = join(folder, 'auto');
    const options = { ...into(emulator), images: samples.dir, route: 'auto', state } as const;
    const stop = new AbortController();
    const onProgress = () => stop.abort(new Error('enough'));
    await expect(importCatalogue(adds(3), { ...options, signal: stop.signal, onProgress })).rejects.toThrow(
      'enough',
    );
    const summary = await importCatalogue(adds(3), options);
    expect(summary.route.route).toBe('direct');
  });
});
