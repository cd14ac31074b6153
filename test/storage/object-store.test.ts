import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import { checkKey } from '../../src/service/addresses/object-key.ts';
import type { ObjectStore } from '../../src/shared/objects/object-store.ts';
import { FolderStore } from '../../src/storage/folder-store.ts';
import { OssStore } from '../../src/storage/oss-store.ts';
import type { OssStoreOptions } from '../../src/storage/oss-store-options.ts';
import { failureOf, rejection } from '../support/failure.ts';
import { all } from '../support/items.ts';
import { startEmulator } from '../support/start-emulator.ts';

let emulator: Emulator;
let folder: string;
const opened: OssStore[] = [];
beforeAll(async () => {
  const region = 'cn-shanghai';
  emulator = await startEmulator({ buckets: { 'custom-domain': region, 'forged-host': region } });
  folder = await mkdtemp(join(tmpdir(), 'object-store-'));
});
afterAll(async () => {
  for (const store of opened) store.close();
  await emulator.close();
  await rm(folder, { recursive: true });
});

/** A bucket of the emulator, opened once. */
function bucket(name: string, options: () => Partial<OssStoreOptions>): () => OssStore {
  let store: OssStore | undefined;
  return () => {
    if (store === undefined) {
      const { regionId: region, ossEndpoint: endpoint } = emulator;
      store = new OssStore({ bucket: name, region, endpoint, credentials: emulator, ...options() });
      opened.push(store);
    }
    return store;
  };
}

const STORES: readonly { readonly kind: string; readonly open: () => ObjectStore }[] = [
  { kind: 'OssStore', open: bucket('emulated-bucket', () => ({})) },
  { kind: 'OssStore with a custom domain', open: bucket('custom-domain', () => ({ customDomain: true })) },
  {
    kind: 'OssStore with an address as its custom domain',
    open: bucket('forged-host', () => ({
      customDomain: true,
      endpoint: emulator.ossEndpoint.replace('localhost', '127.0.0.1'),
    })),
  },
  { kind: 'FolderStore', open: () => new FolderStore(join(folder, 'bucket')) },
];

const ODD_KEYS = [
  '图片/衬衫 蓝.jpg',
  'a b  c.jpg',
  'a%2Fb.jpg',
  'a%20b.jpg',
  'a+b.jpg',
  "a!'()*b~.jpg",
  '😀/\u{ff5e}.png',
  'a&b=c?d#e.jpg',
  '<key>"&amp;.jpg',
  'tab\tline\nend.jpg',
  '.hidden/..a/...',
  `${'long/'.repeat(200)}x.jpg`,
];

const bytesOf = (text: string) => Buffer.from(text);

