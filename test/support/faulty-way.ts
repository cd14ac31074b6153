import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a way does to a request instead of letting it pass. `text` is the body of the answer. */
export interface WayFault {
  readonly kind: string;
  readonly status?: number;
  readonly text?: string;
  /** What is done without an answer: the connection breaks, breaks amid the answer, or says nothing. */
  readonly breaks?: 'before' | 'amid' | 'never';
}

/** A way to an HTTP server on which some requests meet faults. */
export interface FaultyWay extends AsyncDisposable {
  readonly origin: string;
  /** Strikes so many requests, from the nth on; requests count from 1 anew. */
  strike(fault: WayFault, from: number, times: number): void;
  clear(): void;
}

/** What a cloud says to a token that is over, or to a clock that is not its own. */
export const REFUSED_SIGNATURES: readonly WayFault[] = [
  {
    kind: 'expired',
    status: 400,
    text: '<Error><Code>ExpiredToken</Code><Message>It is over</Message></Error>',
  },
  {
    kind: 'skewed',
    status: 403,
    text: '<Error><Code>RequestTimeTooSkewed</Code><Message>Another time</Message></Error>',
  },
];

const HTML = '<html><body>Please log in</body></html>';

/** Faults that no client takes for an answer of the server. */
export const WAY_FAULTS: readonly WayFault[] = [
  { kind: 'unavailable', status: 503, text: '<Error><Code>ServiceUnavailable</Code></Error>' },
  { kind: 'throttled', status: 429, text: '<Error><Code>SlowDown</Code></Error>' },
  { kind: 'html-502', status: 502, text: HTML },
  { kind: 'reset', breaks: 'before' },
  { kind: 'cut', breaks: 'amid' },
  { kind: 'silence', breaks: 'never' },
];

/** Faults that look like an answer, as of a proxy that wants a login. */
export const FALSE_ANSWERS: readonly WayFault[] = [
  { kind: 'html-200', status: 200, text: HTML },
  { kind: 'empty', status: 200, text: '' },
  { kind: 'garbage', status: 200, text: '\u0000\u0001<<>' },
];

export async function faultyWay(to: string): Promise<FaultyWay> {
  const { hostname, port } = new URL(to);
  let strikes: { readonly fault: WayFault; readonly from: number; readonly to: number }[] = [];
  let requests = 0;
  const server = createServer((incoming, outgoing) => {
    requests += 1;
    const fault = strikes.find((one) => requests >= one.from && requests < one.to)?.fault;
    if (fault !== undefined && fault.breaks !== 'amid') {
      strike(fault, outgoing);
      return;
    }
    const { method, url: path, headers } = incoming;
    const forwarded = request({ hostname, port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      if (fault === undefined) {
        answer.pipe(outgoing);
        return;
      }
      answer.once('data', (chunk: Buffer) => {
        outgoing.write(chunk.subarray(0, chunk.length / 2), () => outgoing.destroy());
        answer.destroy();
      });
      answer.once('end', () => outgoing.destroy());
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    strike(fault, from, times) {
      requests = 0;
      strikes.push({ fault, from, to: from + times });
    },
    clear() {
      strikes = [];
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function strike({ status = 200, text = '', breaks }: WayFault, outgoing: ServerResponse): void {
  if (breaks === 'before') outgoing.destroy();
  if (breaks !== undefined) return;
  outgoing.writeHead(status, { 'content-type': 'text/html', 'content-length': Buffer.byteLength(text) });
  outgoing.end(text);
}
