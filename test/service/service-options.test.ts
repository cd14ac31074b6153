import { describe, expect, it } from 'vitest';
import { GalleryClient } from '../../src/gallery/gallery-client.ts';
import type { ServiceOptions } from '../../src/service/connection.ts';
import { ImageSearchService } from '../../src/service/image-search-service.ts';
import { OssStore } from '../../src/storage/oss-store.ts';
import { failureOf } from '../support/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { serviceAt } from '../support/service-at.ts';

const clock = new FakeClock({ auto: true });
const credentials = { accessKeyId: 'id', accessKeySecret: 'secret' };
/** No host name can have so long a part: the resolver asks nobody for it. */
const region = 'r'.repeat(70);

describe('new ImageSearchService()', () => {
  it.each([
    ['region is empty', { region: '' }, TypeError, /region/],
    ['instance is empty', { instance: '' }, TypeError, /instance/],
    ['endpoint has a path', { endpoint: 'host/path' }, TypeError, /endpoint/],
    ['endpoint and network are given', { network: 'vpc' }, TypeError, /'endpoint' and 'network'.*"vpc"/],
    ['connectTimeoutMs is 0', { connectTimeoutMs: 0 }, RangeError, /connectTimeoutMs/],
    ['readTimeoutMs is a fraction', { readTimeoutMs: 1.5 }, RangeError, /readTimeoutMs/],
    [
      'readTimeoutMs is longer than any timer',
      { readTimeoutMs: 2 ** 31 },
      RangeError,
      /'readTimeoutMs'.* 2147483647/,
    ],
    ['region has a blank', { region: 'cn shanghai' }, TypeError, /'region'.*"cn shanghai"/],
    [
      "region is OSS's name for one",
      { region: 'oss-cn-shanghai' },
      TypeError,
      /^Cannot continue as 'region' must be one such as cn-shanghai: "oss-cn-shanghai" is OSS's name for it, write "cn-shanghai"$/,
    ],
    ['endpoint is a number', { endpoint: 5 as never }, TypeError, /'endpoint'/],
    ['the clock is none', { clock: {} as never }, TypeError, /'clock\.now'/],
    [
      'getCredential is no function',
      { credentials: { getCredential: 5 } as never },
      TypeError,
      /getCredential/,
    ],
    ['credentials are a text', { credentials: 'hidden' as never }, TypeError, /'credentials'.*"string"/],
    ['a pace is 0', { requestsPerSecond: { Detail: 0 } }, RangeError, /requestsPerSecond\.Detail.* 0/],
    [
      'a pace is no number',
      { requestsPerSecond: { Detail: '1' as never } },
      RangeError,
      /requestsPerSecond\.Detail/,
    ],
    ['a pace is endless', { requestsPerSecond: { Detail: Infinity } }, RangeError, /Infinity/],
    [
      'a pace is of nothing',
      { requestsPerSecond: { Details: 1 } as never },
      TypeError,
      /requestsPerSecond.*"Details"/,
    ],
  ] satisfies [string, Partial<ServiceOptions>, typeof Error, RegExp][])(
    'throws when %s',
    (_, options, kind, says) => {
      expect(() => serviceAt('127.0.0.1:1', options)).toThrow(kind);
      expect(() => serviceAt('127.0.0.1:1', options)).toThrow(says);
    },
  );

  it('throws when the network is none', () => {
    const options = { region, instance: 'shop', credentials, network: 'intranet' as never };
    expect(() => new ImageSearchService(options)).toThrow(
      `'network' must be one of public, vpc: current value is "intranet"`,
    );
  });
});

describe('network', () => {
  const image = (options: Partial<ServiceOptions>) =>
    new ImageSearchService({ region, instance: 'shop', credentials, clock, ...options }).call('Detail', {});
  const gallery = (options: Partial<ServiceOptions>) =>
    new GalleryClient({ region, instance: 'shop', credentials, clock, ...options }).detail();
  const oss = async (options: Partial<ServiceOptions>) => {
    const store = new OssStore({ region, bucket: 'a-bucket', credentials, clock, ...options });
    await store.head('key').finally(() => store.close());
  };

  it.each([
    ['Image Search', 'public when nothing is said', image, {}, `imagesearch.${region}.aliyuncs.com`],
    ['Image Search', 'public', image, { network: 'public' }, `imagesearch.${region}.aliyuncs.com`],
    ['Image Search', 'vpc', image, { network: 'vpc' }, `imagesearch-vpc.${region}.aliyuncs.com`],
    ['the gallery', 'vpc', gallery, { network: 'vpc' }, `imagesearch-vpc.${region}.aliyuncs.com`],
    ['OSS', 'public when nothing is said', oss, {}, `oss-${region}.aliyuncs.com`],
    ['OSS', 'public', oss, { network: 'public' }, `oss-${region}.aliyuncs.com`],
    ['OSS', 'vpc', oss, { network: 'vpc' }, `oss-${region}-internal.aliyuncs.com`],
  ] as const)('leads to the host of %s when it is %s', async (_, __, call, options, host) => {
    const failure = await failureOf(call(options));
    expect(failure.code).toBe('HOST_NOT_FOUND');
    expect(failure.message).toContain(` at ${host}:`);
  });

  it('is refused by OssStore together with an endpoint', () => {
    const options = {
      region,
      bucket: 'a-bucket',
      credentials,
      endpoint: '127.0.0.1:1',
      network: 'vpc',
    } as const;
    expect(() => new OssStore(options)).toThrow(TypeError);
    expect(() => new OssStore(options)).toThrow(`'endpoint' and 'network' must not both be given`);
  });
});