describe.each(STORES)('$kind', ({ kind, open }) => {
  it('put() stores bytes, and tells size and MD5', async () => {
    const stored = await open().put('bytes.jpg', bytesOf('hello'));
    expect(stored).toEqual({ key: 'bytes.jpg', bytes: 5, etag: '5D41402ABC4B2A76B9719D911017C592' });
    expect(await open().read('bytes.jpg', { offset: 0, length: 99 })).toEqual({
      bytes: bytesOf('hello'),
      size: 5,
      ...(kind === 'FolderStore' ? {} : { etag: stored.etag }),
    });
  });

  it('put() stores part of a larger buffer, and a plain Uint8Array', async () => {
    await open().put('part.jpg', bytesOf('xhellox').subarray(1, 6));
    await open().put('plain.jpg', new Uint8Array([104, 101, 108, 108, 111]));
    for (const key of ['part.jpg', 'plain.jpg'])
      expect((await open().read(key, { offset: 0, length: 9 })).bytes).toEqual(bytesOf('hello'));
  });

  it('put() stores a file, larger than one chunk', async () => {
    const path = join(folder, `${kind}.bin`);
    const content = Buffer.alloc(300_000, 'abcdefg');
    await writeFile(path, content);
    expect(await open().put('file.bin', { path })).toMatchObject({ bytes: 300_000 });
    const { bytes, size } = await open().read('file.bin', { offset: 0, length: 300_000 });
    expect(size).toBe(300_000);
    expect(content.equals(bytes)).toBe(true);
  });

  it('put() overwrites', async () => {
    await open().put('twice.jpg', bytesOf('a longer first'));
    await open().put('twice.jpg', bytesOf('second'));
    expect((await open().read('twice.jpg', { offset: 0, length: 99 })).bytes).toEqual(bytesOf('second'));
  });

  it('putIfAbsent() stores what is not there, and leaves what is', async () => {
    expect(await open().putIfAbsent?.('new.jpg', bytesOf('hello'))).toEqual({
      ...{ key: 'new.jpg', bytes: 5, etag: '5D41402ABC4B2A76B9719D911017C592', isNew: true },
    });
    for (const other of ['other', 'hello!', 'hell', ''])
      expect(await open().putIfAbsent?.('new.jpg', bytesOf(other))).toBeUndefined();
    expect((await open().read('new.jpg', { offset: 0, length: 99 })).bytes).toEqual(bytesOf('hello'));
    expect((await all(open().list('new.jpg'))).map(({ key }) => key)).toEqual(['new.jpg']);
  });

  it('putIfAbsent() gives the object when it has the same bytes already', async () => {
    await open().putIfAbsent?.('same.jpg', bytesOf('hello'));
    expect(await open().putIfAbsent?.('same.jpg', bytesOf('hello'))).toMatchObject({
      ...{ key: 'same.jpg', bytes: 5, isNew: false },
    });
  });

  it('putIfAbsent() lets one of many win when they try at once', async () => {
    const store = open();
    const tries = Array.from({ length: 30 }, (_, n) => store.putIfAbsent?.('won.jpg', bytesOf(`try ${n}`)));
    const winners = (await Promise.all(tries)).flatMap((stored, n) => (stored === undefined ? [] : [n]));
    expect(winners).toHaveLength(1);
    expect((await store.read('won.jpg', { offset: 0, length: 99 })).bytes).toEqual(
      bytesOf(`try ${winners[0]}`),
    );
  });

  it('put() rejects with the error of the file system and stores nothing when the file is missing', async () => {
    const path = join(folder, 'no such file.jpg');
    expect(await rejection(open().put('missing-source.jpg', { path }))).toMatchObject({
      code: 'ENOENT',
      path,
    });
    expect(await open().head('missing-source.jpg')).toBeUndefined();
  });

  it.each([
    [0, 2, 'he'],
    [1, 3, 'ell'],
    [3, 99, 'lo'],
    [4, 1, 'o'],
    [5, 1, ''],
    [99, 1, ''],
  ])('read() from %i, %i bytes long, gives what is there, and the size', async (offset, length, expected) => {
    await open().put('range.jpg', bytesOf('hello'));
    const { bytes, size } = await open().read('range.jpg', { offset, length });
    expect(Buffer.from(bytes).toString()).toBe(expected);
    expect(size).toBe(5);
  });

  it.each([0, 7])('read() gives nothing when the object is empty and the offset is %i', async (offset) => {
    await open().put('empty.jpg', new Uint8Array());
    const { bytes, size } = await open().read('empty.jpg', { offset, length: 65_536 });
    expect([bytes.length, size]).toEqual([0, 0]);
    expect(await open().head('empty.jpg')).toMatchObject({ bytes: 0 });
  });

  it.each([
    { offset: -1, length: 1 },
    { offset: 0, length: 0 },
    { offset: 0.5, length: 1 },
    { offset: 0, length: Number.NaN },
  ])('read() throws a RangeError when the range is %o', async (range) => {
    await open().put('range.jpg', bytesOf('hello'));
    expect(await rejection(open().read('range.jpg', range))).toBeInstanceOf(RangeError);
  });

  it.each([0, 1])('read() rejects with NoSuchKey when there is no object, from %i on', async (offset) => {
    const failure = await failureOf(open().read('nothing/here.jpg', { offset, length: 1 }));
    expect(failure).toMatchObject({ code: 'NoSuchKey', retryable: false });
    expect(failure.message).toContain(`${open().name}/nothing/here.jpg`);
  });

  it('head() describes, delete() deletes, and neither minds when there is no object', async () => {
    await open().put('d/short.jpg', bytesOf('hello'));
    expect(await open().head('d/short.jpg')).toMatchObject({ key: 'd/short.jpg', bytes: 5 });
    await open().delete('d/short.jpg');
    await open().delete('d/short.jpg');
    expect(await open().head('d/short.jpg')).toBeUndefined();
  });

  it('head() and delete() know no folders, and no objects below an object', async () => {
    await open().put('f/one.jpg', bytesOf('x'));
    for (const key of ['f', 'f/one.jpg/more.jpg']) {
      expect(await open().head(key)).toBeUndefined();
      expect(await failureOf(open().read(key, { offset: 0, length: 1 }))).toMatchObject({
        code: 'NoSuchKey',
      });
      await open().delete(key);
    }
    expect(await open().head('f/one.jpg')).toMatchObject({ bytes: 1 });
  });

  it.each(ODD_KEYS)('put(), read(), head(), list() and delete() agree on the key %j', async (odd) => {
    const store = open();
    await store.put(odd, bytesOf(odd));
    expect((await store.read(odd, { offset: 0, length: 5_000 })).bytes).toEqual(bytesOf(odd));
    expect(await store.head(odd)).toMatchObject({ key: odd, bytes: Buffer.byteLength(odd) });
    expect((await all(store.list(odd))).map(({ key }) => key)).toEqual([odd]);
    await store.delete(odd);
    expect(await all(store.list(odd))).toEqual([]);
  });

  it('list() gives more than 1,000 objects, each once, in the order of UTF-8', async () => {
    const store = open();
    const keys = Array.from({ length: 1_005 }, (_, i) => `many/${String(i).padStart(4, '0')}.jpg`);
    const last = ['many/图.jpg', 'many/\u{ff5e}.jpg', 'many/😀.jpg']; // UTF-16 would put the last one second
    const puts = [...keys, ...last].map((key) => () => store.put(key, bytesOf('x')));
    await store.put('many-others.jpg', bytesOf('x'));
    while (puts.length > 0) await Promise.all(puts.splice(-20).map((put) => put()));
    const listed = await all(store.list('many/'));
    expect(listed.map(({ key }) => key)).toEqual([...keys, ...last]);
    expect(listed.every(({ bytes }) => bytes === 1)).toBe(true);
  });

  it('list() gives nothing when no key begins with the prefix', async () => {
    expect(await all(open().list('nobody/'))).toEqual([]);
  });

  it.each([
    '',
    '/a',
    '\\a',
    '.',
    '..',
    'a/../b',
    './a',
    'a/.',
    `${'x'.repeat(1024)}`,
    '图'.repeat(342),
    '\ud800.jpg',
  ])('every call throws a RangeError when the key is %j', async (key) => {
    const store = open();
    const calls = [
      () => store.put(key, bytesOf('x')),
      async () => store.putIfAbsent?.(key, bytesOf('x')),
      () => store.read(key, { offset: 0, length: 1 }),
      () => store.head(key),
      () => store.delete(key),
    ];
    for (const call of calls) expect(await rejection(call())).toBeInstanceOf(RangeError);
  });

  it('every call rejects with the own reason when aborted before, and does nothing', async () => {
    const store = open();
    await store.put('kept.jpg', bytesOf('x'));
    const reason = new Error('enough');
    const signal = AbortSignal.abort(reason);
    const path = join(folder, `${kind}.bin`);
    await writeFile(path, 'file');
    const calls = [
      () => store.put('aborted.jpg', bytesOf('x'), { signal }),
      () => store.put('aborted.jpg', { path }, { signal }),
      async () => store.putIfAbsent?.('aborted.jpg', bytesOf('x'), { signal }),
      () => store.read('kept.jpg', { offset: 0, length: 1 }, { signal }),
      () => store.head('kept.jpg', { signal }),
      () => store.delete('kept.jpg', { signal }),
      () => all(store.list('', { signal })),
    ];
    for (const call of calls) expect(await rejection(call())).toBe(reason);
    expect(await store.head('aborted.jpg')).toBeUndefined();
    expect(await store.head('kept.jpg')).toMatchObject({ bytes: 1 });
  });
});

