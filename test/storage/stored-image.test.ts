import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { animatedImage, makeImage, rotatedImage } from '../../samples/make-images.ts';
import { createOssHandler } from '../../src/emulator/oss/create-oss-handler.ts';
import { OssState } from '../../src/emulator/oss/oss-state.ts';
import { IMAGE_FORMATS } from '../../src/image/image-facts.ts';
import { ImageValidator } from '../../src/image/image-validator.ts';
import { FolderStore } from '../../src/storage/folder-store.ts';
import { OssStore } from '../../src/storage/oss-store.ts';
import { storedImage } from '../../src/storage/stored-image.ts';

const pair = { accessKeyId: 'anAccessKeyId', accessKeySecret: 'aSecret' };
const validator = new ImageValidator();
const large = await makeImage({ format: 'png', width: 900, height: 800 });

/** OSS that writes down what it is asked for. */
let store: OssStore;
let stop: () => void;
const asked: IncomingHttpHeaders[] = [];

beforeAll(async () => {
  const state = new OssState();
  state.createBucket('images', 'cn-shanghai');
  const handle = createOssHandler({
    state,
    accounts: [pair],
    regionId: 'cn-shanghai',
    onDefect: (error) => {
      throw error;
    },
  });
  const server = createServer((request, response) => {
    if (request.method === 'GET') asked.push(request.headers);
    void handle(request, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  store = new OssStore({
    bucket: 'images',
    region: 'cn-shanghai',
    credentials: pair,
    endpoint: `http://localhost:${(server.address() as AddressInfo).port}`,
  });
  stop = () => {
    store.close();
    server.close();
    server.closeAllConnections();
  };
});
afterAll(() => stop());

async function checkStored(image: Uint8Array, key: string) {
  await store.put(key, image);
  asked.length = 0;
  const verdict = await validator.validate(storedImage(store, key));
  return { verdict, requests: asked.length };
}

describe('storedImage', () => {
  it.each(IMAGE_FORMATS)('gives the facts of a %s in one request when it is small', async (format) => {
    const image = await makeImage({ format, width: 120, height: 100 });
    const { verdict, requests } = await checkStored(image, `small.${format === 'jpeg' ? 'jpg' : format}`);
    const { name: _, ...inMemory } = await validator.validate(image);
    expect(verdict).toMatchObject(inMemory);
    expect(requests).toBe(1);
    expect(asked[0]).toMatchObject({ 'x-oss-range-behavior': 'standard' });
  });

  it('reads the end of a PNG from the same object as its beginning', async () => {
    const { verdict, requests } = await checkStored(large, 'large.png');
    expect(verdict).toMatchObject({ ok: true, name: 'oss://images/large.png', bytes: large.length });
    expect(requests).toBe(2);
    expect(asked.map(({ range }) => range)).toEqual([
      'bytes=0-262143',
      `bytes=${large.length - 16_384}-${large.length - 1}`,
    ]);
    expect(asked[0]?.['if-match']).toBeUndefined();
    expect(asked[1]?.['if-match']).toMatch(/^"[0-9A-F]{32}"$/);
  });

  it('refuses an image that another takes the place of between two reads', async () => {
    await store.put('changing.png', large);
    const image = storedImage(store, 'changing.png');
    const changing = {
      name: image.name,
      read: async (offset: number, length: number) => {
        const part = await image.read(offset, length);
        if (offset === 0)
          await store.put('changing.png', await makeImage({ format: 'png', width: 901, height: 800 }));
        return part;
      },
    };
    expect((await validator.validate(changing)).issues).toMatchObject([
      { code: 'IMAGE_UNREADABLE', message: expect.stringContaining('PreconditionFailed') },
    ]);
  });

  it.each([
    ['a turned WebP', () => rotatedImage('webp', 6), 'turned.webp', 'IMAGE_ROTATED'],
    ['a moving GIF', () => animatedImage('gif', 3), 'moving.gif', 'IMAGE_ANIMATED'],
    ['an empty object', async () => new Uint8Array(0), 'empty.png', 'IMAGE_EMPTY'],
    ['text', async () => Buffer.from('no image'), 'text.jpg', 'IMAGE_FORMAT_UNSUPPORTED'],
  ])('finds what is wrong with %s', async (_, make, key, code) => {
    expect((await checkStored(await make(), key)).verdict.issues).toMatchObject([{ code }]);
  });

  it('says that an image is missing when there is no such object, in OSS and in a folder', async () => {
    for (const place of [store, new FolderStore('/nonexistent')]) {
      expect((await validator.validate(storedImage(place, 'none.png'))).issues).toMatchObject([
        { code: 'IMAGE_MISSING' },
      ]);
    }
  });

  it('throws before anything is read when the key is none', () => {
    expect(() => storedImage(store, '/a.png')).toThrow(RangeError);
  });
});
