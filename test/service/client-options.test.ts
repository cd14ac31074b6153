import { expect, test } from 'vitest';
import { GalleryClient } from '../../src/gallery/gallery-client.ts';
import { ImageSearchClient } from '../../src/image-search-client.ts';
import { FolderStore } from '../../src/storage/folder-store.ts';
import { OssStore } from '../../src/storage/oss-store.ts';
import { uploadImages } from '../../src/storage/upload-images.ts';
import { BatchTaskClient } from '../../src/task/batch-task-client.ts';
import { createCallbackHandler } from '../../src/task/callback/create-callback-handler.ts';
import { queueFile } from '../../src/task/queue/queue-file.ts';
import { TaskQueue } from '../../src/task/queue/task-queue.ts';

const credentials = { accessKeyId: 'id', accessKeySecret: 'secret' };
const shop = { region: 'cn-shanghai', instance: 'shop', bucket: 'my-bucket', credentials };
const instance = { region: 'cn-shanghai', instance: 'shop', credentials };
const bucket = { region: 'cn-shanghai', bucket: 'my-bucket', credentials };
const REF = {
  version: 1,
  region: 'cn-shanghai',
  instance: 'shop',
  id: '1',
  bucket: 'b',
  path: '/a',
} as const;

/** Options as a caller without types passes them. */
const untyped = (options: object) => options as never;
const tasks = () => new BatchTaskClient(instance);
const store = () => new OssStore(bucket);
const folder = () => new FolderStore('/nowhere');

const MISSPELT: readonly (readonly [string, string, () => unknown])[] = [
  ['ImageSearchClient', 'ossEndpoint', () => new ImageSearchClient(untyped({ ...shop, ossEndpont: 'a.b' }))],
  ['BatchTaskClient', 'region', () => new BatchTaskClient(untyped({ ...instance, regoin: 'x' }))],
  [
    'GalleryClient',
    'queriesPerSecond',
    () => new GalleryClient(untyped({ ...instance, querysPerSecond: 1 })),
  ],
  ['OssStore', 'timeoutMs', () => new OssStore(untyped({ ...bucket, timeOutMs: 1 }))],
  ['put()', 'signal', () => store().put('a', new Uint8Array(), untyped({ singal: 1 }))],
  ['read()', 'signal', () => store().read('a', { offset: 0, length: 1 }, untyped({ singal: 1 }))],
  ['head()', 'signal', () => folder().head('a', untyped({ singal: 1 }))],
  ['delete()', 'signal', () => folder().delete('a', untyped({ singal: 1 }))],
  [
    'list()',
    'signal',
    () =>
      folder()
        .list('a', untyped({ singal: 1 }))
        .next(),
  ],
  ['uploadImages()', 'concurrency', () => uploadImages(folder(), [], untyped({ concurency: 1 })).next()],
  ['submit()', 'whenRunning', () => tasks().submit('oss://my-bucket/a', untyped({ whenRuning: 'wait' }))],
  ['submit()', 'signal', () => tasks().submit(REF, untyped({ signl: 1 }))],
  ['wait()', 'maxWaitMs', () => tasks().wait(REF, untyped({ maxWaitMS: 1 }))],
  ['watch()', 'pollDelay', () => tasks().watch(REF, untyped({ polldelay: 1 }))],
  ['list()', 'address', () => tasks().list(untyped({ adress: 'oss://my-bucket' }))],
  [
    'byPage()',
    'pageSize',
    () =>
      tasks()
        .list()
        .byPage(untyped({ pagesize: 1 })),
  ],
  ['find()', 'signal', () => tasks().find('1', untyped({ singal: 1 }))],
  ['detail()', 'signal', () => new GalleryClient(instance).detail(untyped({ singal: 1 }))],
  [
    'TaskQueue.open()',
    'beforeSubmit',
    () => TaskQueue.open(untyped({ tasks: tasks(), storage: queueFile('/nowhere'), beforeSumbit: 1 })),
  ],
  [
    'createCallbackHandler()',
    'mostBytes',
    () => createCallbackHandler(untyped({ tasks: tasks(), token: 'x', onSettled: () => {}, mostByte: 1 })),
  ],
];

test.each(MISSPELT)('%s refuses a misspelt option and names %s', async (what, meant, call) => {
  const error = await (async () => call())().then(
    () => undefined,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(TypeError);
  expect(String(error)).toContain(`${what} has no option`);
  expect(String(error)).toContain(`did you mean '${meant}'?`);
});

test('clients take an ImageSearchClient, which has more properties than their options', () => {
  const client = new ImageSearchClient(shop);
  expect(new BatchTaskClient(client).instance).toBe('shop');
  expect(new OssStore(client).bucket).toBe('my-bucket');
  expect(new GalleryClient(client)).toBeInstanceOf(GalleryClient);
  client.close();
});

test.each<[string, () => unknown, string]>([
  ['OssStore without options', () => new OssStore(untyped(undefined as never)), '{ bucket, region }'],
  [
    'BatchTaskClient without options',
    () => new BatchTaskClient(untyped(undefined as never)),
    '{ region, instance }',
  ],
  [
    'GalleryClient without options',
    () => new GalleryClient(untyped(undefined as never)),
    '{ region, instance }',
  ],
  [
    'ImageSearchClient without options',
    () => new ImageSearchClient(untyped(undefined as never)),
    '{ region, instance, bucket }',
  ],
  [
    'OssStore without a bucket',
    () => new OssStore(untyped({ region: 'cn-shanghai' })),
    "'bucket' must have 3 to 63",
  ],
  [
    'a bucket name in capitals',
    () => new OssStore({ ...bucket, bucket: 'My-Bucket' }),
    `'bucket' must have 3 to 63 lower case letters, digits and hyphens, with no hyphen at its ends: current value is "My-Bucket"`,
  ],
  [
    "OSS's name of a region",
    () => new OssStore({ ...bucket, region: 'oss-cn-shanghai' }),
    `"oss-cn-shanghai" is OSS's name for it, write "cn-shanghai"`,
  ],
  [
    'an endpoint with a path',
    () => new OssStore({ ...bucket, endpoint: 'a.example/b' }),
    `'endpoint' must be "host", "host:port" or "https://host": current value is "a.example/b"`,
  ],
  [
    'an endpoint of OSS with a path',
    () => new ImageSearchClient({ ...shop, ossEndpoint: 'a.example/b' }),
    `'ossEndpoint' must be "host", "host:port" or "https://host": current value is "a.example/b"`,
  ],
])('a TypeError says what is wrong with %s', (_, make, says) => {
  expect(make).toThrow(TypeError);
  expect(make).toThrow(says);
});