describe('checkKey()', () => {
  it.each(['a', '..a', 'a..', 'a/...', 'x'.repeat(1023), '图'.repeat(341), 'a/b/'])('takes %j', (key) => {
    expect(checkKey(key)).toBe(key);
  });
});

describe('FolderStore', () => {
  it.each(['a//b', 'a/', 'nul\0.jpg'])(
    'throws a RangeError when the key %j is no path of a file',
    async (key) => {
      const store = new FolderStore(join(folder, 'paths'));
      expect(await rejection(store.put(key, bytesOf('x')))).toBeInstanceOf(RangeError);
    },
  );

  it('put() leaves the old file and no part when aborted on the way', async () => {
    const root = join(folder, 'aborted');
    const store = new FolderStore(root);
    await store.put('a.bin', bytesOf('old'));
    const path = join(folder, 'large.bin');
    await writeFile(path, Buffer.alloc(4 << 20));
    const controller = new AbortController();
    const reason = new Error('enough');
    const work = rejection(store.put('a.bin', { path }, { signal: controller.signal }));
    setImmediate(() => controller.abort(reason));
    expect(await work).toBe(reason);
    expect(await readdir(root)).toEqual(['a.bin']);
    expect(await readFile(join(root, 'a.bin'), 'utf8')).toBe('old');
  });

  it('list() gives nothing when there is no folder', async () => {
    expect(await all(new FolderStore(join(folder, 'nowhere')).list(''))).toEqual([]);
  });
});
