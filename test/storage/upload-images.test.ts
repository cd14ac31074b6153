import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import type { ServiceAway } from '../../src/service/patience.ts';
import { sleep } from '../../src/shared/async/sleep.ts';
import { ImageSearchError } from '../../src/shared/errors/image-search-error.ts';
import type { ObjectStore } from '../../src/shared/objects/object-store.ts';
import { FolderStore } from '../../src/storage/folder-store.ts';
import { OssStore } from '../../src/storage/oss-store.ts';
import { type ImageUpload, uploadImages } from '../../src/storage/upload-images.ts';
import { Door } from '../support/door.ts';
import { failureOf, rejection } from '../support/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { refusedEndpoint } from '../support/fault-server.ts';
import { all } from '../support/items.ts';
import fc from '../support/properties.ts';
import { startEmulator } from '../support/start-emulator.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'upload-'));
  await mkdir(join(folder, 'sources/a-folder'), { recursive: true });
  for (const name of ['1.jpg', '2.jpg', '3.jpg']) await writeFile(join(folder, 'sources', name), name);
});
afterAll(() => rm(folder, { recursive: true }));

const source = (name: string) => join(folder, 'sources', name);
const filesToUpload = (): readonly ImageUpload[] =>
  ['1.jpg', 'no.jpg', '2.jpg', 'a-folder', '3.jpg'].map((name) => ({
    source: source(name),
    key: `x/${name}`,
  }));

/** A store whose puts take a while, and that counts them. */
const counting = (waits: readonly number[] = [5]) => {
  const seen = { atOnce: 0, most: 0, started: 0 };
  const store: ObjectStore = {
    name: 'memory',
    put: async (key, content, { signal } = {}) => {
      seen.atOnce += 1;
      seen.most = Math.max(seen.most, seen.atOnce);
      await sleep(waits[seen.started++ % waits.length] ?? 1, signal).finally(() => seen.atOnce--);
      return { key, bytes: (content as Uint8Array).length, etag: undefined };
    },
    read: () => Promise.reject(new Error('not here')),
    head: async () => undefined,
    delete: async () => {},
    async *list() {},
  };
  return { store, seen };
};

const many = (count: number): ImageUpload[] =>
  Array.from({ length: count }, (_, i) => ({ source: new Uint8Array([i % 256]), key: `${i}.jpg` }));

describe('uploadImages()', () => {
  it('gives an issue for each source that cannot be read, and uploads the rest, to a folder and to OSS', async () => {
    await using emulator = await startEmulator();
    const { bucketName: bucket, regionId: region, ossEndpoint: endpoint } = emulator;
    const oss = new OssStore({ bucket, region, endpoint, credentials: emulator });
    const files = filesToUpload();
    for (const store of [new FolderStore(join(folder, 'bucket')), oss]) {
      const results = await all(uploadImages(store, filesToUpload()));
      expect(results.map(({ upload }) => upload)).toEqual(files);
      expect(results.map(({ stored, issue }) => stored?.key ?? issue?.code)).toEqual([
        'x/1.jpg',
        'UPLOAD_SOURCE_UNREADABLE',
        'x/2.jpg',
        'UPLOAD_SOURCE_UNREADABLE',
        'x/3.jpg',
      ]);
      expect(results[1]?.issue).toMatchObject({ severity: 'error', path: [] });
      expect(results[1]?.issue?.message).toContain(source('no.jpg'));
      expect(results[3]?.issue?.message).toContain(source('a-folder'));
      expect((await all(store.list('x/'))).map(({ key }) => key)).toEqual(['x/1.jpg', 'x/2.jpg', 'x/3.jpg']);
    }
    oss.close();
  });

  it('passes null sources through in their place', async () => {
    const { store, seen } = counting();
    const uploads = [{ source: null, key: 'a' }, ...many(1), { source: null, key: 'b' }];
    const results = await all(uploadImages(store, uploads));
    expect(results.map(({ stored, issue }) => [stored === null, issue])).toEqual([
      [true, null],
      [false, null],
      [true, null],
    ]);
    expect(seen.started).toBe(1);
  });

  it('keeps the order and never has more in flight than it may, whatever the uploads take', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 12 }),
        fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 6 }),
        async (concurrency, count, waits) => {
          const { store, seen } = counting(waits);
          const results = await all(uploadImages(store, many(count), { concurrency }));
          expect(results.map(({ stored }) => stored?.key)).toEqual(many(count).map(({ key }) => key));
          expect(seen.most).toBeLessThanOrEqual(concurrency);
          expect(seen.started).toBe(count);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('has eight in flight when not told otherwise', async () => {
    const { store, seen } = counting([20]);
    await all(uploadImages(store, many(20)));
    expect(seen.most).toBe(8);
  });

  it('throws what the store throws, and starts no more', async () => {
    await using emulator = await startEmulator();
    const { regionId: region, ossEndpoint: endpoint } = emulator;
    const store = new OssStore({ bucket: 'no-such-bucket', region, endpoint, credentials: emulator });
    expect(await failureOf(all(uploadImages(store, filesToUpload())))).toMatchObject({
      code: 'NoSuchBucket',
    });
    store.close();
  });

  it('throws when the folder cannot be written to, and does not blame the source', async () => {
    await writeFile(join(folder, 'in-the-way'), 'x');
    const store = new FolderStore(join(folder, 'in-the-way'));
    const error = await rejection(all(uploadImages(store, filesToUpload())));
    expect(error).toMatchObject({ path: expect.stringContaining('in-the-way') });
  });

  it('aborts the uploads in flight when one fails', async () => {
    const failure = new ImageSearchError('broken', { code: 'X' });
    const { store, seen } = counting([60_000]);
    const failing: ObjectStore = {
      ...store,
      put: (key, content, options) =>
        key === '2.jpg' ? sleep(10).then(() => Promise.reject(failure)) : store.put(key, content, options),
    };
    // the failing one is first in line, since results come in order
    const [zero, one, two] = many(3);
    const uploads = [two, zero, one].filter((upload) => upload !== undefined);
    expect(await rejection(all(uploadImages(failing, uploads)))).toBe(failure);
    expect(seen).toMatchObject({ started: 2, atOnce: 0 });
  });

  it('rejects with the own reason when aborted, and starts no more', async () => {
    const { store, seen } = counting([60_000]);
    const controller = new AbortController();
    const reason = new Error('enough');
    const work = rejection(all(uploadImages(store, many(20), { signal: controller.signal, concurrency: 3 })));
    await sleep(20);
    controller.abort(reason);
    expect(await work).toBe(reason);
    expect(seen).toMatchObject({ started: 3, atOnce: 0 });
  });

  it('throws a RangeError when concurrency is 0', async () => {
    const { store } = counting();
    expect(await rejection(all(uploadImages(store, many(1), { concurrency: 0 })))).toBeInstanceOf(RangeError);
  });
});

