import { describe, expect, test } from 'vitest';
import { animatedImage, makeImage, rotatedImage } from '../../samples/make-images.ts';
import { IMAGE_FORMATS } from '../../src/image/image-facts.ts';
import { ImageValidator } from '../../src/image/image-validator.ts';

const validator = new ImageValidator();
const codesOf = async (image: Uint8Array) => (await validator.validate(image)).issues.map(({ code }) => code);

/** The other side is 100 px, so that pictures of 4097 px are made quickly. */
const SIDES = [
  { side: 99, codes: ['IMAGE_SIDE_TOO_SHORT'] },
  { side: 100, codes: [] },
  { side: 4096, codes: [] },
  { side: 4097, codes: ['IMAGE_SIDE_TOO_LONG'] },
] as const;

describe.each(IMAGE_FORMATS)('ImageValidator of a %s', (format) => {
  test.each(SIDES)('gives $codes when a side is $side px', async ({ side, codes }) => {
    for (const size of [
      { width: side, height: 100 },
      { width: 100, height: side },
    ]) {
      const image = await makeImage({ format, ...size });
      const verdict = await validator.validate(image);
      expect(verdict).toMatchObject({ name: null, bytes: image.length, ok: codes.length === 0 });
      expect(verdict.facts).toEqual({
        format,
        ...size,
        bytes: image.length,
        orientation: 1,
        orientationSource: format === 'tiff' ? 'tiff tag' : null, // sharp always states it
        frames: 1,
        animated: false,
        ...(format === 'gif' ? { colour: 'indexed', bits: 4 } : { colour: 'rgb', bits: 8 }),
        progressive: false,
        variant: null,
        truncationChecked: true,
        endMissing: false,
        firstFrame: null,
        xmpOrientation: null,
      });
      expect(verdict.issues.map(({ code, path }) => ({ code, path }))).toEqual(
        codes.map((code) => ({ code, path: [size.width === side ? 'width' : 'height'] })),
      );
    }
  });
});

const ORIENTED = [
  { format: 'jpeg', source: 'jpeg exif' },
  { format: 'png', source: 'png eXIf' },
  { format: 'webp', source: 'webp exif' },
  { format: 'tiff', source: 'tiff tag' },
] as const;

describe.each(ORIENTED)('ImageValidator of an oriented $format', ({ format, source }) => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('refuses all but upright when the tag is %i', async (orientation) => {
    const verdict = await validator.validate(await rotatedImage(format, orientation));
    expect(verdict.facts).toMatchObject({
      format,
      orientation,
      orientationSource: source,
      width: 160,
      height: 120,
    });
    expect(verdict.issues.map(({ code }) => code)).toEqual(orientation === 1 ? [] : ['IMAGE_ROTATED']);
  });
});

describe('ImageValidator', () => {
  test.each(['gif', 'webp'] as const)('warns when a %s moves', async (format) => {
    const verdict = await validator.validate(await animatedImage(format));
    expect(verdict.facts?.animated).toBe(true);
    expect(verdict.ok).toBe(true);
    expect(verdict.issues).toMatchObject([{ code: 'IMAGE_ANIMATED', severity: 'warning' }]);
  });

  test('names value, limit and remedy when a rule is broken', async () => {
    const { issues } = await validator.validate(
      await makeImage({ format: 'bmp', width: 1200, height: 1200 }),
    );
    expect(issues).toEqual([
      {
        code: 'IMAGE_TOO_LARGE',
        severity: 'error',
        path: ['bytes'],
        message: 'Size is 4320054 bytes, limit is 4194304; save it with stronger compression or fewer pixels',
      },
    ]);
  });

  test('accepts an image when it has exactly the greatest size', async () => {
    const image = await makeImage({ format: 'jpeg', width: 100, height: 100 });
    const padded = new Uint8Array(4 * 1024 * 1024);
    padded.set(image);
    expect(await codesOf(padded)).toEqual([]);
    expect(await codesOf(Buffer.concat([padded, Buffer.alloc(1)]))).toEqual(['IMAGE_TOO_LARGE']);
  });
});
