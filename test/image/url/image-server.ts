import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

export interface ImageServer extends AsyncDisposable {
  /** Of a path on this server, by its address or by another name for it. */
  url(path: string, host?: string): URL;
  /** Method, path and headers of each request, oldest first. */
  readonly requests: readonly { readonly path: string; readonly headers: IncomingMessage['headers'] }[];
  /** Connections since the start. */
  connections(): number;
  /** Connections that are open. */
  open(): number;
}

/** A server on every address of IPv4, so that a name may lead to any of 127.0.0.0/8. */
export async function startImageServer(
  answer: RequestListener,
  tls?: { readonly key: string; readonly cert: string },
): Promise<ImageServer> {
  const requests: { path: string; headers: IncomingMessage['headers'] }[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const listener: RequestListener = (request, response) => {
    requests.push({ path: request.url ?? '', headers: request.headers });
    answer(request, response);
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  server.keepAliveTimeout = 0; // whoever made a connection ends it
  server.on('connection', (socket: Socket) => {
    connections++;
    sockets.add(socket);
    socket.on('error', () => {}); // clients that go away are what some tests are about
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  const { port } = server.address() as AddressInfo;
  const scheme = tls === undefined ? 'http' : 'https';
  return {
    url: (path, host = '127.0.0.1') => new URL(`${scheme}://${host}:${port}${path}`),
    requests,
    connections: () => connections,
    open: () => sockets.size,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

type Headers = Readonly<Record<string, string | number>>;

/** Answers as a server of files does: the part that is asked for, within the image. */
export function sendPart(
  request: IncomingMessage,
  response: ServerResponse,
  image: Uint8Array,
  headers: Headers = {},
): void {
  const { from, to } = askedFor(request);
  if (from >= image.length) {
    response.writeHead(416, { 'content-range': `bytes */${image.length}` }).end();
    return;
  }
  const part = image.subarray(from, to);
  response.writeHead(206, {
    'content-range': `bytes ${from}-${from + part.length - 1}/${image.length}`,
    'content-length': part.length,
    ...headers,
  });
  response.end(part);
}

/** The bytes that a request asks for; `to` is exclusive. */
export function askedFor(request: IncomingMessage): { readonly from: number; readonly to: number } {
  const [, from, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
  return { from: Number(from), to: Number(last) + 1 };
}

/** Ignores the range, and tells the size. */
export function sendWhole(response: ServerResponse, image: Uint8Array, headers: Headers = {}): void {
  response.writeHead(200, { 'content-length': image.length, ...headers });
  response.end(image);
}

/** Ignores the range, and tells no size. */
export function sendChunked(response: ServerResponse, image: Uint8Array, chunk = 10_000): void {
  response.writeHead(200);
  for (let at = 0; at < image.length; at += chunk) response.write(image.subarray(at, at + chunk));
  response.end();
}

/** Bytes that tell where they are. */
export const pattern = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8) * 7) & 0xff);
