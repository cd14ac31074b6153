import { afterEach, describe, expect, it } from 'vitest';
import { chooseOssEndpoint, type OssEndpointOptions } from '../../src/storage/oss-endpoint.ts';
import { OssStore } from '../../src/storage/oss-store.ts';
import type { OssStoreOptions } from '../../src/storage/oss-store-options.ts';
import { failureOf } from '../support/failure.ts';
import { reply, startFaultServer } from '../support/fault-server.ts';
import { all } from '../support/items.ts';
import { startEmulator } from '../support/start-emulator.ts';

const choose = (options: OssEndpointOptions) => chooseOssEndpoint('cn-shanghai', options);

describe('chooseOssEndpoint()', () => {
  it.each([
    [{}, 'oss-cn-shanghai.aliyuncs.com'],
    [{ network: 'public' }, 'oss-cn-shanghai.aliyuncs.com'],
    [{ network: 'vpc' }, 'oss-cn-shanghai-internal.aliyuncs.com'],
    [{ network: 'accelerate' }, 'oss-accelerate.aliyuncs.com'],
    [{ network: 'accelerate-overseas' }, 'oss-accelerate-overseas.aliyuncs.com'],
    [{ network: 'dual-stack' }, 'cn-shanghai.oss.aliyuncs.com'],
    [{ network: 'dual-stack', customDomain: false }, 'cn-shanghai.oss.aliyuncs.com'],
    [{ endpoint: 'gateway.example' }, 'gateway.example'],
  ] as const)('gives the host when the options are %j', (options, host) => {
    expect(choose(options)).toEqual({ host, protocol: 'https', isCustomDomain: false });
  });

  it.each([
    ['images.shop.example', 'images.shop.example', 'https'],
    ['http://images.shop.example:8080', 'images.shop.example:8080', 'http'],
    ['localhost:9000', 'localhost:9000', 'http'],
    ['127.0.0.1:9000', '127.0.0.1:9000', 'http'],
  ])('takes %s as a custom domain', (endpoint, host, protocol) => {
    expect(choose({ endpoint, customDomain: true })).toEqual({ host, protocol, isCustomDomain: true });
  });

  it.each<[string, OssEndpointOptions, RegExp]>([
    [
      'customDomain has no endpoint',
      { customDomain: true },
      /'customDomain' needs 'endpoint', the domain that is bound to the bucket, such as images\.shop\.example$/,
    ],
    [
      'customDomain has a network instead of an endpoint',
      { customDomain: true, network: 'public' },
      /'customDomain' needs 'endpoint'.*, and no 'network'$/,
    ],
    [
      'an endpoint and a network are given',
      { endpoint: 'a.example', network: 'accelerate' },
      /'endpoint' and 'network' must not both be given: current value is "accelerate"/,
    ],
    [
      'customDomain is no boolean',
      { endpoint: 'a.example', customDomain: 'a.example' as never },
      /'customDomain' must be true or false: current value is "a\.example"/,
    ],
    [
      'the network is none',
      { network: 'internet' as never },
      /'network' must be one of public, vpc, accelerate, accelerate-overseas, dual-stack: current value is "internet"/,
    ],
    ['the custom domain has a path', { endpoint: 'a.example/b', customDomain: true }, /'endpoint' must be/],
    ...[
      'oss-cn-shanghai.aliyuncs.com',
      'a-bucket.oss-cn-shanghai.aliyuncs.com',
      '192.0.2.1',
      '[::1]:9000',
    ].map((endpoint): [string, OssEndpointOptions, RegExp] => [
      `the custom domain is ${endpoint}`,
      { endpoint, customDomain: true },
      /'endpoint' must be a domain of your own with 'customDomain', no IP address and no host of OSS: /,
    ]),
  ])('throws a TypeError when %s', (_, options, says) => {
    expect(() => choose(options)).toThrow(TypeError);
    expect(() => choose(options)).toThrow(says);
  });

  it('throws a TypeError that names the region when it is none', () => {
    expect(() => chooseOssEndpoint('cn shanghai', {})).toThrow(`'region' must be one such as cn-shanghai`);
  });

  it('names the options as the caller does', () => {
    const names = { endpoint: 'ossEndpoint', network: 'ossNetwork', customDomain: '--custom' };
    expect(() => chooseOssEndpoint('r', { customDomain: true, network: 'vpc' }, names)).toThrow(
      /'--custom' needs 'ossEndpoint'.* no 'ossNetwork'$/,
    );
    expect(() => chooseOssEndpoint('r', { endpoint: 'h', network: 'vpc' }, names)).toThrow(
      "'ossEndpoint' and 'ossNetwork' must not both be given",
    );
  });
});

