import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerOptions, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';

/** Gives a function of the web to a server of Node, as docs/callbacks.md does. */
async function serve(
  handle: (request: Request) => Promise<Response>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '/', headers } = incoming;
  const request = new Request(new URL(url, 'http://callbacks'), {
    method,
    headers: Object.entries(headers).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, String(value)]],
    ),
    body: method === 'POST' ? (Readable.toWeb(incoming) as ReadableStream) : null,
    duplex: 'half',
  });
  const response = await handle(request);
  if (!incoming.complete) outgoing.setHeader('connection', 'close');
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(await response.text());
}

/** A server of Node on loopback. `outcomes` has the status of each answer of the handler, or what it threw. */
export async function serverOf(handle: (request: Request) => Promise<Response>, options: ServerOptions = {}) {
  const outcomes: unknown[] = [];
  const noted = async (request: Request) => {
    try {
      const response = await handle(request);
      outcomes.push(response.status);
      return response;
    } catch (error) {
      outcomes.push(error);
      throw error;
    }
  };
  const server = createServer(options, (request, response) => void serve(noted, request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    outcomes,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
