import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { Emulator } from '../../src/emulator/index.ts';
import { GalleryClient } from '../../src/gallery/gallery-client.ts';
import { ImageValidator } from '../../src/image/image-validator.ts';
import { type ImageSearchError, isImageSearchError } from '../../src/shared/errors/image-search-error.ts';
import { OssStore } from '../../src/storage/oss-store.ts';
import { until } from '../support/elapse.ts';
import { expectWithout, rejection } from '../support/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { refusedEndpoint } from '../support/fault-server.ts';
import {
  type ForwardProxy,
  type ForwardProxyOptions,
  startForwardProxy,
  startTlsFront,
  type TlsFront,
} from '../support/forward-proxy.ts';
import { startMuteServer } from '../support/mute-server.ts';
import { startEmulator } from '../support/start-emulator.ts';
import { connection } from '../support/test-bed.ts';

type Scheme = 'http' | 'https';
const SEARCH = 'imagesearch.cn-shanghai.aliyuncs.com';
const OSS = 'oss-cn-shanghai.aliyuncs.com';
const IMAGES = 'images.example';
const PASSWORD = 'hid:den @/';
const AUTH = `shop:${encodeURIComponent(PASSWORD)}@`;

let emulator: Emulator;
let image: Uint8Array;
let hosts: Record<string, string>;
const fronts: TlsFront[] = [];
const images = createServer((_, response) => response.end(image));
beforeAll(async () => {
  image = await makeImage({ format: 'jpeg', width: 120, height: 100 });
  emulator = await startEmulator();
  await new Promise<void>((resolve) => images.listen(0, '127.0.0.1', resolve));
  const servers = {
    [SEARCH]: emulator.imageSearchEndpoint,
    [OSS]: new URL(emulator.ossEndpoint).host,
    [IMAGES]: `127.0.0.1:${(images.address() as AddressInfo).port}`,
  };
  hosts = {};
  for (const [name, server] of Object.entries(servers)) {
    const front = await startTlsFront(server);
    fronts.push(front);
    hosts[`${name}:80`] = server;
    hosts[`${name}:443`] = front.host;
  }
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'; // the names of the world have no certificate here
});
afterAll(async () => {
  delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  for (const front of fronts) await front[Symbol.asyncDispose]();
  images.close();
  await emulator.close();
});

/** A client of each kind: what makes it call once, and close. */
const CLIENTS = {
  'Image Search': (scheme: Scheme, proxy: string) => {
    const gallery = new GalleryClient({
      ...connection(emulator),
      ...{ endpoint: `${scheme}://${SEARCH}`, proxy, queriesPerSecond: 100 },
    });
    return { call: () => gallery.find('p', 'n'), close: () => {} };
  },
  OSS: (scheme: Scheme, proxy: string) => {
    const { region, credentials } = connection(emulator);
    const store = new OssStore({
      ...{ region, credentials, bucket: emulator.bucketName, endpoint: `${scheme}://${OSS}`, proxy },
      clock: new FakeClock({ auto: true }),
    });
    return { call: () => store.put('key', new Uint8Array([1])), close: () => store.close() };
  },
  'an image URL': (scheme: Scheme, proxy: string) => {
    const validator = new ImageValidator({ urls: { proxy } });
    const call = async () => {
      const { ok, issues } = await validator.validate(new URL(`${scheme}://${IMAGES}/a.jpg`));
      if (!ok) throw new Error(issues.map(({ message }) => message).join());
    };
    return { call, close: () => {} };
  },
};
const TABLE = (Object.keys(CLIENTS) as (keyof typeof CLIENTS)[]).flatMap((name) =>
  (['http', 'https'] as const).map((scheme) => ({ name, scheme })),
);

const opened = async (options: Partial<ForwardProxyOptions> = {}): Promise<ForwardProxy> => {
  const proxy = await startForwardProxy({ hosts, ...options });
  onTestFinished(() => proxy[Symbol.asyncDispose]());
  return proxy;
};

const REFUSALS: readonly (readonly [string, Partial<ForwardProxyOptions>, number])[] = [
  ['wants another password', { user: 'shop:another' }, 407],
  ['refuses with 407', { refusal: 407 }, 407],
  ['refuses with 403', { refusal: 403 }, 403],
];

/** What a proxy answers for an image of http may as well be its host's answer, but for 407. */
const refusalsOf = (name: string, scheme: Scheme) =>
  REFUSALS.filter(([, , status]) => status === 407 || name !== 'an image URL' || scheme === 'https');

