import { describe, expect, it } from 'vitest';
import { type ProxyOption, readProxy } from '../../../src/shared/http/proxy.ts';
import fc from '../../support/properties.ts';

const SHOP = 'https://imagesearch.cn-shanghai.aliyuncs.com/';
const nameFor = (option: ProxyOption | undefined, target: string, environment = {}) =>
  readProxy(option, environment)(new URL(target))?.name;

describe('readProxy()', () => {
  it.each<[string, ProxyOption | undefined, string, Record<string, string>, string | undefined]>([
    ['nothing is said', undefined, SHOP, { HTTPS_PROXY: 'http://p:1' }, undefined],
    ['it is a URL as text', 'http://p:1', SHOP, {}, 'http://p:1'],
    ['it is a URL', new URL('https://u:x@p'), SHOP, {}, 'https://p'],
    ['its scheme is in capitals', 'HTTP://P:1', SHOP, {}, 'http://p:1'],
    ['a URL of http is asked for', 'http://p:1', 'http://images.example/', {}, 'http://p:1'],
    ['the environment has one', 'env', SHOP, { HTTPS_PROXY: 'http://p:1' }, 'http://p:1'],
    ['the environment has one in small letters', 'env', SHOP, { https_proxy: 'http://p:1' }, 'http://p:1'],
    ['both are there', 'env', SHOP, { https_proxy: 'http://a', HTTPS_PROXY: 'http://b' }, 'http://a'],
    ['it has no scheme', 'env', SHOP, { HTTPS_PROXY: 'p:3128' }, 'http://p:3128'],
    ['there is one for http alone', 'env', SHOP, { HTTP_PROXY: 'http://p:1' }, undefined],
    ['there is one for http', 'env', 'http://h/', { HTTP_PROXY: 'http://p:1' }, 'http://p:1'],
    ['there is one for all', 'env', SHOP, { ALL_PROXY: 'http://p:1' }, 'http://p:1'],
    [
      'there is one for all, and another',
      'env',
      SHOP,
      { ALL_PROXY: 'http://a', HTTPS_PROXY: 'http://b' },
      'http://b',
    ],
    ['it is empty', 'env', SHOP, { HTTPS_PROXY: '' }, undefined],
    ['the environment has none', 'env', SHOP, {}, undefined],
  ])('chooses the proxy when %s', (_, option, target, environment, name) => {
    expect(nameFor(option, target, environment)).toBe(name);
  });

  it.each([
    'http://localhost:9000/',
    'http://127.0.0.1/',
    'https://[::1]:8443/',
    'http://100.100.100.200/latest/meta-data/',
    'https://oss-cn-shanghai-internal.aliyuncs.com/',
    'https://bucket.oss-cn-shanghai-internal.aliyuncs.com/',
    'https://imagesearch-vpc.cn-shanghai.aliyuncs.com/',
    'https://sts-vpc.cn-shanghai.aliyuncs.com/',
  ])('never leads to %s through a proxy', (target) => {
    expect(nameFor('http://p:1', target)).toBeUndefined();
    expect(nameFor('env', target, { ALL_PROXY: 'http://p:1' })).toBeUndefined();
  });

  const DIRECT = 'direct';
  const PROXY = 'http://p:1';
  it.each([
    ['*', SHOP, DIRECT],
    ['imagesearch.cn-shanghai.aliyuncs.com', SHOP, DIRECT],
    ['aliyuncs.com', SHOP, DIRECT],
    ['.aliyuncs.com', SHOP, DIRECT],
    ['*.aliyuncs.com', SHOP, DIRECT],
    ['ALIYUNCS.com', SHOP, DIRECT],
    ['a.example, aliyuncs.com', SHOP, DIRECT],
    ['a.example aliyuncs.com', SHOP, DIRECT],
    ['aliyuncs.com:443', SHOP, DIRECT],
    ['aliyuncs.com:80', SHOP, PROXY],
    ['aliyuncs.com:8443', SHOP.replace('.com', '.com:8443'), DIRECT],
    ['yuncs.com', SHOP, PROXY],
    ['shanghai.aliyuncs', SHOP, PROXY],
    ['aliyuncs.com.example', SHOP, PROXY],
    ['aliyuncs*', SHOP, PROXY],
    ['', SHOP, PROXY],
    [' , ', SHOP, PROXY],
    ['10.0.0.7', 'http://10.0.0.7/', DIRECT],
    ['10.0.0.7', 'http://10.0.0.70/', PROXY],
    ['[fd00::1]', 'http://[fd00::1]/', DIRECT],
    ['[fd00::1]:80', 'http://[fd00::1]/', DIRECT],
  ])('takes NO_PROXY %j for %s as %s', (NO_PROXY, target, expected) => {
    for (const variable of ['NO_PROXY', 'no_proxy']) {
      expect(nameFor('env', target, { ALL_PROXY: PROXY, [variable]: NO_PROXY }) ?? DIRECT).toBe(expected);
      expect(nameFor(PROXY, target, { [variable]: NO_PROXY }) ?? DIRECT).toBe(expected);
    }
  });

  it('hands user and password on as they were meant, whatever is in them', () => {
    const part = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(part, part, (user, password) => {
        const url = `http://${encodeURIComponent(user)}:${encodeURIComponent(password)}@p:1`;
        const server = readProxy(url, {})(new URL(SHOP));
        const sent = Buffer.from(server?.authorization?.slice('Basic '.length) ?? '', 'base64').toString();
        expect(sent).toBe(`${user}:${password}`);
        expect(server?.name).toBe('http://p:1');
      }),
    );
  });

  it.each([
    '',
    'proxy.example:3128',
    'socks5://user:hidden@proxy.example',
    'user:hidden@proxy.example',
    'http://user:hidden@proxy.example:port',
    'http://user:hid@hidden@proxy.example:port',
    'http://user:1234#hidden@proxy.example:3128',
    'http://user:12/hidden@proxy.example:3128',
    'http://user:12?hidden@proxy.example:3128',
    'http://',
    'environment',
    5,
    null,
    {},
  ])('throws a TypeError that shows no password when it is %j', (proxy) => {
    expect(() => readProxy(proxy as never)).toThrow(TypeError);
    expect(() => readProxy(proxy as never)).toThrow(/^Cannot continue as 'proxy' must be a URL(?!.*hid)/);
  });

  it('throws a TypeError that names the variable and shows no password when the environment is wrong', () => {
    const environment = { ALL_PROXY: 'socks5://user:hidden@p' };
    expect(() => nameFor('env', SHOP, environment)).toThrow(TypeError);
    expect(() => nameFor('env', SHOP, environment)).toThrow(
      /^Cannot continue as ALL_PROXY must be a URL(?!.*hidden)/,
    );
    expect(nameFor('env', 'http://127.0.0.1:1', environment)).toBeUndefined(); // it concerns no call to this machine
    const covered = { ...environment, HTTP_PROXY: 'http://p:1', HTTPS_PROXY: 'http://p:1' };
    expect(nameFor('env', SHOP, covered)).toBe('http://p:1'); // nobody asks the one for all
  });
});
