import { describe, expect, test } from 'vitest';
import { UrlAccess } from '../../../src/image/url/url-access.ts';
import { UrlError } from '../../../src/image/url/url-error.ts';
import { rejection } from '../../support/failure.ts';
import { type Fault, startFaultServer } from '../../support/fault-server.ts';
import { pattern, sendPart, sendWhole, startImageServer } from './image-server.ts';

const open = (url: URL, timeoutMs = 10_000) =>
  new UrlAccess({ allowPrivateAddresses: true, timeoutMs }).open(url);

const says =
  (text: string): Fault =>
  (socket) =>
    socket.end(text.replaceAll('\n', '\r\n'));

/** What a reader is asked for here: the bytes from 10 to 29. */
const part = (contentRange: string, headers = '', body = 'x'.repeat(20)) =>
  says(`HTTP/1.1 206 Partial Content\n${contentRange}\n${headers}\n${body}`);

const FAULTS: readonly { readonly what: string; readonly fault: Fault; readonly code: string }[] = [
  { what: 'says 401', fault: says('HTTP/1.1 401 No\ncontent-length: 0\n\n'), code: 'HTTP_401' },
  { what: 'says 403', fault: says('HTTP/1.1 403 No\ncontent-length: 0\n\n'), code: 'HTTP_403' },
  { what: 'says 404', fault: says('HTTP/1.1 404 No\ncontent-length: 4\n\nNone'), code: 'HTTP_404' },
  { what: 'says 404 and never ends', fault: keepsSaying('HTTP/1.1 404 No\n\n'), code: 'HTTP_404' },
  { what: 'says 410', fault: says('HTTP/1.1 410 No\ncontent-length: 0\n\n'), code: 'HTTP_410' },
  { what: 'says 429', fault: says('HTTP/1.1 429 No\ncontent-length: 0\n\n'), code: 'HTTP_429' },
  { what: 'says 500', fault: says('HTTP/1.1 500 No\ncontent-length: 0\n\n'), code: 'HTTP_500' },
  { what: 'says 503', fault: says('HTTP/1.1 503 No\nretry-after: 1\n\n'), code: 'HTTP_503' },
  { what: 'says 204', fault: says('HTTP/1.1 204 None\n\n'), code: 'HTTP_204' },
  { what: 'says 304', fault: says('HTTP/1.1 304 Same\n\n'), code: 'HTTP_304' },
  { what: 'says 416 and no size', fault: says('HTTP/1.1 416 No\ncontent-length: 0\n\n'), code: 'HTTP_416' },
  {
    what: 'says 416 for what it has',
    fault: says('HTTP/1.1 416 No\ncontent-range: bytes */500\ncontent-length: 0\n\n'),
    code: 'HTTP_BAD_RANGE',
  },
  { what: 'gives a part and does not say which', fault: part('x: y'), code: 'HTTP_BAD_RANGE' },
  { what: 'gives a part before', fault: part('content-range: bytes 0-19/99'), code: 'HTTP_BAD_RANGE' },
  { what: 'gives a part behind', fault: part('content-range: bytes 11-30/99'), code: 'HTTP_BAD_RANGE' },
  {
    what: 'gives a part that ends before it begins',
    fault: part('content-range: bytes 10-9/99'),
    code: 'HTTP_BAD_RANGE',
  },
  {
    what: 'gives a part beyond its size',
    fault: part('content-range: bytes 10-29/29'),
    code: 'HTTP_BAD_RANGE',
  },
  {
    what: 'gives a part in other units',
    fault: part('content-range: pixels 10-29/99'),
    code: 'HTTP_BAD_RANGE',
  },
  {
    what: 'gives a part of no number',
    fault: part('content-range: bytes 1e1-29/99'),
    code: 'HTTP_BAD_RANGE',
  },
  {
    what: 'gives a part of another length than it says',
    fault: part('content-range: bytes 10-29/99', 'content-length: 19\n', 'x'.repeat(19)),
    code: 'HTTP_BAD_RANGE',
  },
  {
    what: 'gives several parts in one',
    fault: part('content-type: multipart/byteranges; boundary=x', 'content-length: 20\n'),
    code: 'HTTP_BAD_RANGE',
  },
  {
    what: 'ends a part early',
    fault: part('content-range: bytes 10-29/99', 'content-length: 20\n', 'x'.repeat(5)),
    code: 'HTTP_CUT_SHORT',
  },
  {
    what: 'ends a part early that tells its end by closing',
    fault: part('content-range: bytes 10-29/99', '', 'x'.repeat(5)),
    code: 'HTTP_CUT_SHORT',
  },
  {
    what: 'ends a whole body before its length',
    fault: says('HTTP/1.1 200 OK\ncontent-length: 25\n\nabcde'),
    code: 'HTTP_CUT_SHORT',
  },
  {
    what: 'ends a body in a chunk',
    fault: says('HTTP/1.1 200 OK\ntransfer-encoding: chunked\n\n5\nabcde\n'),
    code: 'HTTP_CUT_SHORT',
  },
  {
    what: 'resets the connection within the body',
    fault: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 25\r\n\r\nabcde', () => socket.resetAndDestroy());
    },
    code: 'HTTP_CUT_SHORT',
  },
  {
    what: 'compresses',
    fault: says('HTTP/1.1 200 OK\ncontent-encoding: gzip\ncontent-length: 2\n\nxx'),
    code: 'HTTP_ENCODED',
  },
  {
    what: 'compresses a part',
    fault: part('content-range: bytes 10-29/99', 'content-encoding: br\n'),
    code: 'HTTP_ENCODED',
  },
  { what: 'speaks no HTTP', fault: says('220 mail.example ESMTP\n'), code: 'HTTP_BAD_ANSWER' },
  {
    what: 'gives two lengths',
    fault: says('HTTP/1.1 200 OK\ncontent-length: 2\ncontent-length: 3\n\nxxx'),
    code: 'HTTP_BAD_ANSWER',
  },
  {
    what: 'sends headers without end',
    fault: keepsSaying('HTTP/1.1 200 OK\n', `x: ${'y'.repeat(1000)}\r\n`),
    code: 'HTTP_BAD_ANSWER',
  },
  { what: 'ends each connection', fault: (socket) => socket.destroy(), code: 'ECONNRESET' },
  {
    what: 'changes to another protocol',
    fault: says('HTTP/1.1 101 Go\nupgrade: x\nconnection: upgrade\n\n'),
    code: 'HTTP_101',
  },
];

