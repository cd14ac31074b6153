import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Swallow extends AsyncDisposable {
  readonly endpoint: string;
}

/** A server that reads uploads and keeps nothing: it believes the digest that it is told. */
export async function startSwallow(): Promise<Swallow> {
  const server = createServer((request, response) => {
    const md5 = Buffer.from(String(request.headers['content-md5']), 'base64').toString('hex').toUpperCase();
    request.resume();
    request.once('end', () => {
      response.writeHead(200, { 'x-oss-request-id': '1', etag: `"${md5}"`, 'content-length': 0 }).end();
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    endpoint: `http://localhost:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
