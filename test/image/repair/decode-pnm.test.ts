import { describe, expect, test } from 'vitest';
import { makeImage } from '../../../samples/make-images.ts';
import { drawPixels } from '../../../samples/pixels.ts';
import { CorruptImage, TruncatedImage } from '../../../src/image/header/bad-image.ts';
import { decodePnm } from '../../../src/image/repair/decode/decode-pnm.ts';

const pnm = (head: string, ...pixels: number[]) => Buffer.concat([Buffer.from(head), Buffer.from(pixels)]);

const KINDS = [
  {
    what: 'P1 with digits in a row',
    image: pnm('P1\n3 2\n101\n0 1 0\n'),
    channels: 1,
    data: [0, 255, 0, 255, 0, 255],
  },
  { what: 'P2 with comments', image: pnm('P2 # a\n2 # b\n1\n# c\n4\n0 4\n'), channels: 1, data: [0, 255] },
  { what: 'P3', image: pnm('P3 1 2 10 10 0 5  0 10 0'), channels: 3, data: [255, 0, 128, 0, 255, 0] },
  {
    what: 'P4 with rows padded to bytes',
    image: pnm('P4\n9 1\n', 0b10100000, 0b10000000),
    channels: 1,
    data: [0, 255, 0, 255, 255, 255, 255, 255, 0],
  },
  { what: 'P5', image: pnm('P5 2 1 255\n', 7, 200), channels: 1, data: [7, 200] },
  { what: 'P5 with the highest level 1', image: pnm('P5 2 1 1\n', 0, 1), channels: 1, data: [0, 255] },
  { what: 'P5 with 16 bits', image: pnm('P5 2 1 65535\n', 255, 255, 128, 0), channels: 1, data: [255, 128] },
  { what: 'P6', image: pnm('P6\n1 1\n255\n', 1, 2, 3), channels: 3, data: [1, 2, 3] },
  {
    what: 'P6 with 10 bits',
    image: pnm('P6 1 1 1023 ', 3, 255, 0, 0, 2, 0),
    channels: 3,
    data: [255, 0, 128],
  },
] as const;

describe('decodePnm', () => {
  test.each(KINDS)('gives the picture when it is a $what', ({ image, channels, data }) => {
    expect(decodePnm(image)).toMatchObject({ channels, data: Uint8Array.from(data) });
  });

  test('gives every pixel back when samples wrote it', async () => {
    const size = { width: 131, height: 77 };
    const decoded = decodePnm(await makeImage({ format: 'ppm', ...size, seed: 7 }));
    expect(decoded).toMatchObject({ ...size, channels: 3 });
    expect(Buffer.from(decoded.data).equals(drawPixels(size, 7))).toBe(true);
  });

  test('takes a level above the highest for the highest', () => {
    expect([...decodePnm(pnm('P2 2 1 10 11 99999999999999999999')).data]).toEqual([255, 255]);
  });

  test.each([
    ['bytes are missing', pnm('P6 2 1 255\n', 1, 2, 3, 4, 5)],
    ['numbers are missing', pnm('P2 3 1 255 1 2      ')],
    ['it ends in its header', pnm('P5 2')],
    ['it is said to be larger than any memory', pnm('P5 999999999 999999999 255\n', 1)],
  ])('throws TruncatedImage when %s', (_, image) => {
    expect(() => decodePnm(image)).toThrow(TruncatedImage);
  });

  test.each([
    ['it is PAM', pnm('P7 1 1 255\n', 1)],
    ['it has no width', pnm('P5 0 1 255\n')],
    ['its highest level is 65536', pnm('P5 1 1 65536\n', 0, 0)],
    ['letters are among its numbers', pnm('P2 2 1 255 1 x')],
  ])('throws CorruptImage when %s', (_, image) => {
    expect(() => decodePnm(image)).toThrow(CorruptImage);
  });
});
