import { getEventListeners } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { MetaFileBuilder } from '../../../src/meta/meta-file-builder.ts';
import type { MetaStore } from '../../../src/meta/write/target-types.ts';
import { FolderStore } from '../../../src/storage/folder-store.ts';
import { atOnce, never } from '../../shared/async/collect.ts';
import { failsAfter, images, MANY, silentAfter, textOf } from './sample-records.ts';

const reason = new Error('Enough');
const key = 'shoes/increment.meta';
const bucket = mkdtempSync(join(tmpdir(), 'meta-bucket-'));
const folder = mkdtempSync(join(tmpdir(), 'meta-temporary-'));
afterEach(() => {
  expect(readdirSync(folder)).toEqual([]); // whatever happened
  for (const name of readdirSync(bucket)) rmSync(join(bucket, name), { recursive: true });
});
afterAll(() => {
  rmSync(bucket, { recursive: true });
  rmSync(folder, { recursive: true });
});

/** A store that does as told with the file it is to take. */
const storeThat = (put: (path: string, signal: AbortSignal | undefined) => Promise<unknown>): MetaStore => ({
  put: async (key, content, options) => {
    if (content instanceof Uint8Array) throw new TypeError('Cannot take bytes as a file was expected');
    await put(content.path, options?.signal);
    return { key, bytes: 0, etag: undefined };
  },
});

describe('writeTo a store', () => {
  test('puts the whole file under the key', async () => {
    const tally = await new MetaFileBuilder().writeTo(
      { store: new FolderStore(bucket), key },
      { records: images(MANY), temporaryFolder: folder },
    );
    expect(tally.adds).toBe(MANY);
    expect(readFileSync(join(bucket, key), 'utf8')).toBe(await textOf(images(MANY)));
    expect(readdirSync(join(bucket, 'shoes'))).toEqual(['increment.meta']);
  });

  test('hands over a file that nobody else can look at, and the signal', async () => {
    const controller = new AbortController();
    let seen: unknown;
    const store = storeThat(async (path, signal) => {
      seen = [statSync(dirname(path)).mode & 0o077, readFileSync(path, 'utf8'), signal];
    });
    const options = { records: images(2), temporaryFolder: folder, signal: controller.signal };
    await new MetaFileBuilder().writeTo({ store, key: 'increment.meta' }, options);
    const othersMayNot = process.platform === 'win32' ? expect.any(Number) : 0;
    expect(seen).toEqual([othersMayNot, await textOf(images(2)), controller.signal]);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  test.each([
    ['shoes.meta'],
    ['increment.meta/'],
    ['increment.meta/1'],
    ['xincrement.meta'],
    [''],
    [7],
    [undefined],
  ])('throws TypeError before it reads or writes when the key is %j', async (wrong) => {
    let touched = false;
    const store = storeThat(async () => {
      touched = true;
    });
    const records = (function* () {
      touched = true;
      yield* images(1);
    })();
    const target = { store, key: wrong as string };
    await expect(new MetaFileBuilder().writeTo(target, { records, temporaryFolder: folder })).rejects.toThrow(
      TypeError,
    );
    expect(touched).toBe(false);
  });

  test.each([
    ['rejects', () => Promise.reject(reason)],
    [
      'throws',
      () => {
        throw reason;
      },
    ],
  ])("rejects with the store's error when it %s", async (_, put) => {
    const target = { store: storeThat(put), key };
    const written = new MetaFileBuilder().writeTo(target, { records: images(2), temporaryFolder: folder });
    await expect(written).rejects.toBe(reason);
  });

  test('puts nothing when the records fail', async () => {
    const target = { store: new FolderStore(bucket), key };
    const written = new MetaFileBuilder().writeTo(target, {
      records: failsAfter(MANY, reason),
      temporaryFolder: folder,
    });
    await expect(written).rejects.toBe(reason);
    expect(existsSync(join(bucket, key))).toBe(false);
  });

  test.each([
    ['the records are silent', () => silentAfter(2), storeThat(async () => {})],
    ['the store is silent', () => images(2), storeThat(never)],
  ])('rejects at once with the own reason when it is aborted while %s', async (_, records, store) => {
    const controller = new AbortController();
    const { signal } = controller;
    const options = { records: records(), temporaryFolder: folder, signal };
    const written = new MetaFileBuilder().writeTo({ store, key }, options);
    setTimeout(() => controller.abort(reason), 30);
    await expect(atOnce(written)).rejects.toBe(reason);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  test("rejects with the system's error when there is no such folder for the temporary file", async () => {
    const target = { store: new FolderStore(bucket), key };
    const written = new MetaFileBuilder().writeTo(target, { temporaryFolder: join(folder, 'no') });
    await expect(written).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('writeTo', () => {
  test.each([
    [undefined],
    [null],
    [''],
    [7],
    [{}],
    [new Uint8Array(1)],
    [{ path: 'increment.meta' }],
    [{ store: {}, key }],
    [{ key }],
    [process.stdin],
  ])('throws TypeError before it reads when the target is %o', async (target) => {
    let given = 0;
    const records = (function* () {
      given += 1;
      yield* images(1);
    })();
    await expect(new MetaFileBuilder().writeTo(target as never, { records })).rejects.toThrow(TypeError);
    expect(given).toBe(0);
  });

  test.each([[7], ['increment.meta'], [{}], [null]])(
    'throws TypeError and leaves nothing when records are %j',
    async (records) => {
      const path = join(bucket, 'increment.meta');
      const written = new MetaFileBuilder().writeTo(path, { records: records as never });
      await expect(written).rejects.toThrow(TypeError);
      expect(readdirSync(bucket)).toEqual([]);
    },
  );
});
