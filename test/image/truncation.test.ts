import { describe, expect, test } from 'vitest';
import { animatedImage, makeImage } from '../../samples/make-images.ts';
import { IMAGE_FORMATS } from '../../src/image/image-facts.ts';
import { ImageValidator } from '../../src/image/image-validator.ts';

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
});