/** Begins with `head` and goes on with `line` until the connection ends. */
function keepsSaying(head: string, line = 'x'.repeat(1000)): Fault {
  return (socket) => {
    const timer = setInterval(() => socket.write(line), 1);
    socket.on('close', () => clearInterval(timer));
    socket.write(head.replaceAll('\n', '\r\n'));
  };
}

describe('UrlReader', () => {
  test.each(FAULTS)('rejects with $code when the server $what', async ({ fault, code }) => {
    await using server = await startFaultServer(fault);
    const url = new URL(`http://name:word@${server.endpoint}/a/1.jpg?signature=s3cret`);
    const error = await rejection(open(url).read(10, 20));
    expect(error).toBeInstanceOf(UrlError);
    expect(error).toMatchObject({
      code,
      message: expect.stringContaining(`http://${server.endpoint}/a/1.jpg `),
    });
    expect(error).not.toHaveProperty('cause');
    expect(server.requests.length).toBeLessThanOrEqual(code === 'ECONNRESET' ? 2 : 1);
    await expect.poll(() => server.open()).toBe(0);
  });

  test('tells the status when that is what was wrong', async () => {
    await using server = await startFaultServer(says('HTTP/1.1 503 No\ncontent-length: 0\n\n'));
    const error = await rejection(open(new URL(`http://${server.endpoint}/`)).read(0, 1));
    expect(error).toMatchObject({ status: 503, message: expect.stringContaining('status 503') });
    expect(server.requests).toHaveLength(1); // not repeated
  });

  test('gives up after 16 requests, with no listener too many, when the server gives a byte at a time', async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => warnings.push(warning);
    process.on('warning', note);
    await using server = await startImageServer((request, response) => {
      request.headers.range = request.headers.range?.replace(/=(\d+)-\d+/, '=$1-$1');
      sendPart(request, response, pattern(100));
    });
    expect(await rejection(open(server.url('/')).read(0, 100))).toMatchObject({ code: 'HTTP_BAD_RANGE' });
    expect(server.requests).toHaveLength(16);
    await new Promise(setImmediate);
    process.off('warning', note);
    expect(warnings).toEqual([]);
  });

  test.each(['ENOTFOUND', 'EAI_AGAIN'])('rejects with %s when a host is not resolved', async (code) => {
    const resolve = () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code }));
    const reader = new UrlAccess({}, { resolve }).open(new URL('http://shop.example/1.jpg'));
    expect(await rejection(reader.read(0, 1))).toMatchObject({
      code,
      message: expect.stringContaining('host'),
    });
  });

  test('rejects with ECONNREFUSED when nothing listens', async () => {
    const server = await startImageServer(() => {});
    const url = server.url('/1.jpg');
    await server[Symbol.asyncDispose]();
    expect(await rejection(open(url).read(0, 1))).toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('sends a request once more when the connection ended before any answer', async () => {
    const image = 'x'.repeat(20);
    const answer = says(`HTTP/1.1 200 OK\ncontent-length: 20\n\n${image}`);
    await using server = await startFaultServer((socket, request, n) =>
      n === 1 ? socket.destroy() : answer(socket, request, n),
    );
    const { bytes } = await open(new URL(`http://${server.endpoint}/`)).read(0, 100);
    expect(Buffer.from(bytes).toString()).toBe(image);
    expect(server.requests).toHaveLength(2);
  });

  test('sends a request over a new connection when those that were kept are dead', async () => {
    const sockets = new Set<{ destroy(): void }>();
    await using server = await startImageServer((request, response) => {
      if (sockets.has(request.socket)) return request.socket.destroy();
      sockets.add(request.socket);
      return sendWhole(response, pattern(20));
    });
    const access = new UrlAccess({ allowPrivateAddresses: true });
    const readOne = () => access.open(server.url('/')).read(0, 20);
    await Promise.all([readOne(), readOne(), readOne()]);
    for (let n = 0; n < 3; n++) expect((await readOne()).bytes).toHaveLength(20);
    access.close();
  });

  test.each([
    ['its tag is another', { etag: '"two"' }, 100],
    ['its weak tag is another', { etag: 'W/"one"' }, 100],
    ['its size is another', { etag: '"one"' }, 101],
  ] as const)('rejects with HTTP_CHANGED when %s at the second read', async (_, headers, length) => {
    for (const send of [sendPart, sendAll] as const) {
      let n = 0;
      await using server = await startImageServer((request, response) =>
        n++ === 0
          ? sendPart(request, response, pattern(100), { etag: '"one"' })
          : send(request, response, pattern(length), headers),
      );
      const reader = open(server.url('/1.jpg'));
      await reader.read(0, 10);
      expect(await rejection(reader.read(50, 10))).toMatchObject({ code: 'HTTP_CHANGED' });
    }
  });

  test.each<{ how: string; answer: typeof sendPart }>([
    { how: 'refuses a part', answer: sendPart },
    { how: 'sends it whole', answer: sendAll },
  ])(
    'rejects with HTTP_CHANGED when what was read is more than all there is and the server $how',
    async ({ answer }) => {
      let n = 0;
      await using server = await startImageServer((request, response) =>
        n++ === 0
          ? sendPart(request, response, pattern(100), { 'content-range': 'bytes 0-9/*' })
          : answer(request, response, pattern(5)),
      );
      const reader = open(server.url('/1.jpg'));
      expect(await reader.read(0, 10)).toMatchObject({ size: undefined });
      expect(await rejection(reader.read(10, 10))).toMatchObject({ code: 'HTTP_CHANGED' });
    },
  );
});

const sendAll: typeof sendPart = (_, response, image, headers) => sendWhole(response, image, headers);
