import { describe, expect, it } from 'vitest';
import { chooseEndpoint, parseEndpoint } from '../../../src/service/addresses/endpoint.ts';

describe('parseEndpoint()', () => {
  it.each([
    ['imagesearch.cn-shanghai.aliyuncs.com', 'imagesearch.cn-shanghai.aliyuncs.com', 'https'],
    ['https://example.com', 'example.com', 'https'],
    ['http://example.com', 'example.com', 'http'],
    ['https://example.com/', 'example.com', 'https'],
    ['example.com:8443', 'example.com:8443', 'https'],
    ['example.com:80', 'example.com:80', 'https'],
    ['localhost', 'localhost', 'http'],
    ['localhost:9000', 'localhost:9000', 'http'],
    ['127.0.0.1:9000', '127.0.0.1:9000', 'http'],
    ['127.8.9.10:443', '127.8.9.10:443', 'http'],
    ['[::1]:9000', '[::1]:9000', 'http'],
    ['https://127.0.0.1:9000', '127.0.0.1:9000', 'https'],
    ['[2001:db8::1]:9000', '[2001:db8::1]:9000', 'https'],
    ['127.0.0.1.example.com', '127.0.0.1.example.com', 'https'],
    ['localhost.example.com', 'localhost.example.com', 'https'],
  ])('reads %j', (endpoint, host, protocol) => {
    expect(parseEndpoint('endpoint', endpoint)).toEqual({ host, protocol });
  });

  it.each([
    '',
    'https://',
    'example.com/path',
    'https://example.com/path',
    'example.com?a=b',
    'example.com#a',
    'ftp://example.com',
    '::1',
    'example.com:99999',
    'two words',
  ])('throws a TypeError that shows the value when it is %j', (endpoint) => {
    expect(() => parseEndpoint('ossEndpoint', endpoint)).toThrow(TypeError);
    expect(() => parseEndpoint('ossEndpoint', endpoint)).toThrow(`'ossEndpoint' must be`);
    expect(() => parseEndpoint('ossEndpoint', endpoint)).toThrow(`"${endpoint}"`);
  });

  it.each([
    'https://id:hidden@example.com',
    'hidden@example.com',
    ':hidden@example.com',
    'http://a:b@hidden@c',
  ])('throws and shows no credentials when they stand in it: %j', (endpoint) => {
    expect(() => parseEndpoint('endpoint', endpoint)).toThrow(TypeError);
    expect(() => parseEndpoint('endpoint', endpoint)).toThrow(/^(?!.*hidden)/);
  });
});

describe('chooseEndpoint()', () => {
  const hosts = { public: 'public.example.com', vpc: 'vpc.example.com' };

  it.each([
    [{}, 'public.example.com', 'https'],
    [{ network: 'public' }, 'public.example.com', 'https'],
    [{ network: 'vpc' }, 'vpc.example.com', 'https'],
    [{ endpoint: '127.0.0.1:9000' }, '127.0.0.1:9000', 'http'],
    [{ endpoint: undefined, network: undefined }, 'public.example.com', 'https'],
  ] as const)('gives the host when the options are %j', (options, host, protocol) => {
    expect(chooseEndpoint('endpoint', hosts, options)).toEqual({ host, protocol });
  });

  it.each(['public', 'vpc'] as const)('throws when an endpoint and the network %s are given', (network) => {
    expect(() => chooseEndpoint('ossEndpoint', hosts, { endpoint: 'h', network })).toThrow(
      new TypeError(
        `Cannot continue as 'ossEndpoint' and 'network' must not both be given: current value is "${network}"`,
      ),
    );
  });
});
