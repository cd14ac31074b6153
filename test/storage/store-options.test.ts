import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ObjectStore } from '../../src/shared/objects/object-store.ts';
import { FolderStore } from '../../src/storage/folder-store.ts';
import { OssStore } from '../../src/storage/oss-store.ts';
import type { OssStoreOptions } from '../../src/storage/oss-store-options.ts';
import { uploadImages } from '../../src/storage/upload-images.ts';
import { rejection } from '../support/failure.ts';
import { startFaultServer } from '../support/fault-server.ts';
import { all } from '../support/items.ts';

const given: OssStoreOptions = {
  bucket: 'a-bucket',
  region: 'cn-shanghai',
  credentials: { accessKeyId: 'id', accessKeySecret: 'hidden' },
};

describe('new OssStore()', () => {
  it.each<[string, unknown, string]>([
    [
      'nothing is given',
      undefined,
      'the options of an OssStore, such as { bucket, region }, or an ImageSearchClient, must be given',
    ],
    ['the region is missing', { bucket: 'a-bucket' }, "'region' must be one such as cn-shanghai"],
    ['the bucket is missing', { region: 'cn-shanghai' }, "'bucket' must have 3 to 63 lower case letters"],
    ['the bucket is an address', { ...given, bucket: 'oss://a-bucket' }, `'bucket' must have 3 to 63`],
    ["the region is OSS's name for one", { ...given, region: 'oss-cn-shanghai' }, 'write "cn-shanghai"'],
    ['the endpoint has a path', { ...given, endpoint: 'host/a' }, `'endpoint' must be "host"`],
    ['the time-out is 0', { ...given, timeoutMs: 0 }, "'timeoutMs' must be an integer from 1"],
    [
      'an option is misspelt',
      { ...given, timeoutMS: 5 },
      `an OssStore has no option "timeoutMS": did you mean 'timeoutMs'?`,
    ],
    [
      'an option is one of ImageSearchClient',
      { ...given, ossEndpoint: 'host' },
      'an OssStore has no option "ossEndpoint": it has bucket, region, credentials, endpoint, customDomain, ',
    ],
  ])('throws an error that names the option when %s', (_, options, says) => {
    const make = () => new OssStore(options as OssStoreOptions);
    expect(make).toThrow(says);
    expect(make).toThrow(/^Cannot continue as /);
    expect(make).not.toThrow('hidden');
  });
});

describe('new FolderStore()', () => {
  it.each([undefined, null, ''])('throws a TypeError when the folder is %j', (root) => {
    expect(() => new FolderStore(root as string)).toThrow(/'root' must be a non-empty string/);
  });
});

const CALLS: readonly [string, (store: ObjectStore, options: object) => Promise<unknown>][] = [
  ['put()', (store, options) => store.put('a', Buffer.from('x'), options)],
  ['read()', (store, options) => store.read('a', { offset: 0, length: 1 }, options)],
  ['head()', (store, options) => store.head('a', options)],
  ['delete()', (store, options) => store.delete('a', options)],
  ['list()', (store, options) => all(store.list('', options))],
  ['uploadImages()', (store, options) => all(uploadImages(store, [], options))],
];
const misspelt = { Signal: undefined };
const refused = (name: string) =>
  new TypeError(`Cannot continue as ${name} has no option "Signal": did you mean 'signal'?`);

describe('OssStore', () => {
  it.each<[string, (store: OssStore, options: object) => Promise<unknown>]>([
    ...CALLS,
    ['probe()', (store, options) => store.probe('a', options)],
  ])('%s rejects before anything is sent when an option is misspelt', async (name, call) => {
    await using server = await startFaultServer((socket) => void socket.end());
    const store = new OssStore({ ...given, endpoint: server.endpoint });
    expect(await rejection(call(store, misspelt))).toEqual(refused(name));
    expect(server.requests).toEqual([]);
  });
});

describe('FolderStore', () => {
  it.each(CALLS)('%s rejects when an option is misspelt', async (name, call) => {
    const store = new FolderStore(join(tmpdir(), 'no-such-folder'));
    expect(await rejection(call(store, misspelt))).toEqual(refused(name));
  });
});
