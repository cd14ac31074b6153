import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { createProxy, type ProxyServer } from 'proxy';
import { selfSigned } from '../../src/emulator/upload/self-signed.ts';

export interface ForwardProxyOptions {
  /** Where the names of the world lead: `name:port` → `127.0.0.1:PORT`. A bucket's name in front of a host leads there, too. */
  readonly hosts: Readonly<Record<string, string>>;
  /** `user:password`, when it wants them. */
  readonly user?: string;
  /** Answers this status to everything. */
  readonly refusal?: number;
}

export interface ForwardProxy extends AsyncDisposable {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** The targets of CONNECT, as they came. */
  readonly tunnels: readonly string[];
  /** The hosts of URLs of http that were asked for. */
  readonly forwarded: readonly string[];
}

/** npm's `proxy`, with names of the world that lead to servers of a test. */
export async function startForwardProxy(options: ForwardProxyOptions): Promise<ForwardProxy> {
  const tunnels: string[] = [];
  const forwarded: string[] = [];
  const sockets = new Set<Socket>();
  const server: ProxyServer = createProxy(createServer());
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const expected = options.user && `Basic ${Buffer.from(options.user).toString('base64')}`;
  server.authenticate = (request) => {
    const isTunnel = request.method === 'CONNECT';
    const url = new URL(isTunnel ? `http://${request.url}` : (request.url ?? ''));
    const target = `${url.hostname}:${url.port || 80}`;
    (isTunnel ? tunnels : forwarded).push(target);
    const mapped =
      options.hosts[target] ??
      Object.entries(options.hosts).find(([name]) => target.endsWith(`.${name}`))?.[1] ??
      '127.0.0.1:1';
    request.url = isTunnel ? mapped : `http://${mapped}${url.pathname}${url.search}`;
    return expected === undefined || request.headers['proxy-authorization'] === expected;
  };
  if (options.refusal !== undefined) refuseAll(server, options.refusal, tunnels, forwarded);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    tunnels,
    forwarded,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function refuseAll(server: ProxyServer, status: number, tunnels: string[], forwarded: string[]): void {
  const page = `<html>no</html>`;
  server.removeAllListeners('connect').on('connect', (request, socket) => {
    tunnels.push(request.url ?? '');
    socket.end(
      `HTTP/1.1 ${status} No\r\ncontent-type: text/html\r\ncontent-length: ${page.length}\r\n\r\n${page}`,
    );
  });
  server.removeAllListeners('request').on('request', (request, response) => {
    forwarded.push(request.headers.host ?? '');
    response.writeHead(status, { 'content-type': 'text/html' }).end(page);
  });
}

export interface TlsFront extends AsyncDisposable {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** In PEM. */
  readonly cert: string;
}

/** Speaks TLS, by a certificate that nobody has to trust, for a server on `target` that does not. */
export async function startTlsFront(target: string, own = selfSigned()): Promise<TlsFront> {
  const sockets = new Set<Socket>();
  const server = createTlsServer(own, (secured) => {
    const plain = connect(Number(target.split(':')[1]), '127.0.0.1');
    for (const socket of [secured, plain]) {
      sockets.add(socket);
      socket.on('error', () => {}); // the other one is then ended
      socket.once('close', () => {
        sockets.delete(socket);
        secured.destroy();
        plain.destroy();
      });
    }
    secured.pipe(plain).pipe(secured);
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket); // a client may refuse the certificate, and no secured connection comes about
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    cert: own.cert,
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
