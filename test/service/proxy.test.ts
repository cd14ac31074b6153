import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { alibabaClient } from '../../src/service/openapi-client.ts';
import { readProxy } from '../../src/service/proxy.ts';
import { replyJson, startFaultServer } from '../support/fault-server.ts';
import { serviceAt } from '../support/service-bed.ts';

const url = 'http://user:hidden@proxy.example:3128';

describe('readProxy()', () => {
  it.each([
    [undefined, undefined],
    [url, { httpProxy: url, httpsProxy: url }],
    [{ https: url }, { httpsProxy: url }],
    [
      { http: 'https://a', https: url, no: 'b,c' },
      { httpProxy: 'https://a', httpsProxy: url, noProxy: 'b,c' },
    ],
    [{}, {}],
  ])('reads %j as Alibaba words it', (option, settings) => {
    expect(readProxy(option)).toEqual(settings);
  });

  it.each([
    '',
    'proxy.example:3128',
    'socks5://user:hidden@proxy.example',
    'user:hidden@proxy.example',
    'http://',
  ])('throws a TypeError that shows no password when it is %j', (proxy) => {
    expect(() => readProxy(proxy)).toThrow(TypeError);
    expect(() => readProxy({ https: proxy })).toThrow(
      /^Cannot continue as 'proxy' must be a URL(?!.*hidden)/,
    );
  });
});

describe('proxy', () => {
  it('reaches the client of Alibaba', async () => {
    const settings = {
      endpoint: { host: 'h', protocol: 'https' as const },
      ...{ region: 'cn-shanghai', connectTimeoutMs: 1, readTimeoutMs: 1 },
      proxy: readProxy({ http: 'http://a', https: 'http://b', no: 'c' }),
    };
    const client = await alibabaClient(settings, { accessKeyId: 'id', accessKeySecret: 'secret' });
    expect(client).toMatchObject({
      ...{ _httpProxy: 'http://a', _httpsProxy: 'http://b', _noProxy: 'c' },
    });
  });

  // When this fails, the client has learned to use proxies: take back the warning and what the documentation says.
  it('is not used by the client of Alibaba, and a warning says so', async () => {
    const warned = new Promise<Error & { code?: string }>((resolve) => process.once('warning', resolve));
    const passed: string[] = [];
    await using proxy = await startProxy(passed);
    await using server = await startFaultServer(replyJson(200, { Success: true }));
    for (const scheme of ['http', 'https']) {
      const own = serviceAt(`${scheme}://${server.endpoint}`, { proxy: proxy.url, readTimeoutMs: 500 });
      await own.call('IncreaseInstance', {}).catch(() => {}); // the server speaks no TLS
    }
    await vi.waitFor(() => expect(server.requests).toHaveLength(1));
    expect(passed).toEqual([]);
    expect(await warned).toMatchObject({ name: 'ImageSearchWarning', code: 'PROXY_WITHOUT_EFFECT' });
  });
});

async function startProxy(passed: string[]) {
  const server: Server = createServer((request, response) => {
    passed.push(`${request.method} ${request.url}`);
    response.end();
  });
  server.on('connect', (request, socket) => {
    passed.push(`CONNECT ${request.url}`);
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}
