/** Hears of a batch task that is over by its callback, with nothing but Node's own server. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { BatchTaskClient, createCallbackHandler, OssStore } from 'imagesearch-import';
import { startEmulator } from 'imagesearch-import/emulator';

await using emulator = await startEmulator();
const { regionId: region, bucketName: bucket } = emulator;
const store = new OssStore({ bucket, region, credentials: emulator, endpoint: emulator.ossEndpoint });
await store.put('spring/increment.meta', Buffer.from(''));
store.close();

const tasks = new BatchTaskClient({
  region,
  instance: emulator.instanceName,
  credentials: emulator,
  endpoint: emulator.imageSearchEndpoint,
});
const token = randomUUID();
let tell = (_: string) => {};
const over = new Promise<string>((resolve) => {
  tell = resolve;
});
const handle = createCallbackHandler({ tasks, token, onSettled: ({ status }) => tell(status) });

const server = createServer({ headersTimeout: 10_000 }, (request, response) => {
  serve(handle, request, response).catch((error) => {
    console.error(error);
    response.writeHead(500).end();
  });
});
await once(server.listen(0, '127.0.0.1'), 'listening');
const { port } = server.address() as AddressInfo;
await tasks.submit(`oss://${bucket}/spring`, {
  callbackAddress: `http://127.0.0.1:${port}/callbacks/${token}`,
});
console.log('the callback came, and IncreaseList says', await over);
server.close();
server.closeAllConnections();

/** Gives a function of the web to a server of Node. */
async function serve(
  handler: (request: Request) => Promise<Response>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '/', headers } = incoming;
  const body = method === 'POST' ? (Readable.toWeb(incoming) as ReadableStream) : null;
  const kept = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  const request = new Request(new URL(url, 'http://callbacks'), {
    method,
    headers: kept,
    body,
    duplex: 'half',
  });
  const response = await handler(request);
  if (!incoming.complete) outgoing.setHeader('connection', 'close'); // a body that was not read to its end
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(await response.text());
}
