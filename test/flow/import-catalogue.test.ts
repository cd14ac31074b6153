import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { importCatalogue } from '../../src/index.ts';
import fc from '../support/properties.ts';
import {
  errorCodes,
  importAndCollect,
  into,
  makeSamples,
  quickEmulator,
  storeOf,
} from './import-test-bed.ts';

let samples: Awaited<ReturnType<typeof makeSamples>>;
beforeAll(async () => {
  samples = await makeSamples();
});
afterAll(() => samples[Symbol.asyncDispose]());
afterEach(() => void vi.unstubAllEnvs());

const goodRow = (n: number) => {
  const row = samples.rows.filter(({ expected }) => expected === 'accepted')[n];
  if (row === undefined) throw new Error(`There is no good sample ${n}`);
  return row;
};

describe.concurrent('importCatalogue()', () => {
  it('tells every entry of a catalogue once, with what became of it', async () => {
    await using emulator = await quickEmulator();
    const { summary, outcomes } = await importAndCollect(samples.path, {
      ...into(emulator),
      images: samples.dir,
    });

    const told = new Map(outcomes.map((outcome) => [outcome.productId, outcome]));
    expect(outcomes).toHaveLength(samples.rows.length);
    expect(told.size).toBe(samples.rows.length);
    for (const { productId, expected, code } of samples.rows) {
      const outcome = told.get(productId);
      expect(outcome?.status, productId).toBe(expected === 'accepted' ? 'imported' : 'refused');
      if (code !== undefined && outcome !== undefined) expect(errorCodes(outcome), productId).toContain(code);
    }
    const good = samples.rows.filter(({ expected }) => expected === 'accepted').length;
    expect(summary).toMatchObject({
      supplied: samples.rows.length,
      accepted: good,
      refused: samples.rows.length - good,
      submitted: good,
      succeeded: good,
      failed: 0,
      retried: 0,
      tasks: 1,
    });
    expect(new Set(emulator.gallery().map(({ ProductId }) => ProductId))).toEqual(
      new Set(
        samples.rows.filter(({ expected }) => expected === 'accepted').map(({ productId }) => productId),
      ),
    );
  });

  it('gives an entry that fails at the service the code of the failure', async () => {
    const victim = goodRow(3).productId;
    await using emulator = await quickEmulator({
      failImage: ({ productId }) => (productId === victim ? 'TimeoutForTransferImage' : undefined),
    });
    const entries = [2, 3, 4].map(goodRow);
    const { summary, outcomes } = await importAndCollect(entries, { ...into(emulator), images: samples.dir });
    expect(summary).toMatchObject({ supplied: 3, refused: 0, submitted: 3, succeeded: 2, failed: 1 });
    const failed = outcomes.filter(({ status }) => status === 'failed');
    expect(failed.map(({ productId }) => productId)).toEqual([victim]);
    expect(failed.flatMap(errorCodes)).toEqual(['TimeoutForTransferImage']);
  });

  it('fails every entry of a task whose PicName the service reads from another base', async () => {
    await using emulator = await quickEmulator({ picNameBase: 'bucket' });
    const { summary, outcomes } = await importAndCollect([goodRow(0)], {
      ...into(emulator),
      images: samples.dir,
    });
    expect(summary).toMatchObject({ submitted: 1, succeeded: 0, failed: 1 });
    expect(outcomes.flatMap(errorCodes)).toEqual(['PicNotExist']);
  });

  it('imports with picNameBase bucket into a service that reads it so', async () => {
    await using emulator = await quickEmulator({ picNameBase: 'bucket' });
    const options = { ...into(emulator, 'a/b'), images: samples.dir, picNameBase: 'bucket' } as const;
    const { summary } = await importAndCollect([goodRow(0)], options);
    expect(summary).toMatchObject({ succeeded: 1, failed: 0 });
    expect(emulator.gallery().map(({ PicName }) => PicName)).toEqual([`a/b/${goodRow(0).image}`]);
  });

  it('deletes what a DELETE names, one image or a whole product', async () => {
    await using emulator = await quickEmulator();
    const [one, other] = [goodRow(0), goodRow(1)];
    const options = { ...into(emulator), images: samples.dir, allowProductDeletes: true };
    await importCatalogue(
      [one, other, { ...other, picName: 'second.gif', image: goodRow(3).image }],
      options,
    );
    expect(emulator.gallery()).toHaveLength(3);
    const { summary, outcomes } = await importAndCollect(
      [
        { operationType: 'DELETE', productId: one.productId, picName: one.image },
        { operationType: 'DELETE', productId: other.productId },
      ],
      options,
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['deleted', 'deleted']);
    expect(summary).toMatchObject({ submitted: 2, succeeded: 2 });
    expect(emulator.gallery()).toEqual([]);
  });

  it('refuses the second entry of the same product and name', async () => {
    await using emulator = await quickEmulator();
    const { summary, outcomes } = await importAndCollect([goodRow(0), goodRow(0)], {
      ...into(emulator),
      images: samples.dir,
    });
    expect(summary).toMatchObject({ supplied: 2, refused: 1, succeeded: 1 });
    expect(outcomes.find(({ status }) => status === 'refused')).toMatchObject({
      place: { source: null, line: 2 },
    });
    expect(outcomes.flatMap(errorCodes)).toEqual(['META_DUPLICATE']);
  });

  it('refuses another image under a key that is taken, and one that would be named increment.meta', async () => {
    await using emulator = await quickEmulator();
    const [one, other] = [goodRow(0), goodRow(7)]; // both PNG
    const { outcomes } = await importAndCollect(
      [
        { productId: 'A', image: one.image, picName: 'same.png' },
        { productId: 'B', image: one.image, picName: 'same.png' },
        { productId: 'C', image: other.image, picName: 'same.png' },
        { productId: 'D', image: one.image, picName: 'increment.meta' },
      ],
      { ...into(emulator), images: samples.dir },
    );
    const told = Object.fromEntries(
      outcomes.map((outcome) => [outcome.productId, [outcome.status, ...errorCodes(outcome)]]),
    );
    expect(told).toEqual({
      A: ['imported'],
      B: ['imported'], // the same file: nothing is overwritten
      C: ['refused', 'UPLOAD_KEY_TAKEN'],
      D: ['refused', 'UPLOAD_KEY_TAKEN'],
    });
  });

  it('refuses an image outside the folder of images, and a PicName that belies the bytes', async () => {
    await using emulator = await quickEmulator();
    const { outcomes } = await importAndCollect(
      [
        { productId: 'A', image: '../outside.png', picName: 'a.png' },
        { productId: 'B', image: '/etc/hostname', picName: 'b.png' },
        { productId: 'C', image: goodRow(0).image, picName: 'c.jpg' },
        { productId: 'D', image: goodRow(0).image, picName: 'd.avif' },
      ],
      { ...into(emulator), images: samples.dir },
    );
    expect(outcomes.map(errorCodes)).toEqual([
      ['UPLOAD_SOURCE_OUTSIDE'],
      ['CATALOGUE_IMAGE_LOCATION'],
      ['IMAGE_EXTENSION_MISMATCH'],
      ['IMAGE_EXTENSION_MISMATCH'],
    ]);
  });

  it('says once that the extension of a file belies the bytes', async () => {
    await using emulator = await quickEmulator();
    const entries = [{ productId: 'A', image: 'png-inside.jpg' }];
    const { outcomes } = await importAndCollect(entries, { ...into(emulator), images: samples.dir });
    expect(outcomes.map(errorCodes)).toEqual([['IMAGE_EXTENSION_MISMATCH']]);
  });

  it('refuses a Region outside its image in every profile', async () => {
    await using emulator = await quickEmulator();
    const region = { x1: 0, x2: 100_000, y1: 0, y2: 50 };
    const rows = [{ productId: 'A', image: goodRow(0).image, region, customContent: 'k:v' }];
    const options = { ...into(emulator), images: samples.dir };
    for (const profile of ['documented', 'strict'] as const) {
      const { summary, outcomes } = await importAndCollect(rows, { ...options, profile });
      expect(outcomes.map(errorCodes)).toEqual([['META_REGION_OUTSIDE']]);
      expect(summary).toMatchObject({ supplied: 1, refused: 1, submitted: 0 });
    }
  });

  it.each([
    ['productId', { productId: 'a\ud800' }],
    ['picName', { picName: '\udc00.png' }],
    ['image', { image: '\ud83d.png' }],
    ['customContent', { customContent: 'k:\ud83d' }],
    ['strAttr', { strAttr: '\ude00' }],
  ])('refuses an entry with half of a surrogate pair in %s, and imports the rest', async (_, broken) => {
    await using emulator = await quickEmulator();
    const rows = [0, 1, 2, 3].map((n) => ({ ...goodRow(n), ...(n === 1 && broken) }));
    const { summary, outcomes } = await importAndCollect(rows, { ...into(emulator), images: samples.dir });
    expect(summary).toMatchObject({ supplied: 4, refused: 1, submitted: 3, succeeded: 3 });
    const refused = outcomes.filter(({ status }) => status === 'refused');
    expect(refused.map(errorCodes)).toEqual([['CATALOGUE_LONE_SURROGATE']]);
    expect(refused[0]?.place).toMatchObject({ line: 2 });
  });

  it('refuses an image whose key OSS would not take, and imports the rest', async () => {
    await using emulator = await quickEmulator();
    const picName = `${'红'.repeat(400)}.png`; // 404 characters, 1,204 bytes
    const { summary, outcomes } = await importAndCollect([{ ...goodRow(0), picName }, goodRow(0)], {
      ...into(emulator),
      images: samples.dir,
    });
    expect(summary).toMatchObject({ supplied: 2, refused: 1, succeeded: 1 });
    expect(outcomes.flatMap(errorCodes)).toEqual(['UPLOAD_KEY_INVALID']);
  });

  it('submits nothing when no entry is accepted', async () => {
    await using emulator = await quickEmulator();
    const { summary } = await importAndCollect(
      [
        { productId: '', image: 'x.jpg' },
        { productId: '1', image: 'nowhere.jpg' },
      ],
      {
        ...into(emulator),
        images: samples.dir,
      },
    );
    expect(summary).toMatchObject({ supplied: 2, accepted: 0, refused: 2, submitted: 0, tasks: 0 });
  });

  it('brings every image in by a custom domain of the bucket', async () => {
    await using emulator = await quickEmulator({ buckets: { other: 'cn-shanghai' } });
    const options = { ...into(emulator, 'images'), images: samples.dir, customDomain: true };
    const { summary } = await importAndCollect([goodRow(0), goodRow(1)], options);
    expect(summary).toMatchObject({ supplied: 2, succeeded: 2 });
    expect(emulator.gallery()).toHaveLength(2);
    const store = storeOf(emulator);
    expect(await store.head('images/increment.meta')).toBeDefined(); // path style finds it where it was put
    store.close();
  });

  it('ends with the signal’s own reason and leaves no task and no increment.meta when aborted while uploading', async () => {
    await using emulator = await quickEmulator();
    const stop = new AbortController();
    const reason = new Error('enough');
    const importing = importCatalogue(samples.path, {
      ...into(emulator, 'aborted'),
      images: samples.dir,
      signal: stop.signal,
      onProgress: ({ stage, done }) => {
        if (stage === 'uploading' && done === 5) stop.abort(reason);
      },
    });
    await expect(importing).rejects.toBe(reason);
    const store = storeOf(emulator);
    expect(await store.head('aborted/increment.meta')).toBeUndefined();
    store.close();
    expect(emulator.gallery()).toEqual([]);
  });

  it('does nothing when the signal is aborted beforehand', async () => {
    await using emulator = await quickEmulator();
    const reason = new Error('never');
    const signal = AbortSignal.abort(reason);
    await expect(
      importCatalogue([goodRow(0)], { ...into(emulator), images: samples.dir, signal }),
    ).rejects.toBe(reason);
  });

  it.each([
    [
      'a wrong secret',
      { credentials: { accessKeyId: 'emulatorAccessKeyId', accessKeySecret: 'wr0ng' } },
      'SignatureDoesNotMatch',
    ],
    [
      'an unknown key',
      { credentials: { accessKeyId: 'nobody', accessKeySecret: 'wr0ng' } },
      'InvalidAccessKeyId.NotFound',
    ],
    ['an unknown instance', { instance: 'nobody' }, 'Console.InstanceNotFound'],
    ['another region', { region: 'cn-beijing' }, 'REGION_MISMATCH'],
    ['a missing bucket', { to: 'oss://missing/spring' }, 'NoSuchBucket'],
    ['a bucket in another region', { to: 'oss://elsewhere/spring' }, 'REGION_MISMATCH'],
    ['an endpoint where nobody listens', { endpoint: '127.0.0.1:1' }, 'CONNECTION_REFUSED'],
    ['an OSS endpoint where nobody listens', { ossEndpoint: 'http://127.0.0.1:1' }, 'CONNECTION_REFUSED'],
  ])('rejects before any entry is read when given %s', async (_, wrong, code) => {
    await using emulator = await quickEmulator({ buckets: { elsewhere: 'cn-beijing' } });
    let read = 0;
    const rows = (function* () {
      for (; ; read++) yield goodRow(0);
    })();
    const importing = importCatalogue(rows, { ...into(emulator), images: samples.dir, ...wrong });
    const error = await importing.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'ImageSearchError', code, advice: expect.any(String) });
    expect(String(error)).not.toContain('wr0ng');
    expect(read).toBe(0);
  });

  it('rejects when another task is running, before anything is uploaded', async () => {
    await using emulator = await quickEmulator({ taskDurationMs: 60_000 });
    const stop = new AbortController();
    const reason = new Error('watched enough');
    const first = importCatalogue([goodRow(0)], {
      ...into(emulator),
      images: samples.dir,
      signal: stop.signal,
      onProgress: ({ stage }) => void (stage === 'waiting' && stop.abort(reason)), // its task goes on
    });
    await expect(first).rejects.toBe(reason);
    const second = importCatalogue([goodRow(1)], { ...into(emulator, 'second'), images: samples.dir });
    await expect(second).rejects.toMatchObject({ code: 'TASK_RUNNING' });
    const store = storeOf(emulator);
    expect(await store.head(`second/${goodRow(1).image}`)).toBeUndefined();
    store.close();
  });

  it.each([
    ['an address that is no OSS address', { to: 'bucket/folder' }, TypeError],
    ['a concurrency of 0', { concurrency: 0 }, RangeError],
    ['an unknown profile', { profile: 'lenient' as 'strict' }, TypeError],
    ['an endpoint with a path', { endpoint: 'host/path' }, TypeError],
    ['a network beside an endpoint', { network: 'vpc' as const }, TypeError],
    ['no region', { region: '' }, TypeError],
    ['a custom domain without its endpoint', { customDomain: true }, /'customDomain' needs 'ossEndpoint'/],
    [
      'a custom domain beside a network of OSS',
      { ossEndpoint: 'a.example', customDomain: true, ossNetwork: 'accelerate' as const },
      /'ossEndpoint' and 'ossNetwork' must not both be given/,
    ],
    [
      'an endpoint of OSS beside a network',
      { endpoint: undefined, ossEndpoint: 'a.example', network: 'vpc' as const },
      /'ossEndpoint' and 'network' must not both be given/,
    ],
    [
      'an unknown network of OSS',
      { ossNetwork: 'internet' as 'public' },
      /'ossNetwork' must be one of public/,
    ],
  ])('throws before any I/O when given %s', async (_, wrong, expected) => {
    const nowhere = {
      to: 'oss://bucket/a',
      region: 'cn-shanghai',
      instance: 'i',
      images: samples.dir,
      endpoint: '127.0.0.1:1',
    };
    const importing = importCatalogue([goodRow(0)], { ...nowhere, ...wrong });
    if (typeof expected === 'function') await expect(importing).rejects.toBeInstanceOf(expected);
    else await expect(importing).rejects.toThrow(expected);
  });

  it('accounts for every entry of arbitrary catalogues', async () => {
    const anyRow = fc.oneof(
      fc.nat({ max: 55 }).map((n) => samples.rows[n % samples.rows.length] ?? {}),
      fc.record({ productId: fc.string(), image: fc.string() }, { requiredKeys: [] }),
      fc.constant(null as unknown as object),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { maxLength: 40 }), async (rows) => {
        await using emulator = await quickEmulator();
        const { summary, outcomes } = await importAndCollect(rows, {
          ...into(emulator),
          images: samples.dir,
        });
        const { supplied, accepted, refused, submitted, succeeded, failed } = summary;
        expect(supplied).toBe(rows.length);
        expect(accepted + refused).toBe(supplied);
        expect(succeeded + failed).toBe(submitted);
        expect(outcomes.map(({ place }) => place.line).toSorted((a, b) => a - b)).toEqual(
          rows.map((__, n) => n + 1),
        );
        expect(emulator.gallery()).toHaveLength(succeeded);
      }),
      { numRuns: 100 },
    );
  }, 120_000);
});

it('importCatalogue() leaves nothing behind in the folder for temporary files', async () => {
  await using emulator = await quickEmulator();
  const temporary = await mkdtemp(join(tmpdir(), 'import-leaves-'));
  vi.stubEnv('TMPDIR', temporary);
  await importCatalogue([goodRow(0)], { ...into(emulator), images: samples.dir });
  expect(await readdir(temporary)).toEqual([]);
  await rm(temporary, { recursive: true });
});
