import { createServer as createTcpServer, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { selfSigned } from '../../src/emulator/upload/self-signed.ts';
import { GalleryClient } from '../../src/gallery/gallery-client.ts';
import { UrlAccess } from '../../src/image/url/url-access.ts';
import type { ImageSearchError } from '../../src/shared/errors/image-search-error.ts';
import { OssStore } from '../../src/storage/oss-store.ts';
import { expectWithout, failureOf, rejection } from '../support/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { refusedEndpoint, reply, startFaultServer } from '../support/fault-server.ts';
import { startForwardProxy, startTlsFront } from '../support/forward-proxy.ts';
import { SECRET, TOKEN } from '../support/service-at.ts';

const credentials = { accessKeyId: 'anAccessKeyId', accessKeySecret: SECRET, securityToken: TOKEN };
const CONTENT = Buffer.from('the bytes of an image, which no message may show');
/** A name that only the proxy knows. */
const WORLD = 'gateway.example';

interface Way {
  readonly endpoint: string;
  readonly proxy?: string | undefined;
  readonly ca?: string | undefined;
}

/** One call of each service; what it rejects with, and how often it waited to try again. */
const SERVICES: Readonly<Record<string, (way: Way) => Promise<[ImageSearchError, number]>>> = {
  async 'Image Search'(way) {
    const clock = new FakeClock({ auto: true });
    const requestsPerSecond = { Detail: 1_000 }; // waits of the pace are then shorter than those between tries
    const gallery = new GalleryClient({
      ...{ region: 'cn-shanghai', instance: 'shop', credentials, clock, requestsPerSecond },
      ...way,
    });
    return [await failureOf(gallery.detail()), clock.waits.filter((ms) => ms >= 50).length];
  },
  async OSS(way) {
    const clock = new FakeClock({ auto: true });
    const store = new OssStore({ region: 'cn-shanghai', bucket: 'bucket', credentials, clock, ...way });
    const failure = await failureOf(store.put('key', CONTENT));
    store.close();
    return [failure, clock.waits.length];
  },
};

interface Listening {
  readonly port: number;
  connections(): number;
}

/** Listens until the test is over. */
async function listening(server: Server): Promise<Listening> {
  let connections = 0;
  server.on('connection', (socket) => {
    connections += 1;
    socket.on('error', () => {}); // clients that go away are what the test is about
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { port: (server.address() as { port: number }).port, connections: () => connections };
}

const plainServer = (answer: string | Uint8Array) =>
  createTcpServer((socket) => socket.once('data', () => socket.end(answer)));

/** What nginx, and Tengine in front of Alibaba's services, answer. */
const SAYS = 'The plain HTTP request was sent to HTTPS port';
const PAGE = `<html>\r\n<head><title>400 ${SAYS}</title></head>\r\n<body>\r\n<center><h1>400 Bad Request</h1></center>\r\n<center>${SAYS}</center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>`;
const ANSWER_OF_NGINX = `HTTP/1.1 400 Bad Request\r\ncontent-type: text/html\r\ncontent-length: ${PAGE.length}\r\nconnection: close\r\n\r\n${PAGE}`;

const KINDS = [
  {
    kind: 'a self-signed certificate',
    scheme: 'https',
    open: () => createTlsServer(selfSigned()),
    ...{ code: 'CERTIFICATE_REJECTED', reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
  },
  {
    kind: 'https to a plain port',
    scheme: 'https',
    open: () => plainServer('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n'),
    ...{ code: 'TLS_FAILED', reason: 'EPROTO' },
  },
  {
    kind: 'no version of TLS in common',
    scheme: 'https',
    open: () =>
      createTlsServer({
        ...selfSigned(),
        ...{ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
      }),
    ...{ code: 'TLS_FAILED', reason: 'EPROTO' },
  },
  {
    kind: 'http to a port of https',
    scheme: 'http',
    open: () => plainServer(ANSWER_OF_NGINX),
    ...{ code: 'TLS_FAILED', reason: undefined },
  },
] as const;

const ADVICE: Readonly<Record<string, RegExp>> = {
  CERTIFICATE_REJECTED: /NODE_EXTRA_CA_CERTS/,
  TLS_FAILED: /takes https or http/,
};

const TABLE = Object.keys(SERVICES).flatMap((service) =>
  KINDS.flatMap((kind) => (['directly', 'through a proxy'] as const).map((by) => ({ service, by, ...kind }))),
);

describe('a call that meets trouble of TLS', () => {
  it.each(TABLE)(
    'of $service $by, by $kind, is $code, tried once, and shows no request',
    async ({ service, by, scheme, open, code, reason }) => {
      const server = await listening(open());
      const isProxied = by === 'through a proxy';
      const proxy = await startForwardProxy({
        hosts: Object.fromEntries(
          [WORLD, `bucket.${WORLD}`].map((name) => [
            `${name}:${scheme === 'https' ? 443 : 80}`,
            `127.0.0.1:${server.port}`,
          ]),
        ),
      });
      onTestFinished(() => proxy[Symbol.asyncDispose]());
      const way = isProxied
        ? { endpoint: `${scheme}://${WORLD}`, proxy: `http://shop:hidden@${proxy.host}` }
        : { endpoint: `${scheme}://localhost:${server.port}` };
      const [failure, waits] = await (SERVICES[service] as (typeof SERVICES)[string])(way);
      expect(failure).toMatchObject({
        code,
        retryable: false,
        advice: expect.stringMatching(ADVICE[code] ?? code),
      });
      expect(failure.cause).toBeInstanceOf(Error);
      if (reason !== undefined) {
        expect(failure.message).toContain(`(${reason})`);
        expect(failure.cause).toMatchObject({ code: reason });
      }
      if (isProxied) expect(failure.message).toContain(`the proxy http://${proxy.host}`);
      expect(failure.message).not.toMatch(/\?|https?:\/\/(?!127\.0\.0\.1)/);
      expectWithout(failure, SECRET, TOKEN, 'hidden', 'InstanceName', String(CONTENT));
      expect(server.connections()).toBe(1);
      expect(waits).toBe(0);
    },
  );

  it('of Image Search is TLS_FAILED when an alert of TLS answers http', async () => {
    const server = await listening(plainServer(new Uint8Array([0x15, 3, 3, 0, 2, 2, 70])));
    const call = SERVICES['Image Search'] as (typeof SERVICES)[string];
    const [failure, waits] = await call({ endpoint: `http://localhost:${server.port}` });
    expect(failure).toMatchObject({ code: 'TLS_FAILED', retryable: false });
    expect(waits).toBe(0);
  });
});

const UNREACHED = [
  {
    kind: 'nobody listens',
    host: refusedEndpoint,
    ...{ code: 'CONNECTION_REFUSED', reason: 'ECONNREFUSED', retryable: true, repeats: 3 },
  },
  {
    kind: 'no host has the name',
    host: async () => 'nowhere.invalid',
    ...{ code: 'HOST_NOT_FOUND', reason: 'ENOTFOUND', retryable: false, repeats: 0 },
  },
] as const;

describe('a call that reaches no host', () => {
  it.each(
    Object.keys(SERVICES).flatMap((service) =>
      UNREACHED.flatMap((kind) =>
        (['at the endpoint', 'at the proxy'] as const).map((at) => ({ service, at, ...kind })),
      ),
    ),
  )(
    'of $service is $code, repeated $repeats times, when $kind $at',
    async ({ service, at, host, code, reason, retryable, repeats }) => {
      const target = await host();
      const way =
        at === 'at the endpoint'
          ? { endpoint: `http://${target}` }
          : { endpoint: `https://${WORLD}`, proxy: `http://shop:hidden@${target}` };
      const [failure, waits] = await (SERVICES[service] as (typeof SERVICES)[string])(way);
      expect(failure).toMatchObject({ code, retryable, cause: { code: reason } });
      expect(failure.message).toContain(`(${reason})`);
      expectWithout(failure, SECRET, TOKEN, 'hidden', 'InstanceName', String(CONTENT));
      expect(waits).toBe(repeats);
    },
  );
});

describe('an image URL that meets trouble of TLS', () => {
  it.each(KINDS.filter(({ scheme }) => scheme === 'https'))(
    'says by $kind what calls say, under the code of Node',
    async ({ open, reason, code }) => {
      const server = await listening(open());
      const access = new UrlAccess({ allowPrivateAddresses: true });
      const url = new URL(`https://localhost:${server.port}/a.jpg?signature=hidden`);
      const error = await rejection(access.open(url).read(0, 10));
      access.close();
      const words: Readonly<Record<string, string>> = {
        CERTIFICATE_REJECTED: 'certificate is not trusted',
        TLS_FAILED: 'no TLS connection came about',
      };
      expect(error).toMatchObject({
        code: reason,
        mayPass: false,
        message: expect.stringContaining(words[code] ?? code),
      });
      expect(String(error)).not.toContain('hidden');
    },
  );
});

describe('ca', () => {
  let cert: string;
  let endpoint: string;
  let answers: Awaited<ReturnType<typeof startFaultServer>>;
  let front: Awaited<ReturnType<typeof startTlsFront>>;
  beforeAll(async () => {
    answers = await startFaultServer(
      reply(400, '{"Code":"Answered"}', { 'x-acs-request-id': 'R', 'x-oss-request-id': 'R' }),
    );
    front = await startTlsFront(answers.endpoint);
    cert = front.cert;
    endpoint = `https://localhost:${front.host.split(':')[1]}`;
  });
  afterAll(async () => {
    await front[Symbol.asyncDispose]();
    await answers[Symbol.asyncDispose]();
  });

  it.each(Object.entries(SERVICES))('lets %s reach a gateway whose certificate it names', async (_, call) => {
    const before = answers.requests.length;
    const [failure] = await call({ endpoint, ca: cert });
    expect(failure).toMatchObject({ httpStatus: 400 });
    expect(answers.requests.length).toBeGreaterThan(before);
  });

  it.each(Object.entries(SERVICES))('lets no other certificate through to %s', async (_, call) => {
    const [failure] = await call({ endpoint, ca: selfSigned().cert });
    expect(failure).toMatchObject({ code: 'CERTIFICATE_REJECTED' });
  });

  it.each(Object.entries(SERVICES))(
    'holds for %s behind a proxy, where the name must fit still',
    async (_, call) => {
      await using proxy = await startForwardProxy({
        hosts: { [`${WORLD}:443`]: front.host, [`bucket.${WORLD}:443`]: front.host },
      });
      const way = { endpoint: `https://${WORLD}`, proxy: `http://${proxy.host}` };
      expect((await call(way))[0].message).toContain('(DEPTH_ZERO_SELF_SIGNED_CERT)');
      expect((await call({ ...way, ca: cert }))[0].message).toContain('(ERR_TLS_CERT_ALTNAME_INVALID)');
    },
  );

  it.each(
    Object.entries(SERVICES).flatMap(([service, call]) =>
      (['http', 'https'] as const).map((scheme) => ({ service, scheme, call })),
    ),
  )('lets $service reach $scheme through a proxy whose certificate it names', async ({ scheme, call }) => {
    const own = await listening(plainServer(ANSWER_OF_NGINX));
    const target = `127.0.0.1:${own.port}`;
    const port = scheme === 'https' ? 443 : 80;
    await using proxy = await startForwardProxy({
      hosts: { [`${WORLD}:${port}`]: target, [`bucket.${WORLD}:${port}`]: target },
    });
    await using secured = await startTlsFront(proxy.host);
    const way = { endpoint: `${scheme}://${WORLD}`, proxy: `https://${secured.host}` };
    expect((await call(way))[0].code).toBe('CERTIFICATE_REJECTED');
    expect(own.connections()).toBe(0);
    expect((await call({ ...way, ca: secured.cert }))[0].code).toBe('TLS_FAILED'); // of the target: the proxy was passed
    expect(own.connections()).toBe(1);
  });
});
