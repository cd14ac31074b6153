import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import { canvasChunk, frameChunk, riffChunk, webpOf } from '../../samples/webp-parts.ts';
import { ImageValidator } from '../../src/image/image-validator.ts';
import { insert, jpegSegment, markerAt, pngChunk, tiffBlock } from './hand-made.ts';

const validator = new ImageValidator();
const codesOf = async (image: Uint8Array) => (await validator.validate(image)).issues.map(({ code }) => code);
/** As images behind URLs are read: by ranges, and to their end only where nothing less decides. */
const fromAfar = async (image: Uint8Array) => {
  const read = async (offset: number, length: number) => ({
    bytes: image.subarray(offset, offset + length),
    size: image.length,
  });
  return (await validator.validate({ name: 'image', read })).issues.map(({ code }) => code);
};
const opens = (image: Uint8Array) =>
  sharp(image, { failOn: 'error' })
    .stats()
    .then(
      () => true,
      () => false,
    );

interface Case {
  readonly what: string;
  readonly image: Uint8Array;
  readonly codes: readonly string[];
}

const still = Buffer.from(await makeImage({ format: 'webp', width: 120, height: 100 }));
const picture = still.subarray(12);
const lossless = (await sharp(still).webp({ lossless: true }).toBuffer()).subarray(12);
const loop = riffChunk('ANIM', Buffer.alloc(6));
const exif = riffChunk('EXIF', tiffBlock([[274, 3, 6]]));
const cutContainer = Buffer.from(webpOf(picture));
cutContainer.writeUInt32LE(cutContainer.length - 8 - 40, 4);

const WEBP: readonly Case[] = [
  { what: 'canvas with a picture', image: webpOf(canvasChunk(120, 100), picture), codes: [] },
  { what: 'canvas with a lossless picture', image: webpOf(canvasChunk(120, 100), lossless), codes: [] },
  { what: 'canvas alone', image: webpOf(canvasChunk(120, 100)), codes: ['IMAGE_CORRUPT'] },
  { what: 'canvas with Exif alone', image: webpOf(canvasChunk(120, 100, 8), exif), codes: ['IMAGE_CORRUPT'] },
  { what: 'wider canvas', image: webpOf(canvasChunk(121, 100), picture), codes: ['IMAGE_CORRUPT'] },
  { what: 'lower canvas', image: webpOf(canvasChunk(120, 99), picture), codes: ['IMAGE_CORRUPT'] },
  { what: 'picture longer than its container', image: cutContainer, codes: ['IMAGE_CORRUPT'] },
  { what: 'picture without its last byte', image: still.subarray(0, -1), codes: ['IMAGE_TRUNCATED'] },
  {
    what: 'frame within the canvas',
    image: webpOf(canvasChunk(124, 104, 2), loop, frameChunk(120, 100, picture, [4, 4])),
    codes: ['IMAGE_ANIMATED'],
  },
  {
    what: 'frame beyond the canvas',
    image: webpOf(canvasChunk(124, 104, 2), loop, frameChunk(120, 100, picture, [6, 4])),
    codes: ['IMAGE_CORRUPT'],
  },
  {
    what: 'frame without a picture',
    image: webpOf(canvasChunk(120, 100, 2), loop, frameChunk(120, 100, exif)),
    codes: ['IMAGE_CORRUPT'],
  },
  {
    what: 'moving picture without frames',
    image: webpOf(canvasChunk(120, 100, 2), loop),
    codes: ['IMAGE_CORRUPT'],
  },
  {
    what: 'picture with Exif behind its container',
    image: Buffer.concat([webpOf(canvasChunk(120, 100, 8), picture), exif]),
    codes: [],
  },
  {
    what: 'moving picture with text behind its container',
    image: Buffer.concat([
      webpOf(canvasChunk(120, 100, 2), loop, frameChunk(120, 100, picture)),
      Buffer.from('<!-- served -->'),
    ]),
    codes: ['IMAGE_ANIMATED'],
  },
];