describe('uploadImages() in an outage', () => {
  const storeAt = (endpoint: string, emulator: Emulator) => {
    const { bucketName: bucket, regionId: region } = emulator;
    const clock = new FakeClock({ auto: true });
    return new OssStore({ bucket, region, endpoint, credentials: emulator, clock });
  };

  it('waits for a store that goes away between two uploads, tells it, and uploads every image once', async () => {
    await using emulator = await startEmulator();
    await using door = await Door.before(emulator.ossEndpoint);
    const store = storeAt(door.endpoint, emulator);
    const told: (ServiceAway | undefined)[] = [];
    const onWaiting = (away?: ServiceAway) => {
      told.push(away);
      void door.open();
    };
    const [first, ...rest] = many(20);
    await all(uploadImages(store, [first as ImageUpload]));
    door.shutAt(/^PUT \S*7\.jpg/);
    const results = await all(
      uploadImages(store, rest, { concurrency: 3, onWaiting, clock: new SlowClock() }),
    );
    store.close();
    expect(door.shut).toBe(1);
    expect(results.map(({ stored }) => stored?.key)).toEqual(rest.map(({ key }) => key));
    expect(told[0]).toMatchObject({
      awayMs: 0,
      patienceMs: 600_000,
      code: expect.stringMatching(/^CONNECTION_/),
    });
    expect(told.at(-1)).toBeUndefined();
  });

  it.each([
    ['patienceMs is 0', { patienceMs: 0 }],
    ['nobody listens at the first contact', {}],
  ])('throws at once when %s', async (_, options) => {
    await using emulator = await startEmulator();
    const store = storeAt(`http://localhost:${(await refusedEndpoint()).split(':')[1]}`, emulator);
    const clock = new FakeClock({ auto: true });
    const failure = await failureOf(all(uploadImages(store, many(3), { ...options, clock })));
    store.close();
    expect(failure.code).toBe('CONNECTION_REFUSED');
    expect(clock.waits).toEqual([]);
  });

  it.each([
    ['patienceMs is below 0', { patienceMs: -1 }, RangeError],
    ['onWaiting is no function', { onWaiting: 5 as never }, TypeError],
    ['the clock is none', { clock: {} as never }, TypeError],
  ])('throws before anything is sent when %s', async (_, options, kind) => {
    const { store, seen } = counting();
    expect(await rejection(all(uploadImages(store, many(3), options)))).toBeInstanceOf(kind);
    expect(seen.started).toBe(0);
  });
});

/** Jumps over every wait, and lets the door open meanwhile. */
class SlowClock extends FakeClock {
  constructor() {
    super({ auto: true });
  }

  override async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await super.sleep(ms, signal);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
