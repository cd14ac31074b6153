import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import { GalleryClient } from '../../src/gallery/gallery-client.ts';
import { ImageSearchClient, type ImageSearchClientOptions } from '../../src/image-search-client.ts';
import type { ImportOptions } from '../../src/import/import-options.ts';
import { importCatalogue } from '../../src/import-catalogue.ts';
import { OssStore } from '../../src/storage/oss-store.ts';
import { BatchTaskClient } from '../../src/task/batch-task-client.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { replyJson, startFaultServer } from '../support/fault-server.ts';
import { startEmulator } from '../support/start-emulator.ts';
import { putFolder } from '../support/test-bed.ts';
import { makeSamples, quickEmulator } from './import-test-bed.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ taskDurationMs: 0 });
});
afterAll(() => emulator.close());

/** Hands out the emulator's key pair for an hour, and counts how often it is asked. */
function countingSource({ accessKeyId, accessKeySecret }: Emulator) {
  const source = {
    asked: 0,
    getCredential: async () => {
      source.asked++;
      return { accessKeyId, accessKeySecret, expiration: Date.now() + 3_600_000 };
    },
  };
  return source;
}

const optionsOf = (own: Partial<ImageSearchClientOptions> = {}): ImageSearchClientOptions => ({
  region: emulator.regionId,
  instance: emulator.instanceName,
  bucket: emulator.bucketName,
  credentials: emulator,
  endpoint: emulator.imageSearchEndpoint,
  ossEndpoint: emulator.ossEndpoint,
  clock: new FakeClock({ auto: true }),
  ...own,
});

