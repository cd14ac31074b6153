import type { RequestListener } from 'node:http';
import { afterAll, describe, expect, test } from 'vitest';
import { animatedImage, makeImage, rotatedImage } from '../../../samples/make-images.ts';
import { IMAGE_FORMATS, type ImageFacts } from '../../../src/image/image-facts.ts';
import type { ImageReader } from '../../../src/image/image-source.ts';
import { ImageValidator } from '../../../src/image/image-validator.ts';
import { UrlAccess } from '../../../src/image/url/url-access.ts';
import { pattern, sendChunked, sendPart, sendWhole, startImageServer } from './image-server.ts';

const validator = new ImageValidator();
const access = new UrlAccess({ allowPrivateAddresses: true });
afterAll(() => access.close());

type Send = (image: Uint8Array) => RequestListener;

const SENDS: readonly { readonly how: string; readonly tellsSize: boolean; readonly send: Send }[] = [
  {
    how: 'in parts',
    tellsSize: true,
    send: (image) => (request, response) => sendPart(request, response, image),
  },
  { how: 'whole', tellsSize: true, send: (image) => (_, response) => sendWhole(response, image) },
  { how: 'in chunks', tellsSize: false, send: (image) => (_, response) => sendChunked(response, image) },
];

const IMAGES: readonly { readonly what: string; readonly image: Uint8Array }[] = [
  ...(await Promise.all(
    IMAGE_FORMATS.map(async (format) => ({
      what: format,
      image: await makeImage({ format, width: 700, height: 600 }),
    })),
  )),
  { what: 'moving gif', image: await animatedImage('gif', 5) },
  { what: 'turned tiff', image: await rotatedImage('tiff', 6) },
  { what: 'image that is none', image: Buffer.from('<!doctype html><title>Not found</title>') },
  {
    what: 'image that is cut off',
    image: (await makeImage({ format: 'png', width: 100, height: 100 })).subarray(0, 900),
  },
  { what: 'empty image', image: new Uint8Array(0) },
];

/** Does without any network what a `UrlReader` does over one. */
class MemoryReader implements ImageReader {
  readonly name = 'image';
  readonly #image: Uint8Array;
  #knowsSize: boolean;

  constructor(image: Uint8Array, tellsSize: boolean) {
    this.#image = image;
    this.#knowsSize = tellsSize;
  }

  async read(offset: number, length: number) {
    this.#knowsSize ||= offset + length > this.#image.length;
    const size = this.#knowsSize ? this.#image.length : undefined;
    return { bytes: this.#image.subarray(offset, offset + length), size };
  }
}

/** What does not depend on how much of an image was read. */
const stable = (facts: ImageFacts | null) =>
  facts && [facts.format, facts.bytes, facts.width, facts.height, facts.orientation, facts.variant];

async function verdictOf(answer: RequestListener) {
  await using server = await startImageServer(answer);
  const reader = access.open(server.url('/image'));
  try {
    const { name: _, ...verdict } = await validator.validate(reader);
    return verdict;
  } finally {
    reader.close();
  }
}

describe.each(SENDS)('ImageValidator of a URL whose server sends $how', ({ tellsSize, send }) => {
  test.each(IMAGES)('finds the same as from the bytes when it is a $what', async ({ image }) => {
    const verdict = await verdictOf(send(image));
    const { name: _, ...fromMemory } = await validator.validate(new MemoryReader(image, tellsSize));
    const { bytes, issues, facts } = await validator.validate(image);
    expect(verdict).toEqual(fromMemory);
    expect(verdict).toMatchObject({ bytes, issues });
    expect(stable(verdict.facts)).toEqual(stable(facts));
  });

  test('finds it too large when it is larger than any image may be', async () => {
    const bmp = await makeImage({ format: 'bmp', width: 100, height: 100 });
    const { issues } = await verdictOf(send(Buffer.concat([bmp, pattern(6_000_000)])));
    expect(issues).toMatchObject([{ code: 'IMAGE_TOO_LARGE' }]);
  });
});

describe('ImageValidator of a URL', () => {
  test('finds it missing when the server says 404', async () => {
    const { issues } = await verdictOf((_, response) => void response.writeHead(404).end('None'));
    expect(issues).toMatchObject([{ code: 'IMAGE_MISSING' }]);
  });

  test('finds it unreadable, and says why, when its address is not public', async () => {
    const { issues } = await validator.validate(
      new UrlAccess().open(new URL('http://127.0.0.1/1.jpg?s3cret')),
    );
    expect(issues).toMatchObject([
      {
        code: 'IMAGE_UNREADABLE',
        message: expect.stringContaining('HTTP_ADDRESS_REFUSED: http://127.0.0.1/1.jpg has a host'),
      },
    ]);
    expect(JSON.stringify(issues)).not.toContain('s3cret');
  });
});