describe('OssStore with a custom domain', () => {
  const stores: OssStore[] = [];
  afterEach(() => {
    for (const store of stores.splice(0)) store.close();
  });
  const open = (options: Partial<OssStoreOptions>) => {
    const given = { bucket: 'emulated-bucket', region: 'cn-shanghai', customDomain: true, ...options };
    const store = new OssStore(given);
    stores.push(store);
    return store;
  };

  it('has the keys at the root of the domain and names no bucket', async () => {
    await using server = await startFaultServer(reply(200, '', { 'x-oss-request-id': '1' }));
    const endpoint = `http://localhost:${server.port}`;
    const credentials = { accessKeyId: 'id', accessKeySecret: 'secret' };
    await open({ endpoint, credentials }).put('spring/a.jpg', Buffer.from('x'));
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatch(/^PUT \/spring\/a\.jpg HTTP/);
    expect(server.requests[0]).toMatch(new RegExp(`^host: localhost:${server.port}\r$`, 'im'));
    expect(server.requests[0]).not.toContain('emulated-bucket');
  });

  it.each(['localhost', '127.0.0.1'])(
    'probe() finds the bucket, and list() only its objects, at %s',
    async (host) => {
      await using emulator = await startEmulator({ buckets: { other: 'cn-shanghai' } });
      const endpoint = emulator.ossEndpoint.replace('localhost', host);
      const store = open({ endpoint, credentials: emulator });
      const other = open({ bucket: 'other', endpoint, credentials: emulator });
      await store.probe('increment.meta');
      await store.put('other/a.jpg', Buffer.from('one')); // the key looks like path style of the other bucket
      await other.put('a.jpg', Buffer.from('another'));
      expect((await all(store.list(''))).map(({ key, bytes }) => [key, bytes])).toEqual([['other/a.jpg', 3]]);
      expect(await other.head('a.jpg')).toMatchObject({ bytes: 7 });
    },
  );

  it('faults strike the operation that was meant', async () => {
    await using emulator = await startEmulator({
      faults: [{ kind: 'reset', service: 'oss', operation: 'HeadObject', times: 'always' }],
    });
    const store = open({ endpoint: emulator.ossEndpoint, credentials: emulator });
    await store.put('a.jpg', Buffer.from('x'));
    expect(await all(store.list(''))).toHaveLength(1);
    expect(await failureOf(store.head('a.jpg'))).toMatchObject({ code: 'CONNECTION_LOST' });
  });
});

it('OssStore names the custom domain when OSS forbids its public host', async () => {
  const body =
    '<?xml version="1.0" encoding="UTF-8"?><Error><Code>PublicEndpointForbidden</Code><Message>Not allowed using the OSS public endpoint, please use CNAME instead.</Message><RequestId>1</RequestId><EC>0048-00000401</EC></Error>';
  const headers = { 'content-type': 'application/xml', 'x-oss-request-id': '1' };
  await using server = await startFaultServer(reply(400, body, headers));
  const store = new OssStore({
    bucket: 'a-bucket',
    region: 'cn-shanghai',
    endpoint: server.endpoint,
    credentials: { accessKeyId: 'id', accessKeySecret: 'secret' },
  });
  const failure = await failureOf(store.put('a.jpg', Buffer.from('x')));
  store.close();
  expect(failure).toMatchObject({ code: 'PublicEndpointForbidden', httpStatus: 400, retryable: false });
  expect(failure.advice).toContain('customDomain: true (--oss-custom-domain)');
  expect(server.requests).toHaveLength(1);
});
