import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GalleryClient } from 'imagesearch-import';
import { startForwardProxy, startTlsFront } from '../test/support/forward-proxy.ts';
import { type Figure, median, rounded } from './figure.ts';

const ROUNDS = 7;
const CALLS = 100;
/** A name that is not loopback's, which would be called directly. */
const NAME = 'imagesearch.cn-shanghai.aliyuncs.com';

/** Calls of Image Search over TLS, one after the other: through a proxy against direct, and how many tunnels they take. */
export async function* benchCalls(): AsyncGenerator<Figure, void, void> {
  const server = createServer((_, response) => response.end('{"Success":true,"Exists":false}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const front = await startTlsFront(`127.0.0.1:${(server.address() as AddressInfo).port}`);
  const proxy = await startForwardProxy({ hosts: { [`${NAME}:443`]: front.host } });
  const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  try {
    const ways = {
      direct: clientOf({ endpoint: `https://${front.host}` }),
      proxied: clientOf({ endpoint: `https://${NAME}`, proxy: `http://${proxy.host}` }),
    };
    const times = { direct: [] as number[], proxied: [] as number[] };
    for (const client of Object.values(ways)) await timed(client); // what is loaded and compiled once
    for (let round = 0; round < ROUNDS; round++)
      for (const way of ['direct', 'proxied'] as const) times[way].push(await timed(ways[way]));
    yield {
      name: 'a call through a proxy',
      value: rounded(median(times.proxied) / CALLS),
      unit: 'ms',
      against: { name: 'a direct call', value: rounded(median(times.direct) / CALLS) },
    };
    yield {
      name: `CONNECTs for ${(ROUNDS + 1) * CALLS} calls one after the other`,
      value: proxy.tunnels.length,
      unit: 'tunnels',
      against: { name: 'connections', value: 1 },
    };
  } finally {
    if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
    await proxy[Symbol.asyncDispose]();
    await front[Symbol.asyncDispose]();
    server.close();
  }
}

const clientOf = (way: { readonly endpoint: string; readonly proxy?: string }) =>
  new GalleryClient({
    ...{ region: 'cn-shanghai', instance: 'shop', ...way, queriesPerSecond: 1_000_000 },
    credentials: { accessKeyId: 'id', accessKeySecret: 'secret' },
  });

async function timed(client: GalleryClient): Promise<number> {
  const start = performance.now();
  for (let n = 0; n < CALLS; n++) await client.find('1000', `${n}.jpg`);
  return performance.now() - start;
}
