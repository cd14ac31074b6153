import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import { canvasChunk, riffChunk, webpOf } from '../../samples/webp-parts.ts';
import { ImageValidator } from '../../src/image/image-validator.ts';
import { repairImage } from '../../src/image/repair/repair-image.ts';
import fc from '../support/properties.ts';
import { exifSegment, insert, jpegSegment, markerAt, pngChunk, tiffBlock } from './hand-made.ts';
import { pixelsOf } from './repair/repaired.ts';

const validator = new ImageValidator();
const codesOf = async (image: Uint8Array, options = {}) =>
  (await new ImageValidator(options).validate(image)).issues.map(({ code }) => code);

const jpeg = Buffer.from(await makeImage({ format: 'jpeg', width: 200, height: 152 }));
const png = await makeImage({ format: 'png', width: 120, height: 100 });
const webp = await makeImage({ format: 'webp', width: 120, height: 100 });
const drawn = () => sharp(jpeg);
const RESTARTS = jpegSegment(0xdd, Buffer.from([0, 5]));
const endless = (image: Uint8Array) => image.subarray(0, -2);

const WHOLE = [
  { what: 'in colour', image: jpeg },
  { what: 'in grey', image: await drawn().greyscale().jpeg().toBuffer() },
  { what: 'in full colour', image: await drawn().jpeg({ chromaSubsampling: '4:4:4' }).toBuffer() },
  { what: 'in CMYK', image: await drawn().toColourspace('cmyk').jpeg().toBuffer() },
  { what: 'with codes of its own', image: await drawn().jpeg({ optimizeCoding: true }).toBuffer() },
  { what: 'of odd sides', image: await drawn().resize(131, 117).jpeg().toBuffer() },
];

describe('ImageValidator of a JPEG without its end marker', () => {
  test.each(WHOLE)(
    'warns when its picture $what is whole, and refuses it by strictEnds',
    async ({ image }) => {
      const codes = (await codesOf(endless(image))).filter((code) => code !== 'IMAGE_UNUSUAL_VARIANT');
      expect(codes).toEqual(['IMAGE_END_MISSING']);
      expect(await codesOf(endless(image), { strictEnds: true })).toContain('IMAGE_TRUNCATED');
    },
  );

  test.each(WHOLE)('refuses it when pixels are missing of a picture $what', async ({ image }) => {
    const scan = markerAt(image, 0xda) + 20;
    const cuts = fc.integer({ min: scan, max: image.length - 8 });
    await fc.assert(
      fc.asyncProperty(cuts, async (cut) => {
        expect(await codesOf(image.subarray(0, cut))).toContain('IMAGE_TRUNCATED');
      }),
      { numRuns: 50 },
    );
  });

  test('warns when bytes of its camera follow the picture', async () => {
    expect(await codesOf(Buffer.concat([endless(jpeg), Buffer.from('SEFH\0\0SEFT')]))).toEqual([
      'IMAGE_END_MISSING',
    ]);
  });

  test('refuses it when restart markers are announced that are not there', async () => {
    expect(await codesOf(endless(insert(jpeg, 2, RESTARTS)))).toEqual(['IMAGE_TRUNCATED']);
  });
});

describe('repairImage of a JPEG without its end marker', () => {
  test('adds the marker and keeps every pixel', async () => {
    const { image, changed, steps, issues } = await repairImage(endless(jpeg), { name: 'a.jpg' });
    expect({ changed, issues, steps: steps.map(({ code }) => code) }).toEqual({
      changed: 'lossless',
      issues: [],
      steps: ['IMAGE_REPAIRED_END'],
    });
    expect(await pixelsOf(image as Uint8Array)).toEqual(await pixelsOf(jpeg));
  });
});

/** A GIF whose logical screen has other sides than its frame of 200 × 152 px. */
async function screen(width: number, height: number, side = 200): Promise<Buffer> {
  const gif = Buffer.from(await makeImage({ format: 'gif', width: side, height: 152 }));
  gif.writeUInt16LE(width, 6);
  gif.writeUInt16LE(height, 8);
  return gif;
}

describe('ImageValidator of a GIF whose screen and frame differ', () => {
  test.each([
    ['its screen is 0×0', 0, 0, 200, ['IMAGE_SIDES_UNCERTAIN']],
    ['its screen is too long', 9000, 152, 200, ['IMAGE_SIDES_UNCERTAIN']],
    ['its frame is too narrow', 200, 152, 60, ['IMAGE_SIDES_UNCERTAIN']],
    ['both keep the limits', 300, 300, 200, []],
    ['both break them', 0, 200, 60, ['IMAGE_SIDE_TOO_SHORT']],
  ])('gives both sizes when %s', async (_, width, height, side, codes) => {
    const { facts, issues } = await validator.validate(await screen(width, height, side));
    expect(facts).toMatchObject({ width, height, firstFrame: { width: side, height: 152 } });
    expect(issues.map(({ code }) => code)).toEqual(codes);
  });
});

describe('ImageValidator of a name', () => {
  test.each([
    ['a.pjpeg', []],
    ['a.pjp', []],
    ['a.JFIF', []],
    ['a jacket.red', ['IMAGE_EXTENSION_UNKNOWN']],
    ['a.jpg!w300', ['IMAGE_EXTENSION_UNKNOWN']],
    ['a.png', ['IMAGE_EXTENSION_MISMATCH']],
    ['a.heic', ['IMAGE_EXTENSION_MISMATCH']],
  ])('judges the extension of %s when it is a JPEG', async (name, codes) => {
    const { issues } = await validator.validate(jpeg, { name });
    expect(issues.map(({ code }) => code)).toEqual(codes);
    const { changed } = await repairImage(jpeg, { name });
    expect(changed).toBe(codes.includes('IMAGE_EXTENSION_MISMATCH') ? 'name' : 'nothing');
  });
});

describe('ImageValidator of XMP', () => {
  const xmp = (value: string) => Buffer.from(`<rdf:Description ${value}/>`);
  const segment = (value: string) =>
    jpegSegment(0xe1, Buffer.concat([Buffer.from('http://ns.adobe.com/xap/1.0/\0'), xmp(value)]));
  const upright = exifSegment(tiffBlock([[274, 3, 1]]));
  const picture = webp.subarray(12);

  test.each([
    ['JPEG says 6', insert(jpeg, 2, segment('tiff:Orientation="6"')), ['IMAGE_ORIENTATION_IN_XMP']],
    [
      'JPEG says 6 as an element',
      insert(jpeg, 2, segment('><tiff:Orientation>6</')),
      ['IMAGE_ORIENTATION_IN_XMP'],
    ],
    ['JPEG says 1', insert(jpeg, 2, segment('tiff:Orientation="1"')), []],
    ['JPEG says 6 and Exif 1', insert(insert(jpeg, 2, segment('tiff:Orientation="6"')), 2, upright), []],
    [
      'PNG says 8',
      insert(
        png,
        33,
        pngChunk(
          'iTXt',
          Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\0\0\0\0'), xmp("tiff:Orientation='8'")]),
        ),
      ),
      ['IMAGE_ORIENTATION_IN_XMP'],
    ],
    [
      'WebP says 3',
      webpOf(canvasChunk(120, 100, 4), picture, riffChunk('XMP ', xmp('tiff:Orientation="3"'))),
      ['IMAGE_ORIENTATION_IN_XMP'],
    ],
  ])('warns only of a turn that no tag settles when the XMP of a %s', async (_, image, codes) => {
    expect(await codesOf(image)).toEqual(codes);
  });
});