describe('ImageSearchClient', () => {
  it('asks for credentials once for its tasks, its gallery, its store and those made from it', async () => {
    const credentials = countingSource(emulator);
    await using client = new ImageSearchClient(optionsOf({ credentials, clock: undefined }));
    await putFolder(emulator, 'spring');
    const { tasks, gallery, store } = client;
    const [found] = await Promise.all([
      store.head('spring/increment.meta'),
      gallery.detail(),
      tasks.find('1'),
      new OssStore(client).head('spring/a.jpg'),
      new GalleryClient(client).find('p', 'n'),
      new BatchTaskClient(client).find('2'),
    ]);
    expect(found?.bytes).toBeGreaterThan(0);
    expect(credentials.asked).toBe(1);
  });

  it('asks Detail once for the pace of all galleries that are made from it', async () => {
    await using server = await startFaultServer((socket, request, n) =>
      replyJson(200, { Success: true, Exists: false, Instance: { Name: 'shop', Qps: 5 } })(
        socket,
        request,
        n,
      ),
    );
    const client = new ImageSearchClient(optionsOf({ endpoint: server.endpoint }));
    await client.gallery.find('p', '1');
    await new GalleryClient(client).find('p', '2');
    const actions = server.requests.map((request) => /x-acs-action: (\w+)/i.exec(request)?.[1]);
    expect(actions).toEqual(['Detail', 'CheckImageExists', 'CheckImageExists']);
    client.close();
  });

  it('runs a task by way of its tasks and its store', async () => {
    await using client = new ImageSearchClient(optionsOf());
    await putFolder(emulator, 'summer');
    const ref = await client.tasks.submit(`oss://${emulator.bucketName}/summer`, { store: client.store });
    expect(await client.tasks.wait(ref)).toMatchObject({ status: 'SUCCESS' });
    expect(await client.gallery.find('P1', 'a.jpg')).toMatchObject({ productId: 'P1' });
  });

  it('ends its connections when it is closed, and opens others for later calls', async () => {
    await using server = await startFaultServer(replyJson(200, { Success: true, Exists: false }));
    const requestsPerSecond = { CheckImageExists: 100 };
    const client = new ImageSearchClient(optionsOf({ endpoint: server.endpoint, requestsPerSecond }));
    await client.gallery.find('p', '1');
    expect(server.open()).toBe(1);
    client.close();
    await expect.poll(() => server.open()).toBe(0);
    await client.gallery.find('p', '2');
    client.close();
    expect(server.requests).toHaveLength(2);
  });

  it('throws a TypeError that says so when its store is used and no bucket was given', () => {
    const client = new ImageSearchClient(optionsOf({ bucket: undefined }));
    expect(() => client.store).toThrow(TypeError);
    expect(() => client.store).toThrow(/'bucket' was not given/);
    expect(() => new OssStore(client)).toThrow(/'bucket' was not given/);
  });

  it.each([
    ['region', { region: '' }],
    ['bucket', { bucket: 'No' }],
    ['ossEndpoint', { ossEndpoint: 'a/b' }],
    ['proxy', { proxy: 'socks5://p' }],
    ['resultHosts', { resultHosts: ['https://h'] }],
    ['ossTimeoutMs', { ossTimeoutMs: 0 }],
    ['ossTimeoutMs', { ossTimeoutMs: -1, bucket: undefined }],
    ['ossNetwork', { ossNetwork: 'foo' as 'vpc', ossEndpoint: undefined, bucket: undefined }],
    ['customDomain', { customDomain: true, ossEndpoint: undefined, bucket: undefined }],
  ] satisfies [string, Partial<ImageSearchClientOptions>][])(
    'throws before any call when %s is wrong',
    (name, options) => {
      expect(() => new ImageSearchClient(optionsOf(options))).toThrow(`'${name}'`);
    },
  );

  it('throws a TypeError when an option is misspelt', () => {
    expect(() => new ImageSearchClient(optionsOf({ ossTimeout: 5 } as object))).toThrow(
      new TypeError(
        `Cannot continue as an ImageSearchClient has no option "ossTimeout": did you mean 'ossTimeoutMs'?`,
      ),
    );
  });

  it.each<[string, () => unknown]>([
    ['ImageSearchClient', () => new ImageSearchClient(undefined as never)],
    ['GalleryClient', () => new GalleryClient(null as never)],
    ['BatchTaskClient', () => new BatchTaskClient('shop' as never)],
    ['OssStore', () => new OssStore(undefined as never)],
  ])('%s throws a TypeError that names its options when it is given no options', (name, make) => {
    expect(make).toThrow(TypeError);
    expect(make).toThrow(new RegExp(`^Cannot continue as the options of an? ${name}, such as \\{`));
  });

  it.each(['x', {}, null, 7])('is what the client of an import must be: %j is refused', async (client) => {
    const options = { client, images: '/nowhere', to: 'oss://bucket/a' } as unknown as ImportOptions;
    const thrown = await importCatalogue([], options).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(TypeError);
    expect((thrown as Error).message).toMatch(/^Cannot import as 'client' must be an ImageSearchClient/);
  });

  it('is what an import uses: its credentials are asked for once', async () => {
    await using own = await quickEmulator();
    await using samples = await makeSamples();
    const credentials = countingSource(own);
    const summary = await importCatalogue(samples.path, {
      images: samples.dir,
      to: `oss://${own.bucketName}/spring`,
      ...{ region: own.regionId, instance: own.instanceName, credentials },
      ...{ endpoint: own.imageSearchEndpoint, ossEndpoint: own.ossEndpoint },
    });
    expect(summary.succeeded).toBeGreaterThan(0);
    expect(credentials.asked).toBe(1);
  });

  it('serves as the client of an import, and of another one after that', async () => {
    await using samples = await makeSamples();
    await using client = new ImageSearchClient(optionsOf());
    const rows = samples.rows.filter(({ expected }) => expected === 'accepted').slice(0, 2);
    for (const folder of ['first', 'second']) {
      const to = `oss://${emulator.bucketName}/${folder}`;
      expect(await importCatalogue(rows, { client, images: samples.dir, to })).toMatchObject({
        succeeded: 2,
      });
    }
    expect(await client.store.head(`second/${rows[0]?.image}`)).toBeDefined();
  });

  it.each<[string, object, RegExp]>([
    ['a region is given, too', { region: 'cn-shanghai' }, /'region' must not be given beside 'client'/],
    ['a proxy is given, too', { proxy: 'http://p' }, /'proxy' must not be given beside 'client'/],
    [
      'an option is misspelt',
      { pollDelays: () => 1 },
      /has no option "pollDelays": did you mean 'pollDelay'/,
    ],
    ['its bucket is another one', { to: 'oss://other/a' }, /must be that of 'to'/],
  ])('is refused as the client of an import before any I/O when %s', async (_, wrong, message) => {
    const client = new ImageSearchClient(optionsOf({ endpoint: '127.0.0.1:1', ossEndpoint: '127.0.0.1:1' }));
    const options = { client, images: '/nowhere', to: `oss://${emulator.bucketName}/a`, ...wrong };
    const thrown = await importCatalogue([], options as ImportOptions).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(TypeError);
    expect((thrown as Error).message).toMatch(message);
  });
});