const jpeg = Buffer.from(await makeImage({ format: 'jpeg', width: 120, height: 100 }));
const frameAt = markerAt(jpeg, 0xc0);
const frame = jpeg.subarray(frameAt, frameAt + 2 + jpeg.readUInt16BE(frameAt + 2));
/** The JPEG without its segments of this marker. */
function without(marker: number, image = jpeg): Buffer {
  const at = markerAt(image, marker);
  const rest = at < 0 || at > markerAt(image, 0xda) ? -1 : at + 2 + image.readUInt16BE(at + 2);
  return rest < 0 ? image : without(marker, Buffer.concat([image.subarray(0, at), image.subarray(rest)]));
}
function changed(image: Uint8Array, at: number, value: number): Buffer {
  const other = Buffer.from(image);
  other[at] = value;
  return other;
}
const progressive = await sharp(jpeg).jpeg({ progressive: true }).toBuffer();

const JPEG: readonly Case[] = [
  { what: 'second start', image: insert(jpeg, 2, Buffer.from([0xff, 0xd8])), codes: ['IMAGE_CORRUPT'] },
  { what: 'second frame header', image: insert(jpeg, frameAt, frame), codes: ['IMAGE_CORRUPT'] },
  { what: 'frame without quantization', image: without(0xdb), codes: ['IMAGE_CORRUPT'] },
  { what: 'progressive one without codes', image: without(0xc4, progressive), codes: ['IMAGE_CORRUPT'] },
  { what: 'frame sampled 0 times', image: changed(jpeg, frameAt + 11, 0x02), codes: ['IMAGE_CORRUPT'] },
  { what: 'frame of no components', image: changed(jpeg, frameAt + 9, 0), codes: ['IMAGE_CORRUPT'] },
  {
    what: 'scan of a component that is not there',
    image: changed(jpeg, markerAt(jpeg, 0xda) + 5, 9),
    codes: ['IMAGE_CORRUPT'],
  },
  { what: 'Motion JPEG without codes', image: without(0xc4), codes: ['IMAGE_UNUSUAL_VARIANT'] },
  {
    what: 'thumbnail in a segment',
    image: insert(
      jpeg,
      2,
      jpegSegment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), jpeg.subarray(0, 2000)])),
    ),
    codes: [],
  },
];

const png = Buffer.from(await makeImage({ format: 'png', width: 120, height: 100 }));
const indexed = await sharp(png).png({ palette: true, colours: 16 }).toBuffer();
const header = png.subarray(8, 33);
const END = pngChunk('IEND', new Uint8Array(0));
const chunkOf = (image: Buffer, name: string) => {
  const at = image.indexOf(name, 8, 'latin1') - 4;
  return { at, end: at + 12 + image.readUInt32BE(at) };
};
const idat = chunkOf(png, 'IDAT');
const EMPTY = pngChunk('IDAT', new Uint8Array(0));
const short = Buffer.from(png);
short.writeUInt32BE(png.readUInt32BE(idat.at) - 500, idat.at);
const palette = chunkOf(indexed, 'PLTE');
const method = (at: number, value: number) =>
  Buffer.concat([
    png.subarray(0, 8),
    pngChunk('IHDR', changed(header.subarray(8, 21), at, value)),
    png.subarray(33),
  ]);
const overlong = Buffer.from(png);
overlong.writeUInt32BE(png.length * 2, idat.at);
const many = Buffer.concat(Array.from({ length: 5000 }, () => pngChunk('tEXt', Buffer.from('a\0b'))));

