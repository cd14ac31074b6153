import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import { FolderStore } from '../../src/storage/folder-store.ts';
import { OssStore } from '../../src/storage/oss-store.ts';
import { failureOf, rejection } from '../support/failure.ts';
import { startEmulator } from '../support/start-emulator.ts';

let emulator: Emulator;
const stores: OssStore[] = [];
function bucket(name: string, region = emulator.regionId): OssStore {
  const store = new OssStore({ bucket: name, region, endpoint: emulator.ossEndpoint, credentials: emulator });
  stores.push(store);
  return store;
}
beforeAll(async () => {
  emulator = await startEmulator({ buckets: { 'from-here': 'cn-shanghai', 'to-there': 'cn-shanghai' } });
});
afterAll(async () => {
  for (const store of stores) store.close();
  await emulator.close();
});

describe('copyFrom()', () => {
  it('copies an object into another bucket of the region, under another key', async () => {
    const [from, to] = [bucket('from-here'), bucket('to-there')];
    const object = await from.put('图/a b+c.jpg', Buffer.from('hello'));
    const copy = await to.copyFrom(from, object, 'copies/1.jpg');
    expect(copy).toEqual({ key: 'copies/1.jpg', bytes: 5, etag: object.etag });
    expect(await to.head('copies/1.jpg')).toMatchObject({ bytes: 5, etag: object.etag });
  });

  it('rejects with PreconditionFailed when the object was replaced since it was listed', async () => {
    const [from, to] = [bucket('from-here'), bucket('to-there')];
    const object = await from.put('old.jpg', Buffer.from('old'));
    await from.put('old.jpg', Buffer.from('new'));
    expect((await failureOf(to.copyFrom(from, object, 'new.jpg'))).code).toBe('PreconditionFailed');
    expect(await to.head('new.jpg')).toBeUndefined();
  });

  it('throws a RangeError for a bucket of another region, and for what is no bucket of OSS', async () => {
    const to = bucket('to-there');
    const object = { key: 'a.jpg', bytes: 1, etag: undefined };
    for (const source of [bucket('from-here', 'cn-beijing'), new FolderStore('images')]) {
      expect(to.canCopyFrom(source)).toBe(false);
      expect(await rejection(to.copyFrom(source, object, 'b.jpg'))).toBeInstanceOf(RangeError);
    }
  });
});
