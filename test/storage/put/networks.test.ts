import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../../src/emulator/index.ts';
import { OssStore } from '../../../src/storage/oss-store.ts';
import type { OssStoreOptions } from '../../../src/storage/oss-store-options.ts';
import {
  type ForwardProxy,
  startForwardProxy,
  startTlsFront,
  type TlsFront,
} from '../../support/forward-proxy.ts';
import { all } from '../../support/items.ts';
import { startEmulator } from '../../support/start-emulator.ts';

/** Hosts that a proxy is asked for; those of a VPC are always called directly, and no machine but theirs finds them. */
const WAYS: readonly [host: string, Partial<OssStoreOptions>][] = [
  ['emulated-bucket.oss-cn-shanghai.aliyuncs.com', {}],
  ['emulated-bucket.oss-accelerate.aliyuncs.com', { network: 'accelerate' }],
  ['emulated-bucket.oss-accelerate-overseas.aliyuncs.com', { network: 'accelerate-overseas' }],
  ['emulated-bucket.cn-shanghai.oss.aliyuncs.com', { network: 'dual-stack' }],
  ['images.shop.example', { endpoint: 'images.shop.example', customDomain: true }],
];

let emulator: Emulator;
let front: TlsFront;
let proxy: ForwardProxy;
beforeAll(async () => {
  emulator = await startEmulator({ customDomains: { 'images.shop.example': 'emulated-bucket' } });
  const server = new URL(emulator.ossEndpoint).host;
  front = await startTlsFront(server);
  const hosts = WAYS.flatMap(([host]) => [
    [`${host}:443`, front.host],
    [`${host}:80`, server],
  ]);
  proxy = await startForwardProxy({ hosts: Object.fromEntries(hosts) });
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'; // the names of the world have no certificate here
});
afterAll(async () => {
  delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  await proxy[Symbol.asyncDispose]();
  await front[Symbol.asyncDispose]();
  await emulator.close();
});

describe('OssStore, through a proxy', () => {
  it.each(WAYS)('puts over https, reads and lists at %s', async (host, options) => {
    const store = new OssStore({
      ...{ bucket: 'emulated-bucket', region: 'cn-shanghai', credentials: emulator },
      ...{ proxy: `http://${proxy.host}`, ...options },
    });
    const key = `${host}/图 1+1.jpg`;
    const { etag } = await store.put(key, Buffer.from(host));
    expect(await store.head(key)).toMatchObject({ key, bytes: host.length, etag });
    expect((await all(store.list(`${host}/`))).map((object) => object.key)).toEqual([key]);
    store.close();
    expect(proxy.tunnels).toContain(`${host}:443`);
  });

  it('opens one tunnel for many puts, one after the other', async () => {
    const store = new OssStore({
      ...{ bucket: 'emulated-bucket', region: 'cn-shanghai', credentials: emulator },
      ...{ proxy: `http://${proxy.host}`, network: 'accelerate' },
    });
    const before = proxy.tunnels.length;
    for (let n = 0; n < 5; n++) await store.put(`${n}.jpg`, Buffer.from('x'));
    store.close();
    expect(proxy.tunnels.length - before).toBe(1);
  });

  it('puts over http by the whole URL', async () => {
    const store = new OssStore({
      ...{ bucket: 'emulated-bucket', region: 'cn-shanghai', credentials: emulator },
      ...{ proxy: `http://${proxy.host}`, endpoint: 'http://oss-cn-shanghai.aliyuncs.com' },
    });
    await store.put('plain.jpg', Buffer.from('x'));
    store.close();
    expect(proxy.forwarded).toEqual(['emulated-bucket.oss-cn-shanghai.aliyuncs.com:80']);
  });
});
