import { type AddressInfo, createServer, type Socket } from 'node:net';

/** Does something to the connection that a whole request came in on. `n` counts requests from 1. */
export type Fault = (socket: Socket, request: string, n: number) => void;

export interface FaultServer extends AsyncDisposable {
  /** `127.0.0.1:PORT`. */
  readonly endpoint: string;
  readonly port: number;
  /** Every whole request, headers and body, as it came. */
  readonly requests: readonly string[];
  /** Connections that are open. */
  open(): number;
}

/** A server of raw TCP that reads HTTP requests whole and answers them as badly as it is told. */
export async function startFaultServer(fault: Fault): Promise<FaultServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}); // clients that go away are what some tests are about
    socket.on('close', () => sockets.delete(socket));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (!isWhole(text)) return;
      requests.push(text);
      const request = text;
      text = '';
      fault(socket, request, requests.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return {
    endpoint: `127.0.0.1:${port}`,
    port,
    requests,
    open: () => sockets.size,
    [Symbol.asyncDispose]: stop,
  };
}

function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const length = /^content-length: *(\d+)/im.exec(text.slice(0, end))?.[1];
  if (length !== undefined) return text.length >= end + 4 + Number(length);
  return !/^transfer-encoding: *chunked/im.test(text.slice(0, end)) || text.endsWith('0\r\n\r\n');
}

type Headers = Readonly<Record<string, string>>;

const head = (status: number, headers: Headers) =>
  `HTTP/1.1 ${status} Fault\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`;

/** A whole answer. */
export const reply =
  (status: number, body = '', headers: Headers = {}): Fault =>
  (socket) =>
    socket.write(head(status, { 'content-length': String(Buffer.byteLength(body)), ...headers }) + body);

/** A whole answer in JSON. */
export const replyJson = (status: number, answer: unknown, headers: Headers = {}): Fault =>
  reply(status, JSON.stringify(answer), { 'content-type': 'application/json;charset=utf-8', ...headers });

/** The faults in turn; the last one stays. */
export const inTurn =
  (...faults: readonly Fault[]): Fault =>
  (socket, request, n) =>
    faults[Math.min(n, faults.length) - 1]?.(socket, request, n);

export const resetAtOnce: Fault = (socket) => void socket.resetAndDestroy();
export const finish: Fault = (socket) => void socket.end();
export const staySilent: Fault = () => {};

/** Announces 1,000 bytes, as OSS or as Image Search, sends some and goes away. */
export const cutBody: Fault = (socket) => {
  socket.write(`${head(200, { 'x-oss-request-id': 'R', 'content-length': '1000' })}{"Success":`, () =>
    socket.resetAndDestroy(),
  );
};

/** Sends a body that goes on as long as anybody takes it. */
export const endlessly =
  (status: number, headers: Headers = {}): Fault =>
  (socket) => {
    const piece = Buffer.alloc(65_536, ' ');
    const send = () => {
      while (!socket.destroyed && socket.write(piece));
    };
    socket.write(head(status, headers));
    socket.on('drain', send);
    send();
  };

export const endless = endlessly(200);

/** Announces 1,000 bytes and sends one every 20 ms. */
export const trickle: Fault = (socket) => {
  socket.write(head(200, { 'content-length': '1000' }));
  const timer = setInterval(() => socket.write(' '), 20);
  socket.on('close', () => clearInterval(timer));
};

/** A port of 127.0.0.1 that nobody listens on. */
export async function refusedEndpoint(): Promise<string> {
  const server = await startFaultServer(staySilent);
  await server[Symbol.asyncDispose]();
  return server.endpoint;
}
