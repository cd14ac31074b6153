import { describe, expect, it } from 'vitest';
import { type OssAddress, readOssAddress } from '../../../src/emulator/oss/oss-address.ts';

const hosts = {
  bucketNames: new Set(['known', 'second']),
  customDomains: new Map([['images.shop.example', 'second']]),
};
const read = (host: string, url: string) => readOssAddress(host, url, hosts);
/** As custom domains of both buckets read it. */
const atRoots = (key: string): OssAddress[] => [
  { bucket: 'known', key },
  { bucket: 'second', key },
];

describe('readOssAddress()', () => {
  it.each([
    ['127.0.0.1:9000', '/bkt', { bucket: 'bkt', key: '' }],
    ['[::1]:9000', '/bkt/', { bucket: 'bkt', key: '' }],
    ['127.0.0.1', '/?a=/', { bucket: undefined, key: '' }],
    ['oss-cn-shanghai.aliyuncs.com', '/bkt/k', { bucket: 'bkt', key: 'k' }],
    ['oss-accelerate.aliyuncs.com', '/bkt/k', { bucket: 'bkt', key: 'k' }],
    ['oss-accelerate-overseas.aliyuncs.com', '/bkt/k', { bucket: 'bkt', key: 'k' }],
    ['cn-shanghai.oss.aliyuncs.com', '/bkt/k', { bucket: 'bkt', key: 'k' }],
    ['bkt.oss-cn-shanghai.aliyuncs.com', '/a/b', { bucket: 'bkt', key: 'a/b' }],
    ['bkt.oss-cn-shanghai-internal.aliyuncs.com', '/a/b', { bucket: 'bkt', key: 'a/b' }],
    ['bkt.oss-accelerate.aliyuncs.com', '/a/b', { bucket: 'bkt', key: 'a/b' }],
    ['bkt.oss-accelerate-overseas.aliyuncs.com:80', '/a/b', { bucket: 'bkt', key: 'a/b' }],
    ['bkt.cn-shanghai.oss.aliyuncs.com', '/a/b', { bucket: 'bkt', key: 'a/b' }],
    ['oss-x.oss-cn-shanghai.aliyuncs.com', '/', { bucket: 'oss-x', key: '' }],
    ['bkt.localhost:9000', '//a', { bucket: 'bkt', key: '/a' }],
    ['images.shop.example', '/a/b', { bucket: 'second', key: 'a/b' }],
    ['Images.Shop.Example:9000', '/known/b', { bucket: 'second', key: 'known/b' }],
    ['images.shop.example', '/', { bucket: 'second', key: '' }],
  ])('reads %s and %s', (host, url, address) => {
    expect(read(host, url)).toEqual([address]);
  });

  it.each([
    ['localhost:9000', '/bkt/a/b', { bucket: 'bkt', key: 'a/b' }, 'bkt/a/b'],
    ['localhost:9000', '/a.jpg', { bucket: 'a.jpg', key: '' }, 'a.jpg'],
    ['localhost:9000', '/?list-type=2', { bucket: undefined, key: '' }, ''],
    ['emulator:80', '/bkt/%E5%9B%BE+%2520', { bucket: 'bkt', key: '图+%20' }, 'bkt/图+%20'],
    ['some.host.example', '/bkt/k', { bucket: 'bkt', key: 'k' }, 'bkt/k'],
  ])('reads %s and %s as path style, then as a custom domain of any bucket', (host, url, address, key) => {
    expect(read(host, url)).toEqual([address, ...atRoots(key)]);
  });

  it('reads a host that begins with a bucket as that bucket, then as a custom domain of the others', () => {
    expect(read('known.host.example', '/k')).toEqual(atRoots('k'));
    expect(read('second.host.example', '/k')).toEqual(atRoots('k').toReversed());
  });

  it('gives both readings when the bucket stands in host and path', () => {
    expect(read('bkt.oss-cn-shanghai.aliyuncs.com', '/bkt/a')).toEqual([
      { bucket: 'bkt', key: 'bkt/a' },
      { bucket: 'bkt', key: 'a' },
    ]);
  });

  it('gives none when the path is not UTF-8', () => {
    expect(read('localhost', '/bkt/%ff')).toEqual([]);
  });
});
