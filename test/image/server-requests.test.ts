import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request as send } from 'node:http';
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import { ImageValidator, type ImageVerdict } from '../../src/image/image-validator.ts';

const validator = new ImageValidator();
const MB = 1_000_000;
const jpeg = await makeImage({ format: 'jpeg', width: 300, height: 200 });
const padded = (bytes: Uint8Array, size: number) => Buffer.concat([bytes, Buffer.alloc(size - bytes.length)]);

/** A web server that validates each request's body and answers with the verdict; counts its connections. */
async function verdictServer(timeoutMs?: number) {
  let connections = 0;
  const server = createServer(async (request, response) => {
    const signal = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
    const verdict = await validator
      .validate(request, { signal })
      .catch((error: Error) => ({ name: error.name }));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(verdict));
  });
  server.on('connection', () => connections++);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Posting {
  readonly port: number;
  readonly agent: Agent;
  readonly chunked: boolean;
}

/** Posts all of a body, and gives what is answered once the body was sent. */
async function post(body: Uint8Array, { port, agent, chunked }: Posting): Promise<ImageVerdict> {
  const length = chunked ? {} : { 'content-length': String(body.length) };
  const sent = send({ host: '127.0.0.1', port, method: 'POST', agent, headers: length });
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
  const finished = once(sent, 'finish');
  Readable.from(piecesOf(body)).pipe(sent);
  const [response] = await answered;
  const [verdict] = await Promise.all([json(response), finished]);
  return verdict as ImageVerdict;
}

function* piecesOf(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 60_000) yield bytes.subarray(at, at + 60_000);
}

const BODIES: readonly [string, Uint8Array, string[]][] = [
  ['a small image', jpeg, []],
  ['nothing', new Uint8Array(0), ['IMAGE_EMPTY']],
  ['a cut image', jpeg.subarray(0, -100), ['IMAGE_TRUNCATED']],
  ['an image of 10 MB', padded(jpeg, 10 * MB), ['IMAGE_TOO_LARGE']],
  ['10 MB that no one accepts', padded(Buffer.from('%PDF-1.7\n'), 10 * MB), ['IMAGE_FORMAT_UNSUPPORTED']],
];

describe.each([
  ['chunked', true],
  ['of a told length', false],
])('ImageValidator of a request whose body is %s', (_, chunked) => {
  describe.each([
    ['kept', true],
    ['closed', false],
  ])('on a connection that is then %s', (__, keepAlive) => {
    test.each(BODIES)(
      'lets the server answer with the verdict when the body is %s',
      async (___, body, codes) => {
        await using server = await verdictServer();
        const agent = new Agent({ keepAlive, maxSockets: 1 });
        for (let i = 0; i < 3; i++) {
          const { issues } = await post(body, { port: server.port, agent, chunked });
          expect(issues.map(({ code }) => code)).toEqual(codes);
        }
        expect(server.connections()).toBe(keepAlive ? 1 : 3);
        agent.destroy();
      },
    );
  });
});

describe('ImageValidator of a request', () => {
  test('lets the server answer when the body does not end, and reads no more than 64 MiB of it', async () => {
    await using server = await verdictServer();
    const sent = send({ host: '127.0.0.1', port: server.port, method: 'POST' });
    sent.on('error', () => {}); // the server closes the connection at the end of the test
    const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
    let bytes = 0;
    const endless = new Readable({
      read() {
        const piece = bytes === 0 ? jpeg : Buffer.alloc(256 * 1024);
        bytes += piece.length;
        this.push(piece);
      },
    });
    endless.pipe(sent);
    const [response] = await answered;
    expect(await json(response)).toMatchObject({ ok: false, issues: [{ code: 'IMAGE_TOO_LARGE' }] });
    endless.destroy();
    expect(bytes).toBeGreaterThan(64 * MB);
    expect(bytes).toBeLessThan(96 * MB); // sockets buffer some of it
  });

  test('lets the server answer when validation was aborted while the body is silent', async () => {
    await using server = await verdictServer(50);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const sent = send({ host: '127.0.0.1', port: server.port, method: 'POST', agent });
    const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
    sent.write(jpeg.subarray(0, 100));
    const [response] = await answered;
    expect(await json(response)).toEqual({ name: 'TimeoutError' });
    sent.end(jpeg.subarray(100));
    await once(sent, 'close');
    expect(await post(jpeg, { port: server.port, agent, chunked: true })).toMatchObject({ ok: true });
    expect(server.connections()).toBe(1);
    agent.destroy();
  });

  test('lets a server of HTTP/2 answer with the verdict when the image is refused', async () => {
    const server = createHttp2Server(async (request, response) => {
      response.end(JSON.stringify(await validator.validate(request)));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const client = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const stream = client.request({ ':method': 'POST' });
    stream.end(padded(Buffer.from('%PDF-1.7\n'), 10 * MB));
    expect(await json(stream)).toMatchObject({ issues: [{ code: 'IMAGE_FORMAT_UNSUPPORTED' }] });
    client.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
});
