import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { UrlAccess } from '../../../src/image/url/url-access.ts';
import type { UrlOptions } from '../../../src/image/url/url-options.ts';

const urlOf = (text: string) => new URL(text);

describe('UrlAccess', () => {
  test.each<[problem: string, options: object, error: typeof TypeError | typeof RangeError]>([
    ['timeoutMs is 0', { timeoutMs: 0 }, RangeError],
    ['timeoutMs is no integer', { timeoutMs: 0.5 }, RangeError],
    ['timeoutMs is longer than timers go', { timeoutMs: 2 ** 31 }, RangeError],
    ['timeoutMs is text', { timeoutMs: '5' }, RangeError],
    ['maxRedirects is below 0', { maxRedirects: -1 }, RangeError],
    ['maxRedirects is not finite', { maxRedirects: Number.POSITIVE_INFINITY }, RangeError],
    ['allowPrivateAddresses is text', { allowPrivateAddresses: 'false' }, TypeError],
    ['headers is null', { headers: null }, TypeError],
    ['headers is text', { headers: 'cookie: s3cret' }, TypeError],
    ['a header is a number', { headers: { cookie: 5 } }, TypeError],
    ['a header has a line break', { headers: { cookie: 's3cret\r\nx: y' } }, TypeError],
    ['the name of a header is none', { headers: { 'a b': 'x' } }, TypeError],
    ['a header decides the part that is read', { headers: { Range: 'bytes=0-' } }, TypeError],
    ['a header decides the host', { headers: { host: 'other.example' } }, TypeError],
  ])('throws when %s', (_, options, error) => {
    expect(() => new UrlAccess(options as UrlOptions)).toThrow(error);
  });

  test('shows no value of a header when it refuses one', () => {
    for (const headers of [{ cookie: 's3cret\n' }, { range: 's3cret' }, { cookie: ['s3cret'] }]) {
      const make = () => new UrlAccess({ headers } as unknown as UrlOptions);
      expect(make).toThrow(TypeError);
      expect(make).not.toThrow(/s3cret/);
    }
  });

  test.each([
    'file:///etc/passwd',
    'ftp://shop.example/1.jpg',
    'data:image/png;base64,AAAA',
    'oss://bucket/1.jpg',
  ])('throws when the URL is %s', (text) => {
    expect(() => new UrlAccess().open(urlOf(text))).toThrow(TypeError);
  });

  test('throws when the URL is text', () => {
    expect(() => new UrlAccess().open('https://shop.example' as unknown as URL)).toThrow(TypeError);
  });
});

describe('UrlReader', () => {
  test.each([
    ['https://name:s3cret@shop.example:8443/a/1.jpg?s3cret#s3cret', 'https://shop.example:8443/a/1.jpg'],
    ['https://shop.example/%E5%9B%BE/1%2Ejpg', 'https://shop.example/图/1.jpg'],
    ['https://shop.example', 'https://shop.example/'],
    ['https://shop.example/100%.jpg', 'https://shop.example/100%.jpg'],
    ['https://shop.example/a%0Ab%1B%E2%80%AE%20.jpg', 'https://shop.example/a%0Ab%1B%E2%80%AE%20.jpg'],
    ['https://shop.example/a%2Fb%3Fc.jpg', 'https://shop.example/a%2Fb%3Fc.jpg'],
    ['https://shop.example/image.php?id=7', 'https://shop.example/image.php'],
  ])('calls %s %s', (url, name) => {
    const reader = new UrlAccess({ headers: { cookie: 's3cret' } }).open(urlOf(url));
    expect(reader.name).toBe(name);
    expect(inspect(reader, { depth: 10 })).not.toContain('s3cret');
  });

  test.each([
    [-1, 5],
    [0, -5],
    [0.5, 5],
    [0, Number.POSITIVE_INFINITY],
  ])('rejects with a RangeError when it is to read %d and %d', async (offset, length) => {
    const reader = new UrlAccess().open(urlOf('http://127.0.0.1:1/'));
    await expect(reader.read(offset, length)).rejects.toThrow(RangeError);
  });
});
