import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { makeImage, rotatedImage } from '../../../samples/make-images.ts';
import { repairImage } from '../../../src/image/repair/repair-image.ts';
import { turnUpright } from '../../../src/image/repair/turn-upright.ts';
import { insert, pngChunk, rawProfile, tiffBlock } from '../hand-made.ts';
import { difference, pixelsOf, repaired, shown } from './repaired.ts';

const ORIENTATIONS = [2, 3, 4, 5, 6, 7, 8];

/** What sharp makes of the same pixels when it is told how they are turned. */
async function turnedBySharp(image: Uint8Array, orientation: number) {
  const told = await sharp(image).withMetadata({ orientation }).tiff({ compression: 'none' }).toBuffer();
  return pixelsOf(await sharp(told).rotate().png().toBuffer());
}

describe.each(['png', 'tiff'] as const)('repairImage of a turned %s', (format) => {
  test.each(ORIENTATIONS)('gives every pixel in its place when the tag is %i', async (orientation) => {
    const image = await rotatedImage(format, orientation);
    const repair = await repairImage(image, { name: `a.${format}` });
    expect(shown(repair)).toMatchObject({ ok: true, changed: 'lossless', format: 'png', issues: [] });
    expect(repair.steps.map(({ code }) => code)).toContain('IMAGE_REPAIRED_TURN');
    expect(repair.after?.facts).toMatchObject({ orientation: 1, orientationSource: null });
    expect(await pixelsOf(repair.image as Uint8Array)).toEqual(await turnedBySharp(image, orientation));
  });
});

describe.each(['jpeg', 'webp'] as const)('repairImage of a turned %s', (format) => {
  test.each(ORIENTATIONS)('gives the upright picture when the tag is %i', async (orientation) => {
    const image = await rotatedImage(format, orientation);
    const repair = await repairImage(image);
    expect(shown(repair)).toMatchObject({ ok: true, changed: 'pixels', format: 'jpeg', issues: [] });
    expect(repair.after?.facts).toMatchObject({ orientation: 1, orientationSource: null });
    const [is, ought] = [await pixelsOf(repair.image as Uint8Array), await turnedBySharp(image, orientation)];
    expect(is).toMatchObject({ width: ought.width, height: ought.height });
    expect(difference(is.data, ought.data)).toBeLessThan(2); // a picture turned otherwise differs by some 30
  });
});

describe('repairImage of a PNG', () => {
  const orientation = 6;
  const block = tiffBlock([[274, 3, orientation]]);

  test.each([
    ['eXIf behind the pixels, where sharp does not look', 'end', pngChunk('eXIf', block)],
    ['Exif as packed text', 'head', rawProfile(block, true)],
    ['Exif as plain text', 'head', rawProfile(block, false)],
  ])('turns it when it has %s', async (_, place, chunk) => {
    const plain = await makeImage({ format: 'png', width: 130, height: 110 });
    const image = insert(plain, place === 'end' ? plain.length - 12 : 33, chunk);
    expect(await pixelsOf(await repaired(image))).toEqual(await turnedBySharp(plain, orientation));
  });
});

test('repairImage turns and scales when a turned picture is too long', async () => {
  const image = await sharp(await makeImage({ format: 'png', width: 5000, height: 250 }))
    .withMetadata({ orientation: 6 })
    .png({ compressionLevel: 1 })
    .toBuffer();
  const repair = await repairImage(image);
  expect(repair.steps.map(({ message }) => message)).toContain('5000×250 px become 4096×205 px');
  expect(repair.after?.facts).toMatchObject({ width: 205, height: 4096, orientation: 1 });
});

describe('upright', () => {
  /** 1 2 3 over 4 5 6. */
  const pixels = { data: Uint8Array.from([1, 2, 3, 4, 5, 6]), width: 3, height: 2, channels: 1 } as const;

  test.each([
    [1, 3, [1, 2, 3, 4, 5, 6]],
    [2, 3, [3, 2, 1, 6, 5, 4]],
    [3, 3, [6, 5, 4, 3, 2, 1]],
    [4, 3, [4, 5, 6, 1, 2, 3]],
    [5, 2, [1, 4, 2, 5, 3, 6]],
    [6, 2, [4, 1, 5, 2, 6, 3]],
    [7, 2, [6, 3, 5, 2, 4, 1]],
    [8, 2, [3, 6, 2, 5, 1, 4]],
  ])('puts every pixel in its place when the orientation is %i', (orientation, width, data) => {
    expect(turnUpright(pixels, orientation)).toMatchObject({
      width,
      height: 6 / width,
      data: Uint8Array.from(data),
    });
  });

  test('keeps channels together when a pixel has several', () => {
    const { data } = turnUpright(
      { data: Uint8Array.from([1, 2, 3, 4, 5, 6]), width: 2, height: 1, channels: 3 },
      6,
    );
    expect([...data]).toEqual([1, 2, 3, 4, 5, 6]); // two columns become two rows
    const mirrored = turnUpright(
      { data: Uint8Array.from([1, 2, 3, 4, 5, 6]), width: 2, height: 1, channels: 3 },
      2,
    );
    expect([...mirrored.data]).toEqual([4, 5, 6, 1, 2, 3]);
  });
});
