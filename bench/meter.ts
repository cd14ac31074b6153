import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands before a server and counts what is asked of it and answered. */
export interface Meter extends AsyncDisposable {
  readonly endpoint: string;
  requests: number;
  /** Of the bodies of the answers. */
  bytes: number;
  reset(): void;
}

export async function startMeter(target: string): Promise<Meter> {
  const { port } = new URL(target);
  const server = createServer((incoming, outgoing) => {
    meter.requests += 1;
    const { method, url, headers } = incoming;
    const onward = request({ host: 'localhost', port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.on('data', ({ length }: Buffer) => {
        meter.bytes += length;
      });
      answer.pipe(outgoing);
    });
    onward.once('error', (error) => outgoing.destroy(error));
    incoming.pipe(onward);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const meter: Meter = {
    // The signature is made over the host that is asked, which is passed on as it is.
    endpoint: `http://localhost:${(server.address() as AddressInfo).port}`,
    requests: 0,
    bytes: 0,
    reset() {
      meter.requests = 0;
      meter.bytes = 0;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return meter;
}
