import type { RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import { askedFor, pattern, sendChunked, sendPart, sendWhole } from './image-server.ts';
import { withServer } from './with-server.ts';

const MOST_BYTES = 4 * 1024 * 1024 + 1;
const image = pattern(300_000);

interface Kind {
  readonly what: string;
  readonly answer: RequestListener;
  /** Whether the first answer tells the size. */
  readonly tellsSize: boolean;
}

const SERVERS: readonly Kind[] = [
  { what: 'honours ranges', tellsSize: true, answer: (from, to) => sendPart(from, to, image) },
  {
    what: 'honours ranges and has a strong tag',
    tellsSize: true,
    answer: (from, to) => sendPart(from, to, image, { etag: '"one"' }),
  },
  {
    what: 'honours ranges and does not know the size',
    tellsSize: false,
    answer: (request, response) => {
      const { from } = askedFor(request);
      if (from >= image.length) response.writeHead(416).end('Nothing here');
      else sendPart(request, response, image, { 'content-range': rangeOf(request, '*') });
    },
  },
  {
    what: 'gives at most 50,000 bytes at a time',
    tellsSize: true,
    answer: (request, response) => {
      const { from, to } = askedFor(request);
      request.headers.range = `bytes=${from}-${Math.min(to, from + 50_000) - 1}`;
      sendPart(request, response, image);
    },
  },
  {
    what: 'gives more than it is asked for',
    tellsSize: true,
    answer: (request, response) => {
      request.headers.range = `bytes=${askedFor(request).from}-${image.length - 1}`;
      sendPart(request, response, image);
    },
  },
  {
    what: 'sends parts in chunks',
    tellsSize: true,
    answer: (request, response) => {
      const { from, to } = askedFor(request);
      response.writeHead(206, { 'content-range': rangeOf(request, image.length) });
      response.write(image.subarray(from, from + 1));
      response.end(image.subarray(from + 1, to));
    },
  },
  { what: 'ignores ranges', tellsSize: true, answer: (_, response) => sendWhole(response, image) },
  { what: 'ignores ranges and tells no size', tellsSize: false, answer: (_, to) => sendChunked(to, image) },
  {
    what: 'ignores ranges and tells the end by closing',
    tellsSize: false,
    answer: ({ socket }) => {
      socket.write('HTTP/1.0 200 OK\r\n\r\n');
      socket.end(image);
    },
  },
  {
    what: 'honours ranges for the first request only',
    tellsSize: true,
    answer: (request, response) =>
      askedFor(request).from === 0 ? sendPart(request, response, image) : sendWhole(response, image),
  },
];

function rangeOf(request: Parameters<RequestListener>[0], size: number | string): string {
  const { from, to } = askedFor(request);
  return `bytes ${from}-${Math.min(to, image.length) - 1}/${size}`;
}

describe.each(SERVERS)('UrlReader of a server that $what', ({ answer, tellsSize }) => {
  test('gives the bytes that are asked for, in any order', async () => {
    await withServer(answer, async (server, access) => {
      const reader = access.open(server.url('/1.jpg'));
      const first = await reader.read(0, 65_536);
      expect(Buffer.compare(first.bytes, image.subarray(0, 65_536))).toBe(0);
      expect(first.size).toBe(tellsSize ? image.length : undefined);
      for (const [offset, length] of [
        [image.length - 20_000, 20_000],
        [100_000, 4_096],
        [60_000, 60_000],
        [0, image.length],
        [image.length - 10, 10],
      ] as const) {
        const { bytes } = await reader.read(offset, length);
        expect(Buffer.compare(bytes, image.subarray(offset, offset + length))).toBe(0);
      }
      reader.close();
    });
  });

  test('gives fewer bytes and the size when the image ends before', async () => {
    await withServer(answer, async (server, access) => {
      const reader = access.open(server.url('/1.jpg'));
      const { bytes, size } = await reader.read(0, MOST_BYTES);
      expect(Buffer.compare(bytes, image)).toBe(0);
      expect(size).toBe(image.length);
      expect((await reader.read(image.length - 5, 10)).bytes).toHaveLength(5);
      expect((await reader.read(image.length + 5, 10)).bytes).toHaveLength(0);
    });
  });

  test('leaves no connection open when it is closed in the middle', async () => {
    await withServer(answer, async (server, access) => {
      const reader = access.open(server.url('/1.jpg'));
      await reader.read(0, 100);
      reader.close();
      access.close();
      await expect.poll(() => server.open()).toBe(0);
    });
  });
});

describe('UrlReader', () => {
  test('asks for no byte twice, and over one connection', async () => {
    await withServer(
      (request, response) => sendPart(request, response, image),
      async (server, access) => {
        const reader = access.open(server.url('/1.jpg?size=large'));
        for (const [offset, length] of [
          [0, 1000],
          [2000, 1000],
          [500, 1000],
          [0, image.length],
          [0, 10],
        ] as const) {
          await reader.read(offset, length);
        }
        expect(server.requests.map(({ headers }) => headers.range)).toEqual([
          'bytes=0-999',
          'bytes=2000-2999',
          'bytes=1000-1499',
          'bytes=1500-1999',
          `bytes=3000-${image.length - 1}`,
        ]);
        expect(server.requests[0]).toMatchObject({
          path: '/1.jpg?size=large',
          headers: { 'accept-encoding': 'identity' },
        });
        await access.open(server.url('/2.jpg')).read(0, 10);
        expect(server.connections()).toBe(1);
      },
    );
  });

  test('keeps the connection of a whole body that was read to its end', async () => {
    await withServer(
      (_, response) => sendWhole(response, image),
      async (server, access) => {
        for (let n = 0; n < 3; n++) await access.open(server.url(`/${n}.jpg`)).read(0, image.length);
        expect(server.connections()).toBe(1);
      },
    );
  });

  test('gives no bytes and the size when it begins to read behind the end', async () => {
    await withServer(
      (request, response) => sendPart(request, response, image),
      async (server, access) => {
        const { bytes, size } = await access.open(server.url('/1.jpg')).read(image.length + 1, 10);
        expect({ length: bytes.length, size }).toEqual({ length: 0, size: image.length });
      },
    );
  });

  test.each<{ what: string; answer: RequestListener }>([
    { what: 'answers 416', answer: (request, response) => sendPart(request, response, new Uint8Array(0)) },
    { what: 'tells a length of 0', answer: (_, response) => sendWhole(response, new Uint8Array(0)) },
    { what: 'sends nothing', answer: (_, response) => sendChunked(response, new Uint8Array(0)) },
  ])('gives no bytes and a size of 0 when the image is empty and the server $what', async ({ answer }) => {
    await withServer(answer, async (server, access) => {
      const { bytes, size } = await access.open(server.url('/1.jpg')).read(0, 1000);
      expect({ length: bytes.length, size }).toEqual({ length: 0, size: 0 });
    });
  });

  test('reads the URL it was given when that is changed later', async () => {
    await withServer(
      (_, response) => sendWhole(response, image),
      async (server, access) => {
        const url = server.url('/1.jpg');
        const reader = access.open(url);
        url.pathname = '/2.jpg';
        await reader.read(0, 10);
        expect(server.requests[0]?.path).toBe('/1.jpg');
        reader.close();
      },
    );
  });

  test('asks nothing when no bytes are wanted', async () => {
    await withServer(
      (_, response) => sendWhole(response, image),
      async (server, access) => {
        expect(await access.open(server.url('/1.jpg')).read(10, 0)).toEqual({
          bytes: new Uint8Array(0),
          size: undefined,
        });
        expect(server.requests).toHaveLength(0);
      },
    );
  });

  test('asks for the same version from the second request on when there is a strong tag', async () => {
    const tagged = (etag: string) =>
      withServer(
        (request, response) => sendPart(request, response, image, { etag }),
        async (server, access) => {
          const reader = access.open(server.url('/1.jpg'));
          await reader.read(0, 10);
          await reader.read(100, 10);
          return server.requests.map(({ headers }) => headers['if-range']);
        },
      );
    expect(await tagged('"one"')).toEqual([undefined, '"one"']);
    expect(await tagged('W/"one"')).toEqual([undefined, undefined]); // a weak one stands for no bytes
  });
});
