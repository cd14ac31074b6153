import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { animatedImage, makeImage } from '../../samples/make-images.ts';
import type { ImageFacts } from '../../src/image/image-facts.ts';
import { ImageValidator } from '../../src/image/image-validator.ts';
import { insert, jpegSegment, markerAt, pngChunk, tiffBlock } from './hand-made.ts';

const jpeg = await makeImage({ format: 'jpeg', width: 120, height: 110 });
const png = await makeImage({ format: 'png', width: 120, height: 110 });
const drawn = () => sharp(png);
const frames = Buffer.from([0, 0, 0, 2, 0, 0, 0, 0]);

/** The segment of an MPO that says how many pictures there are (CIPA DC-007). */
const pictures = (count: number) =>
  jpegSegment(0xe2, Buffer.concat([Buffer.from('MPF\0'), tiffBlock([[0xb001, 4, count]])]));
const page = async (image: Promise<Buffer>) => Buffer.from(await image);
/** The TIFF with a second directory announced behind its first. */
function withSecondPage(tiff: Buffer): Buffer {
  const directory = tiff.readUInt32LE(4);
  tiff.writeUInt32LE(8, directory + 2 + tiff.readUInt16LE(directory) * 12);
  return tiff;
}

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
  { what: 'MPO', image: insert(jpeg, 2, pictures(2)), variant: 'MPO' },
  { what: 'JPEG that says it is one picture', image: insert(jpeg, 2, pictures(1)), variant: null },
  {
    what: 'TIFF of pages',
    image: withSecondPage(await page(drawn().tiff().toBuffer())),
    variant: 'several pages',
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

  test.each<[string, Promise<Uint8Array>, Partial<ImageFacts>]>([
    [
      'progressive JPEG',
      drawn().jpeg({ progressive: true }).toBuffer(),
      { progressive: true, colour: 'rgb' },
    ],
    ['grey JPEG', drawn().toColourspace('b-w').jpeg().toBuffer(), { colour: 'grey', bits: 8 }],
    ['CMYK JPEG', drawn().toColourspace('cmyk').jpeg().toBuffer(), { colour: 'cmyk' }],
    ['MPO', Promise.resolve(insert(jpeg, 2, pictures(3))), { frames: 3, animated: false }],
    ['interlaced PNG', drawn().png({ progressive: true }).toBuffer(), { progressive: true }],
    ['palette PNG', drawn().png({ palette: true, colours: 16 }).toBuffer(), { colour: 'indexed', bits: 4 }],
    ['16-bit PNG', drawn().toColourspace('rgb16').png().toBuffer(), { bits: 16 }],
    ['grey PNG', drawn().toColourspace('b-w').png().toBuffer(), { colour: 'grey', bits: 8 }],
    ['APNG', Promise.resolve(insert(png, 33, pngChunk('acTL', frames))), { frames: 2, animated: true }],
    [
      'interlaced GIF',
      drawn().gif({ progressive: true }).toBuffer(),
      { progressive: true, colour: 'indexed' },
    ],
    ['moving GIF', animatedImage('gif', 5), { frames: 5, animated: true }],
    ['moving WebP', animatedImage('webp', 4), { frames: 4, animated: true }],
    [
      'bilevel TIFF',
      drawn().toColourspace('b-w').tiff({ bitdepth: 1 }).toBuffer(),
      { colour: 'bilevel', bits: 1 },
    ],
    ['CMYK TIFF', drawn().toColourspace('cmyk').tiff().toBuffer(), { colour: 'cmyk' }],
    ['TIFF of pages', page(drawn().tiff().toBuffer()).then(withSecondPage), { frames: null }],
    ['P4', Promise.resolve(Buffer.from(`P4 100 100\n${'\0'.repeat(1300)}`)), { colour: 'bilevel', bits: 1 }],
    [
      'P5 of 10 bits',
      Promise.resolve(Buffer.from(`P5 100 100 1023\n${'\0'.repeat(20_000)}`)),
      { colour: 'grey', bits: 10 },
    ],
  ])('gives the facts of a %s', async (_, image, facts) => {
    const verdict = await new ImageValidator().validate(await image);
    expect(verdict.facts).toMatchObject(facts);
  });

  test('refuses a JPEG-LS by its name when it comes as a JPEG', async () => {
    const { issues } = await new ImageValidator().validate(framed(0xf7));
    expect(issues).toMatchObject([
      { code: 'IMAGE_FORMAT_UNSUPPORTED', message: expect.stringContaining('JPEG-LS, 120×110') },
    ]);
  });
});