describe.each(TABLE)('$name over $scheme, through a proxy', ({ name, scheme }) => {
  const client = (proxy: string) => CLIENTS[name](scheme, proxy);

  it.each([
    ['that wants no password', undefined],
    ['that is told user and password', `shop:${PASSWORD}`],
  ])('is answered by way of one %s, by one CONNECT for each connection', async (_, user) => {
    const proxy = await opened(user === undefined ? {} : { user });
    const { call, close } = client(`http://${user === undefined ? '' : AUTH}${proxy.host}`);
    for (let n = 0; n < 4; n++) await call();
    close();
    expect(proxy.tunnels).toHaveLength(scheme === 'https' ? 1 : 0);
    expect(proxy.forwarded).toHaveLength(scheme === 'https' ? 0 : 4);
  });

  it.each(refusalsOf(name, scheme))(
    'fails with PROXY_REFUSED at the first try when the proxy %s',
    async (_, options, status) => {
      const proxy = await opened(options);
      const { call, close } = client(`http://${AUTH}${proxy.host}`);
      const failure = await rejection(call());
      close();
      expect(String(failure)).toContain(`http://${proxy.host}`);
      if (isImageSearchError(failure)) {
        expect(failure).toMatchObject({ code: 'PROXY_REFUSED', httpStatus: status, retryable: false });
        expect(failure.advice).toContain('user and password');
      } else expect(String(failure)).toContain(`PROXY_REFUSED`);
      expect(String(failure)).toContain(String(status));
      expectWithout(
        failure as ImageSearchError,
        'hid:den',
        encodeURIComponent(PASSWORD),
        btoa(`shop:${PASSWORD}`),
      );
      expect([...proxy.tunnels, ...proxy.forwarded]).toHaveLength(1);
    },
  );

  it('names the proxy when nobody listens there', async () => {
    const host = await refusedEndpoint();
    const { call, close } = client(`http://${AUTH}${host}`);
    const failure = await rejection(call());
    close();
    expect(String(failure)).toContain(`the proxy http://${host}`);
    if (isImageSearchError(failure)) expect(failure.code).toBe('CONNECTION_REFUSED');
    else expect(String(failure)).toContain('ECONNREFUSED');
    expectWithout(
      failure as ImageSearchError,
      'hid:den',
      encodeURIComponent(PASSWORD),
      btoa(`shop:${PASSWORD}`),
    );
  });
});

describe('a proxy that cannot reach the host', () => {
  it.each(['http', 'https'] as const)('is asked again over %s, since that may pass', async (scheme) => {
    const proxy = await opened({ refusal: 502 });
    const { call } = CLIENTS['Image Search'](scheme, `http://${proxy.host}`);
    expect(await rejection(call())).toMatchObject({
      code: 'PROXY_REFUSED',
      httpStatus: 502,
      retryable: true,
    });
    expect([...proxy.tunnels, ...proxy.forwarded]).toHaveLength(4);
  });
});

describe('a proxy that does not answer', () => {
  it('is left at once when the call is aborted', async () => {
    await using mute = await startMuteServer();
    const gallery = new GalleryClient({
      ...connection(emulator),
      ...{ endpoint: `https://${SEARCH}`, proxy: `http://${mute.endpoint}`, queriesPerSecond: 1 },
    });
    const controller = new AbortController();
    const reason = new Error('enough');
    const call = rejection(gallery.find('p', 'n', { signal: controller.signal }));
    await until(() => mute.open() === 1);
    controller.abort(reason);
    expect(await call).toBe(reason);
    mute.read();
    await until(() => mute.open() === 0);
  });

  it('is left at once when a call of OSS is aborted', async () => {
    await using mute = await startMuteServer();
    const { region, credentials } = connection(emulator);
    const store = new OssStore({
      ...{
        region,
        credentials,
        bucket: 'a-bucket',
        endpoint: `https://${OSS}`,
        proxy: `http://${mute.endpoint}`,
      },
    });
    const controller = new AbortController();
    const reason = new Error('enough');
    const call = rejection(store.head('key', { signal: controller.signal }));
    await until(() => mute.open() === 1);
    controller.abort(reason);
    expect(await call).toBe(reason);
    mute.read();
    await until(() => mute.open() === 0);
  });
});

describe('images behind URLs, through a proxy', () => {
  it('are told to be fetched without a check of the addresses of names, once', async () => {
    const proxy = await opened();
    const { call } = CLIENTS['an image URL']('http', `http://${proxy.host}`);
    const warnings: Error[] = [];
    const hear = (warning: Error) => void warnings.push(warning);
    process.on('warning', hear);
    await call();
    await call();
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', hear);
    expect(warnings).toMatchObject([{ name: 'ImageSearchWarning', code: 'ADDRESSES_UNCHECKED' }]);
    expect(warnings[0]?.message).toContain(`http://${proxy.host}`);
  });

  it.each(['http://10.0.0.1/a.jpg', 'https://[fd00::1]/a.jpg', 'http://localhost/a.jpg'])(
    'are still refused when the URL names a private address itself: %s',
    async (url) => {
      const proxy = await opened();
      const { issues } = await new ImageValidator({ urls: { proxy: `http://${proxy.host}` } }).validate(
        new URL(url),
      );
      expect(issues.map(({ message }) => message).join()).toContain('HTTP_ADDRESS_REFUSED');
      expect([...proxy.tunnels, ...proxy.forwarded]).toEqual([]);
    },
  );
});
