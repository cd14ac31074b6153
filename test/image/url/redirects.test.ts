import type { RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import { selfSigned } from '../../../src/emulator/upload/self-signed.ts';
import { UrlAccess } from '../../../src/image/url/url-access.ts';
import { rejection } from '../../support/failure.ts';
import { pattern, sendPart, startImageServer } from './image-server.ts';

const image = pattern(5_000);
const tls = selfSigned();
const local = { allowPrivateAddresses: true } as const;
const trusting = { ...local, ca: tls.cert };

/** `/3` leads to `/2`, that to `/1`, that to `/0`, which is the image. */
const chain: RequestListener = (request, response) => {
  const n = Number.parseInt(request.url?.slice(1) ?? '', 10);
  if (n === 0) sendPart(request, response, image);
  else
    response.writeHead([301, 302, 303, 307, 308][n % 5] as number, { location: `./${n - 1}` }).end('Moved');
};

/** `/` leads to `location`. */
const leadsTo =
  (location: string | undefined, status = 302): RequestListener =>
  (_, response) => {
    response.writeHead(status, location === undefined ? {} : { location }).end();
  };

const readTwice = async (access: UrlAccess, url: URL) => {
  const reader = access.open(url);
  const pieces = [await reader.read(0, 100), await reader.read(1_000, 100)];
  reader.close();
  return pieces.map(({ bytes }) => Buffer.from(bytes).toString('hex'));
};
const twice = [0, 1_000].map((at) => Buffer.from(image.subarray(at, at + 100)).toString('hex'));

describe('UrlReader', () => {
  test('follows redirects of every kind, and goes straight to their end at the second read', async () => {
    await using server = await startImageServer(chain);
    expect(await readTwice(new UrlAccess(local), server.url('/5'))).toEqual(twice);
    expect(server.requests.map(({ path }) => path)).toEqual(['/5', '/4', '/3', '/2', '/1', '/0', '/0']);
    expect(server.connections()).toBe(1);
  });

  test('keeps the name of the first URL', async () => {
    await using server = await startImageServer(chain);
    const reader = new UrlAccess(local).open(server.url('/1?q'));
    await reader.read(0, 1);
    expect(reader.name).toBe(server.url('/1').href);
  });

  test.each([
    [0, '/1', 1],
    [2, '/3', 3],
    [5, '/6', 6],
  ])('gives up when it meets more than %i redirects', async (maxRedirects, path, requests) => {
    await using server = await startImageServer(chain);
    const error = await rejection(
      new UrlAccess({ ...local, maxRedirects }).open(server.url(path)).read(0, 1),
    );
    expect(error).toMatchObject({
      code: 'HTTP_TOO_MANY_REDIRECTS',
      message: expect.stringContaining(` ${maxRedirects} times`),
    });
    expect(server.requests).toHaveLength(requests);
  });

  test('gives up when a redirect leads back to itself', async () => {
    await using server = await startImageServer(leadsTo('/'));
    const error = await rejection(new UrlAccess(local).open(server.url('/')).read(0, 1));
    expect(error).toMatchObject({ code: 'HTTP_TOO_MANY_REDIRECTS' });
  });

  test.each([
    ['to no place', undefined],
    ['to what is no URL', 'http://'],
    ['to file:', 'file:///etc/passwd'],
    ['to data:', 'data:image/png;base64,AAAA'],
    ['to ftp:', 'ftp://shop.example/1.jpg'],
  ])('refuses a redirect %s', async (where, location) => {
    await using server = await startImageServer(leadsTo(location));
    const error = await rejection(new UrlAccess(local).open(server.url('/1.jpg')).read(0, 1));
    expect(error).toMatchObject({
      code: 'HTTP_REDIRECT_REFUSED',
      message: expect.stringContaining(`redirects ${where};`),
    });
  });

  test('shows no query when it refuses a redirect from https to http', async () => {
    await using plain = await startImageServer(chain);
    await using server = await startImageServer(leadsTo(plain.url('/0?token=s3cret').href), tls);
    const error = await rejection(new UrlAccess(trusting).open(server.url('/')).read(0, 1));
    expect(error).toMatchObject({
      code: 'HTTP_REDIRECT_REFUSED',
      message: expect.stringContaining(`from https to ${plain.url('/0').href};`),
    });
    expect(String(error)).not.toContain('s3cret');
    expect(plain.connections()).toBe(0);
  });

  test('reads over https, and by a redirect from http', async () => {
    await using server = await startImageServer(chain, tls);
    await using plain = await startImageServer(leadsTo(server.url('/1', 'localhost').href));
    const access = new UrlAccess(trusting);
    expect(await readTwice(access, server.url('/1'))).toEqual(twice);
    expect(await readTwice(access, plain.url('/'))).toEqual(twice);
    access.close();
  });

  test.each([
    ['that nobody vouches for', undefined, '127.0.0.1', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['for another name', tls.cert, 'shop.example', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])('reads nothing when a server has a certificate %s', async (_, ca, host, code) => {
    await using server = await startImageServer(chain, tls);
    const access = new UrlAccess({ ...local, ca }, { resolve: async () => ['127.0.0.1'] });
    expect(await rejection(access.open(server.url('/0', host)).read(0, 1))).toMatchObject({ code });
    expect(server.requests).toHaveLength(0);
  });

  test('sends headers and user info to the first origin alone, also when a redirect leads back', async () => {
    await using other = await startImageServer((_, response) => {
      response.writeHead(302, { location: server.url('/0').href }).end();
    });
    await using server = await startImageServer((request, response) =>
      request.url === '/away' ? leadsTo(other.url('/').href)(request, response) : chain(request, response),
    );
    const access = new UrlAccess({ ...local, headers: { Cookie: 'c', 'user-agent': 'shop' } });
    const at = (path: string) => {
      const url = server.url(path);
      url.username = 'na%40me';
      url.password = 'word';
      return url;
    };
    const seen = ({ requests }: typeof server) =>
      requests.map(({ path, headers }) => [
        path,
        headers.cookie,
        headers.authorization,
        headers['user-agent'],
      ]);
    const basic = `Basic ${Buffer.from('na@me:word').toString('base64')}`;
    await readTwice(access, at('/1'));
    await readTwice(access, at('/away'));
    expect(seen(server)).toEqual([
      ['/1', 'c', basic, 'shop'],
      ['/0', 'c', basic, 'shop'],
      ['/0', 'c', basic, 'shop'],
      ['/away', 'c', basic, 'shop'],
      ['/0', undefined, undefined, 'imagesearch-import'],
      ['/0', undefined, undefined, 'imagesearch-import'],
    ]);
    expect(seen(other)).toEqual([['/', undefined, undefined, 'imagesearch-import']]);
    access.close();
  });

  test('drops user info that a redirect brings', async () => {
    await using server = await startImageServer((request, response) => {
      const to = server.url('/0');
      to.username = 'name';
      if (request.url === '/') leadsTo(to.href)(request, response);
      else chain(request, response);
    });
    expect(await readTwice(new UrlAccess(local), server.url('/'))).toEqual(twice);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('reads a redirect that is written in UTF-8', async () => {
    await using server = await startImageServer((request, response) => {
      if (request.url === '/') leadsTo(Buffer.from('/图.jpg').toString('latin1'))(request, response);
      else sendPart(request, response, image);
    });
    expect(await readTwice(new UrlAccess(local), server.url('/'))).toEqual(twice);
    expect(server.requests[1]?.path).toBe('/%E5%9B%BE.jpg');
  });

  test('asks the first URL again when where it led is refused by then', async () => {
    let n = 0;
    await using server = await startImageServer((request, response) => {
      if (request.url === '/') leadsTo(`/signed?n=${++n}`)(request, response);
      else if (request.url === `/signed?n=1` && server.requests.length > 2) response.writeHead(403).end();
      else sendPart(request, response, image);
    });
    expect(await readTwice(new UrlAccess(local), server.url('/'))).toEqual(twice);
    expect(server.requests.map(({ path }) => path)).toEqual([
      '/',
      '/signed?n=1',
      '/signed?n=1',
      '/',
      '/signed?n=2',
    ]);
  });
});
