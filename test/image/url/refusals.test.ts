import { describe, expect, test } from 'vitest';
import { UrlAccess } from '../../../src/image/url/url-access.ts';
import { rejection } from '../../support/failure.ts';
import { pattern, sendPart, startImageServer } from './image-server.ts';

const image = pattern(5_000);
const refused = (kind: string) => ({
  code: 'HTTP_ADDRESS_REFUSED',
  message: expect.stringContaining(`address is ${kind}`),
});

const startServer = () =>
  startImageServer((request, response) => {
    const to = new URL(request.url ?? '', 'http://any').searchParams.get('to');
    if (to === null) sendPart(request, response, image);
    else response.writeHead(302, { location: to }).end();
  });

/** Takes 127.0.0.1 for a public address, so that a server of a test can be one. */
const checkAddress = (address: string) => (address === '127.0.0.1' ? null : 'loopback');

describe('UrlReader', () => {
  test.each([
    ['127.0.0.1', 'loopback'],
    ['127.1', 'loopback'],
    ['2130706433', 'loopback'],
    ['0.0.0.0', 'unspecified'],
    ['localhost', 'loopback'],
    ['[::ffff:127.0.0.1]', 'loopback'],
    ['[::1]', 'loopback'],
  ])('connects to nothing when the host is %s', async (host, kind) => {
    await using server = await startServer();
    const reader = new UrlAccess().open(server.url('/1.jpg', host));
    expect(await rejection(reader.read(0, 10))).toMatchObject(refused(kind));
    expect(server.connections()).toBe(0);
  });

  test.each([
    ['to loopback', ['127.0.0.1'], 'loopback'],
    ['to a public and to a loopback address', ['8.8.8.8', '127.0.0.1'], 'loopback'],
    ['to a loopback and to a public address', ['127.0.0.1', '8.8.8.8'], 'loopback'],
    ['to loopback mapped into IPv6', ['::ffff:127.0.0.1'], 'loopback'],
    ['to the metadata of a cloud', ['169.254.169.254'], 'link-local'],
    ['to a link-local address with a zone', ['fe80::1%eth0'], 'link-local'],
    ['to what is no address', ['somewhere.example'], 'not valid'],
    ['to an address that only some read as one', ['0177.0.0.1'], 'not valid'],
  ])('connects to nothing when a public name resolves %s', async (_, addresses, kind) => {
    await using server = await startServer();
    const asked: string[] = [];
    const resolve = async (host: string) => {
      asked.push(host);
      return addresses;
    };
    const reader = new UrlAccess({}, { resolve }).open(server.url('/1.jpg', 'shop.example'));
    expect(await rejection(reader.read(0, 10))).toMatchObject(refused(kind));
    expect(asked).toEqual(['shop.example']);
    expect(server.connections()).toBe(0);
  });

  test('names the host and not the address when it refuses one', async () => {
    const access = new UrlAccess({}, { resolve: async () => ['10.11.12.13'] });
    const error = await rejection(access.open(new URL('http://shop.example/1.jpg')).read(0, 10));
    expect(error).toMatchObject({ message: expect.stringContaining('http://shop.example/1.jpg') });
    expect(String(error)).not.toContain('10.11.12.13');
  });

  test('says that a host has no address when none is found', async () => {
    const access = new UrlAccess({}, { resolve: async () => [] });
    const error = await rejection(access.open(new URL('http://shop.example/1.jpg')).read(0, 10));
    expect(error).toMatchObject({ code: 'ENOTFOUND' });
  });

  test('connects to the address that was checked when the name leads elsewhere a moment later', async () => {
    await using server = await startServer();
    let asked = 0;
    const resolve = async () => [asked++ === 0 ? '127.0.0.1' : '127.0.0.2'];
    const access = new UrlAccess({}, { resolve, checkAddress });
    const reader = access.open(server.url('/1.jpg', 'shop.example'));
    expect((await reader.read(0, 10)).bytes).toEqual(image.subarray(0, 10));
    expect(asked).toBe(1);
    access.close();
  });

  test.each([
    ['an address that is not public', '127.0.0.2'],
    ['an odd spelling of one', '0x7f.2'],
    ['a name that resolves to one', 'inner.example'],
  ])('follows no redirect to %s', async (_, host) => {
    await using inner = await startServer();
    await using server = await startServer();
    const resolve = async (name: string) => [name === 'shop.example' ? '127.0.0.1' : '127.0.0.2'];
    const access = new UrlAccess({}, { resolve, checkAddress });
    const path = `/?to=${encodeURIComponent(inner.url('/1.jpg', host).href)}`;
    const error = await rejection(access.open(server.url(path, 'shop.example')).read(0, 10));
    expect(error).toMatchObject(refused('loopback'));
    expect(server.requests).toHaveLength(1);
    expect(inner.connections()).toBe(0);
    access.close();
  });

  test('follows no redirect to its own name when that leads to another address by then', async () => {
    await using server = await startImageServer((_, response) => {
      response.writeHead(302, { location: '/again', connection: 'close' }).end();
    });
    let asked = 0;
    const resolve = async () => [asked++ === 0 ? '127.0.0.1' : '127.0.0.2'];
    const access = new UrlAccess({}, { resolve, checkAddress });
    const error = await rejection(access.open(server.url('/1.jpg', 'shop.example')).read(0, 10));
    expect(error).toMatchObject(refused('loopback'));
    expect(server.connections()).toBe(1);
  });

  test('reads from loopback when private addresses are allowed', async () => {
    await using server = await startServer();
    const access = new UrlAccess({ allowPrivateAddresses: true });
    for (const host of ['127.0.0.1', 'localhost']) {
      const { bytes, size } = await access.open(server.url('/1.jpg', host)).read(0, 10);
      expect({ bytes, size }).toEqual({ bytes: image.subarray(0, 10), size: image.length });
    }
    access.close();
  });
});
