import { describe, expect, test } from 'vitest';
import { ImageValidator } from '../../src/image/image-validator.ts';
import fc from '../support/properties.ts';

const validator = new ImageValidator();
const MIB = 1024 * 1024;

/** A pixmap (P2), or a bitmap (P1), of one row of `width` pixels whose numbers are `text`. */
const textImage = (text: string, width: number, bitmap: boolean) =>
  Buffer.from(`${bitmap ? `P1 ${width} 1` : `P2 ${width} 1 255`}\n${text}`);

async function isTruncated(image: Uint8Array): Promise<boolean> {
  const { issues } = await validator.validate(image);
  return issues.some(({ code }) => code === 'IMAGE_TRUNCATED');
}

async function expectCount(text: string, count: number, bitmap: boolean) {
  if (count > 0) expect(await isTruncated(textImage(text, count, bitmap))).toBe(false);
  expect(await isTruncated(textImage(text, count + 1, bitmap))).toBe(true);
}

describe('ImageValidator of pixels in text', () => {
  test.each([
    ['', 0, 0],
    ['1', 1, 1],
    ['12 3', 2, 3],
    [' 1\n23\t4567 ', 3, 7],
    ['0101 1', 2, 5],
    ['12# 3 4 \n5', 2, 3],
    ['1#2\r3', 2, 2],
    ['1#', 1, 1],
  ])('finds %i numbers in %j, and %i in a bitmap', async (text, numbers, digits) => {
    await expectCount(text, numbers, false);
    await expectCount(text, digits, true);
  });

  test('finds the numbers that a pattern finds when there are comments among them', async () => {
    const piece = fc.constantFrom(
      '1',
      '23',
      '255',
      ' ',
      '\n',
      '\t \r\n',
      '00000000000',
      '#7 8\n',
      '#\r',
      '#9#\n',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 200 }), async (pieces) => {
        const text = pieces.join('');
        const numbers = text.replace(/#[^\r\n]*/g, ' ');
        await expectCount(text, numbers.match(/\d+/g)?.length ?? 0, false);
        await expectCount(text, numbers.match(/\d/g)?.length ?? 0, true);
      }),
      { numRuns: 300 },
    );
  });

  test('counts nothing, and says so, when the image is larger than any that is accepted', async () => {
    const image = textImage('1 '.repeat(2 * MIB), 4096, false);
    const { facts, issues } = await validator.validate(image);
    expect(facts?.truncationChecked).toBe(false);
    expect(issues.map(({ code }) => code)).toContain('IMAGE_TOO_LARGE');
  });
});