const PNG: readonly Case[] = [
  {
    what: 'picture of indices without a palette',
    image: Buffer.concat([indexed.subarray(0, palette.at), indexed.subarray(palette.end)]),
    codes: ['IMAGE_CORRUPT'],
  },
  { what: 'unknown compression', image: method(10, 1), codes: ['IMAGE_CORRUPT'] },
  { what: 'unknown filter', image: method(11, 1), codes: ['IMAGE_CORRUPT'] },
  { what: 'unknown interlacing', image: method(12, 2), codes: ['IMAGE_CORRUPT'] },
  { what: 'second header', image: insert(png, 33, header), codes: ['IMAGE_CORRUPT'] },
  {
    what: 'picture without pixels',
    image: Buffer.concat([png.subarray(0, idat.at), EMPTY, END]),
    codes: ['IMAGE_CORRUPT'],
  },
  {
    what: 'text between an empty chunk of pixels and the others',
    image: insert(png, idat.at, Buffer.concat([EMPTY, pngChunk('tEXt', Buffer.from('a\0b'))])),
    codes: ['IMAGE_CORRUPT'],
  },
  { what: 'first chunk of pixels that is empty', image: insert(png, idat.at, EMPTY), codes: [] },
  { what: 'chunk of pixels longer than the file', image: overlong, codes: ['IMAGE_TRUNCATED'] },
  { what: 'chunk of pixels that says too little', image: short, codes: ['IMAGE_CORRUPT'] },
  {
    what: 'row of zeros behind its pixels',
    image: insert(png, idat.end, Buffer.alloc(12)),
    codes: ['IMAGE_CORRUPT'],
  },
  { what: 'row of 5000 texts before its pixels', image: insert(png, 33, many), codes: [] },
];

/** A grey TIFF in two strips, with the tags that are given for where these are. */
const HALF = 120 * 50;
function tiff(tags: readonly (readonly [number, number, number])[], compression = 1): Buffer {
  const start = [
    [256, 4, 120],
    [257, 4, 100],
    [258, 3, 8],
    [259, 3, compression],
    [262, 3, 1],
  ] as const;
  const entries = [...start, ...tags].sort(([one], [other]) => one - other);
  return Buffer.concat([tiffBlock(entries), Buffer.alloc(2 * HALF)]);
}
const AT = 8 + 2 + 7 * 12 + 4;
const TIFF: readonly Case[] = [
  {
    what: 'strip of known length',
    image: tiff([
      [273, 4, AT],
      [279, 4, 2 * HALF],
    ]),
    codes: [],
  },
  {
    what: 'strip of no length',
    image: tiff([
      [273, 4, AT],
      [279, 4, 0],
    ]),
    codes: [],
  },
  {
    what: 'strip without a length',
    image: tiff([
      [273, 4, AT],
      [278, 4, 100],
    ]),
    codes: [],
  },
  {
    what: 'strip without a length that is cut',
    image: tiff([
      [273, 4, AT],
      [278, 4, 100],
    ]).subarray(0, -1),
    codes: ['IMAGE_TRUNCATED'],
  },
  {
    what: 'picture in no place',
    image: tiff([
      [278, 4, 100],
      [279, 4, 2 * HALF],
    ]),
    codes: ['IMAGE_CORRUPT'],
  },
];

describe.each([
  ['WebP', WEBP],
  ['JPEG', JPEG],
  ['PNG', PNG],
  ['TIFF', TIFF],
])('ImageValidator of a %s', (_, cases) => {
  test.each(cases)('gives $codes when it has a $what', async ({ image, codes }) => {
    expect(await codesOf(image)).toEqual(codes);
    expect(await fromAfar(image)).toEqual(codes);
    expect(await opens(image)).toBe(
      !codes.some((code) => ['IMAGE_CORRUPT', 'IMAGE_TRUNCATED'].includes(code)),
    );
  });
});

describe('ImageValidator of a WebP', () => {
  test('finds Exif behind more chunks than it looks at when the canvas announces it', async () => {
    const frames = Array.from({ length: 5000 }, () => riffChunk('ABCD', Buffer.alloc(2)));
    const image = webpOf(canvasChunk(120, 100, 8), picture, ...frames, exif);
    expect(await codesOf(image)).toEqual(['IMAGE_ROTATED']);
  });
});
