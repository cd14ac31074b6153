import { describe, expect, test } from 'vitest';
import { animatedImage, makeImage } from '../../samples/make-images.ts';
import { IMAGE_FORMATS } from '../../src/image/image-facts.ts';
import { ImageValidator } from '../../src/image/image-validator.ts';
import { tiffBlock } from './hand-made.ts';

const validator = new ImageValidator();
const codesOf = async (image: Uint8Array) => (await validator.validate(image)).issues.map(({ code }) => code);
const KIB = 1024;

describe.each(IMAGE_FORMATS)('ImageValidator of a %s', (format) => {
  test.each([0.3, 0.6, 0.95])('refuses it as truncated when only %d of it is there', async (share) => {
    const image = await makeImage({ format, width: 300, height: 240, seed: 3 });
    const cut = image.subarray(0, Math.floor(image.length * share));
    expect(await codesOf(cut)).toEqual(['IMAGE_TRUNCATED']);
  });

  test.each([
    ['padding', Buffer.alloc(40 * KIB)],
    ['text', Buffer.from('\r\n<!-- served in 3 ms -->\r\n')],
  ])('accepts it when %s follows its end', async (_, rest) => {
    const image = await makeImage({ format, width: 300, height: 240, seed: 3 });
    expect(await codesOf(Buffer.concat([image, rest]))).toEqual([]);
  });
});

describe('ImageValidator', () => {
  test('accepts a JPEG when another image follows it, and when that one is cut', async () => {
    const one = await makeImage({ format: 'jpeg', width: 200, height: 200 });
    const two = Buffer.concat([one, await makeImage({ format: 'jpeg', width: 600, height: 600, seed: 2 })]);
    expect(await codesOf(two)).toEqual([]);
    expect(await codesOf(two.subarray(0, -100))).toEqual([]);
  });

  test('accepts a GIF when only its trailer is missing, not when its last frame is cut', async () => {
    const gif = await animatedImage('gif', 3);
    expect(await codesOf(gif.subarray(0, -1))).toEqual(['IMAGE_ANIMATED']);
    expect(await codesOf(gif.subarray(0, -20))).toContain('IMAGE_TRUNCATED');
  });

  test('accepts a BMP when the padding of its last row is missing', async () => {
    const bmp = await makeImage({ format: 'bmp', width: 101, height: 100 }); // 303 bytes in a row of 304
    expect(await codesOf(bmp.subarray(0, -1))).toEqual([]);
    expect(await codesOf(bmp.subarray(0, -2))).toEqual(['IMAGE_TRUNCATED']);
  });

  /** A TIFF of one strip behind its directory, which is said to be longer than it is. */
  const tiffOf = (width: number, bits: number, samples: number, compression: number, pixelBytes: number) => {
    const entries = [
      [256, 4, width],
      [257, 4, 100],
      [258, 3, bits],
      [259, 3, compression],
      [262, 3, samples === 3 ? 2 : 1],
      [273, 4, 8 + 2 + 9 * 12 + 4],
      [277, 3, samples],
      [278, 4, 100],
      [279, 4, 100_000],
    ] as const;
    return Buffer.concat([tiffBlock(entries), Buffer.alloc(pixelBytes)]);
  };

  test.each([
    ['of bits', 101, 1, 1, 13 * 100], // a row begins with a byte of its own
    ['of grey', 120, 8, 1, 120 * 100],
    ['of colours', 110, 8, 3, 330 * 100],
  ])(
    'accepts a TIFF %s whose strip says too much when the pixels are whole, and not when one byte is missing',
    async (_, width, bits, samples, whole) => {
      expect(await codesOf(tiffOf(width, bits, samples, 1, whole))).toEqual([]);
      expect(await codesOf(tiffOf(width, bits, samples, 1, whole - 1))).toEqual(['IMAGE_TRUNCATED']);
    },
  );

  test('refuses a compressed TIFF whose strip goes beyond the file, as nothing tells how long it must be', async () => {
    expect(await codesOf(tiffOf(120, 8, 1, 5, 120 * 100))).toEqual(['IMAGE_TRUNCATED']);
  });

  test('takes a WebP whose container ends without the byte of padding, and not one that ends before', async () => {
    const image = Buffer.from(await makeImage({ format: 'webp', width: 120, height: 100 }));
    const length = image.readUInt32LE(16);
    const saying = (picture: number, container: number) => {
      image.writeUInt32LE(picture, 16);
      image.writeUInt32LE(container, 4);
      return image;
    };
    expect(await codesOf(saying(length - 1, length + 11))).toEqual([]);
    expect(await codesOf(saying(length, length + 10))).toEqual(['IMAGE_CORRUPT']);
  });
});
