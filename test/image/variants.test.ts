import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import { ImageValidator } from '../../src/image/image-validator.ts';
import { insert, markerAt, pngChunk } from './hand-made.ts';

const jpeg = await makeImage({ format: 'jpeg', width: 120, height: 110 });
const png = await makeImage({ format: 'png', width: 120, height: 110 });
const drawn = () => sharp(png);
const frames = Buffer.from([0, 0, 0, 2, 0, 0, 0, 0]);

/** The JPEG with another start-of-frame marker: its header is all that is looked at. */
function framed(marker: number): Buffer {
  const image = Buffer.from(jpeg);
  image[markerAt(image, 0xc0) + 1] = marker;
  return image;
}

const VARIANTS = [
  { what: 'progressive JPEG', image: await drawn().jpeg({ progressive: true }).toBuffer(), variant: null },
  { what: 'CMYK JPEG', image: await drawn().toColourspace('cmyk').jpeg().toBuffer(), variant: 'CMYK' },
  { what: 'lossless JPEG', image: framed(0xc3), variant: 'lossless JPEG' },
  { what: 'hierarchical JPEG', image: framed(0xc5), variant: 'hierarchical JPEG' },
  { what: 'arithmetic JPEG', image: framed(0xc9), variant: 'arithmetic coding' },
  { what: '16-bit PNG', image: await drawn().toColourspace('rgb16').png().toBuffer(), variant: '16-bit' },
  { what: 'APNG', image: insert(png, 33, pngChunk('acTL', frames)), variant: 'APNG' },
  { what: 'BigTIFF', image: await drawn().tiff({ bigtiff: true }).toBuffer(), variant: 'BigTIFF' },
  { what: 'CMYK TIFF', image: await drawn().toColourspace('cmyk').tiff().toBuffer(), variant: 'CMYK' },
  {
    what: '16-bit TIFF',
    image: await drawn().toColourspace('rgb16').tiff({ compression: 'lzw' }).toBuffer(),
    variant: '16-bit',
  },
  {
    what: 'tiled TIFF',
    image: await drawn().tiff({ tile: true, tileWidth: 64, tileHeight: 64 }).toBuffer(),
    variant: null,
  },
  { what: 'lossless WebP', image: await drawn().webp({ lossless: true }).toBuffer(), variant: null },
  { what: 'WebP with transparency', image: await drawn().ensureAlpha(0.5).webp().toBuffer(), variant: null },
];

describe('ImageValidator', () => {
  test.each(VARIANTS)('says $variant and lets it pass when it is a $what', async ({ image, variant }) => {
    const verdict = await new ImageValidator().validate(image);
    expect(verdict).toMatchObject({ ok: true, facts: { width: 120, height: 110, variant } });
    const codes = verdict.issues.map(({ code }) => code);
    expect(codes.includes('IMAGE_UNUSUAL_VARIANT')).toBe(variant !== null);
  });

  test('refuses a JPEG-LS by its name when it comes as a JPEG', async () => {
    const { issues } = await new ImageValidator().validate(framed(0xf7));
    expect(issues).toMatchObject([
      { code: 'IMAGE_FORMAT_UNSUPPORTED', message: expect.stringContaining('JPEG-LS, 120×110') },
    ]);
  });
});
