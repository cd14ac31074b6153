import { describe, expect, it } from 'vitest';
import { readOssAddress } from '../../../src/emulator/oss/oss-address.ts';

describe('readOssAddress()', () => {
  const read = (host: string, url: string) => readOssAddress(host, url, (name) => name === 'known');

  it.each([
    ['localhost:9000', '/bkt/a/b', { bucket: 'bkt', key: 'a/b' }],
    ['127.0.0.1:9000', '/bkt', { bucket: 'bkt', key: '' }],
    ['[::1]:9000', '/bkt/', { bucket: 'bkt', key: '' }],
    ['127.0.0.1', '/?a=/', { bucket: undefined, key: '' }],
    ['emulator:80', '/bkt/%E5%9B%BE+%2520', { bucket: 'bkt', key: '图+%20' }],
    ['some.host.example', '/bkt/k', { bucket: 'bkt', key: 'k' }],
    ['oss-cn-shanghai.aliyuncs.com', '/bkt/k', { bucket: 'bkt', key: 'k' }],
    ['bkt.oss-cn-shanghai.aliyuncs.com', '/a/b', { bucket: 'bkt', key: 'a/b' }],
    ['oss-x.oss-cn-shanghai.aliyuncs.com', '/', { bucket: 'oss-x', key: '' }],
    ['bkt.localhost:9000', '//a', { bucket: 'bkt', key: '/a' }],
    ['known.host.example', '/k', { bucket: 'known', key: 'k' }],
  ])('reads %s and %s', (host, url, address) => {
    expect(read(host, url)).toEqual([address]);
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
