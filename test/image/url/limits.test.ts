import type { RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import { rejection } from '../../support/failure.ts';
import { askedFor, sendWhole } from './image-server.ts';
import { withServer } from './with-server.ts';

const KIB = 1024;
const MOST_BYTES = 4 * KIB * KIB + 1;

describe('UrlReader', () => {
  test('takes no more than 4 MiB and a byte of a body without end, and no more of it in small steps', async () => {
    let sent = 0;
    const block = Buffer.alloc(64 * KIB, 1);
    const endless: RequestListener = (_, response) => {
      const pump = () => {
        while (!response.destroyed) {
          sent += block.length;
          if (!response.write(block)) return response.once('drain', pump);
        }
        return response;
      };
      response.writeHead(200);
      pump();
    };
    await withServer(endless, async (server, access) => {
      const reader = access.open(server.url('/1.jpg'));
      const head = await reader.read(0, 64 * KIB);
      expect([head.bytes.length, head.size]).toEqual([64 * KIB, undefined]);
      await settled(() => sent);
      expect(sent).toBeLessThan(16 * KIB * KIB); // what sockets of this machine buffer, and no more
      const all = await reader.read(0, MOST_BYTES);
      expect([all.bytes.length, all.size]).toEqual([MOST_BYTES, undefined]);
      await settled(() => sent);
      expect(sent).toBeLessThan(20 * KIB * KIB);
      expect(await rejection(reader.read(MOST_BYTES, 1))).toMatchObject({ code: 'HTTP_BEYOND_LIMIT' });
      await expect.poll(() => server.open()).toBe(0);
    });
  });

  test('takes no more of a part than it asked for when the server gives more', async () => {
    let sent = 0;
    const block = Buffer.alloc(64 * KIB, 1);
    const lavish: RequestListener = (_, response) => {
      const pump = () => {
        sent += block.length;
        if (response.destroyed || sent >= 1e8) return;
        response.write(block, pump);
      };
      response.writeHead(206, { 'content-range': 'bytes 0-99999999/100000000' });
      pump();
    };
    await withServer(lavish, async (server, access) => {
      expect((await access.open(server.url('/1.jpg')).read(0, 100)).bytes).toHaveLength(100);
      await expect.poll(() => server.open()).toBe(0);
      expect(sent).toBeLessThan(16 * KIB * KIB); // what sockets of this machine buffer
    });
  });

  test('reads both ends of an image of any size when ranges are honoured, and no more than 4 MiB and a byte', async () => {
    const size = 1e12;
    await withServer(
      (request, response) => {
        const { from, to } = askedFor(request);
        response.writeHead(206, { 'content-range': `bytes ${from}-${to - 1}/${size}` });
        response.end(Buffer.alloc(to - from));
      },
      async (server, access) => {
        const reader = access.open(server.url('/1.tif'));
        expect(await reader.read(0, 100)).toMatchObject({ size });
        expect((await reader.read(size - 100, 200)).bytes).toHaveLength(100);
        expect((await reader.read(1000, MOST_BYTES - 200)).bytes).toHaveLength(MOST_BYTES - 200);
        expect(await rejection(reader.read(5e6, 1))).toMatchObject({ code: 'HTTP_BEYOND_LIMIT' });
        expect(server.requests).toHaveLength(3);
      },
    );
  });

  test('says that an image is beyond its limit when no ranges are honoured and its end is wanted', async () => {
    await withServer(
      (_, response) => sendWhole(response, Buffer.alloc(5 * KIB * KIB)),
      async (server, access) => {
        const reader = access.open(server.url('/1.png'));
        expect(await reader.read(0, 100)).toMatchObject({ size: 5 * KIB * KIB });
        expect(await rejection(reader.read(5 * KIB * KIB - 100, 100))).toMatchObject({
          code: 'HTTP_BEYOND_LIMIT',
        });
        await expect.poll(() => server.open()).toBe(0);
      },
    );
  });
});

/** Waits until a number stays the same for a while. */
async function settled(value: () => number): Promise<void> {
  for (let last = -1; last !== value(); ) {
    last = value();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
