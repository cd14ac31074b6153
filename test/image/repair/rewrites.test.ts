import { describe, expect, test } from 'vitest';
import { makeImage } from '../../../samples/make-images.ts';
import { imageLimits } from '../../../src/image/image-limits.ts';
import { ImageValidator } from '../../../src/image/image-validator.ts';
import { rewritten } from '../../../src/image/repair/lossless/rewrites.ts';
import { insert, jpegSegment, tiffBlock } from '../hand-made.ts';

const jpeg = await makeImage({ format: 'jpeg', width: 120, height: 100 });
const withComment = insert(jpeg, 2, jpegSegment(0xfe, Buffer.alloc(500, 'x')));
const limitsOf = (maxBytes: number) => ({ ...imageLimits('product', 'current'), maxBytes });

/** What is rewritten when so many bytes are allowed. */
async function rewrite(image: Uint8Array, maxBytes: number, codes: readonly string[]) {
  const { facts, issues } = await new ImageValidator().validate(image);
  const tooLarge = { code: 'IMAGE_TOO_LARGE', severity: 'error', path: [], message: '' } as const;
  const all = [...issues, tooLarge].filter(({ code }) => codes.includes(code));
  return rewritten(image, facts, all, limitsOf(maxBytes));
}

describe('rewritten()', () => {
  test('drops what stands beside the picture when the rest has just the bytes that are allowed', async () => {
    const { image, steps } = await rewrite(withComment, jpeg.length, ['IMAGE_TOO_LARGE']);
    expect(Buffer.from(image).equals(jpeg)).toBe(true);
    expect(steps.map(({ code }) => code)).toEqual(['IMAGE_REPAIRED_EXTRAS']);
  });

  test('gives the very bytes when the rest is a byte too long', async () => {
    const { image, steps } = await rewrite(withComment, jpeg.length - 1, ['IMAGE_TOO_LARGE']);
    expect(image).toBe(withComment);
    expect(steps).toEqual([]);
  });

  test('gives the very bytes when the file has just the bytes that are allowed', async () => {
    const { image } = await rewrite(withComment, withComment.length, ['IMAGE_TOO_LARGE']);
    expect(image).toBe(withComment);
  });

  test('mends what is wrong otherwise, too, when the file stays too large', async () => {
    const index = jpegSegment(0xe2, Buffer.concat([Buffer.from('MPF\0'), tiffBlock([[0xb001, 4, 2]])]));
    const mpo = Buffer.concat([insert(jpeg, 2, index), jpeg]);
    const { image, steps } = await rewrite(mpo, 10, ['IMAGE_TOO_LARGE', 'IMAGE_UNUSUAL_VARIANT']);
    expect(steps.map(({ code }) => code)).toEqual(['IMAGE_REPAIRED_FRAMES']);
    expect(Buffer.from(image).equals(jpeg)).toBe(true);
  });

  test('gives the very bytes when no format can be rewritten so', async () => {
    const gif = await makeImage({ format: 'gif', width: 120, height: 100 });
    expect((await rewrite(gif, 10, ['IMAGE_TOO_LARGE'])).image).toBe(gif);
  });
});
