import { describe, expect, test } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import { ImageValidator } from '../../src/image/image-validator.ts';
import { exifSegment, insert, jpegSegment, markerAt, pngChunk, rawProfile, tiffBlock } from './hand-made.ts';

const SHORT = 3;
const LONG = 4;
const BYTE = 1;
const turned = (type = SHORT, value = 6) => tiffBlock([[274, type, value]]);

const jpeg = await makeImage({ format: 'jpeg', width: 120, height: 110 });
const png = await makeImage({ format: 'png', width: 120, height: 110 });
const webp = await makeImage({ format: 'webp', width: 120, height: 110 });

const orientationOf = async (image: Uint8Array) => {
  const { facts, issues } = await new ImageValidator().validate(image);
  return {
    orientation: facts?.orientation,
    source: facts?.orientationSource,
    codes: issues.map(({ code }) => code),
  };
};

const rotated = (source: string, orientation = 6) => ({ orientation, source, codes: ['IMAGE_ROTATED'] });
const upright = { orientation: 1, source: null, codes: [] };

describe('the orientation of a JPEG', () => {
  test.each([
    ['is a SHORT', turned()],
    ['is a LONG', turned(LONG)],
    ['is a BYTE', turned(BYTE)],
    ['is big-endian', tiffBlock([[274, SHORT, 6]], 8, true)],
    ['lies in a directory that is not at 8', tiffBlock([[274, SHORT, 6]], 100)],
    [
      'comes after other tags',
      tiffBlock([
        [271, SHORT, 1],
        [272, SHORT, 1],
        [274, SHORT, 6],
      ]),
    ],
  ])('is read when it %s', async (_, block) => {
    expect(await orientationOf(insert(jpeg, 2, exifSegment(block)))).toEqual(rotated('jpeg exif'));
  });

  test('is read when Exif comes after the frame header', async () => {
    const image = insert(jpeg, markerAt(jpeg, 0xda), exifSegment(turned()));
    expect(await orientationOf(image)).toEqual(rotated('jpeg exif'));
  });

  test('is that of the first block when there are two', async () => {
    const two = Buffer.concat([exifSegment(turned(SHORT, 3)), exifSegment(turned(SHORT, 6))]);
    expect(await orientationOf(insert(jpeg, 2, two))).toEqual(rotated('jpeg exif', 3));
  });

  test('is read when fill bytes and junk lie between segments', async () => {
    const messy = Buffer.concat([
      Buffer.from('ffff', 'hex'),
      exifSegment(turned()),
      Buffer.from('0001ff0002', 'hex'),
    ]);
    expect(await orientationOf(insert(jpeg, 2, messy))).toEqual(rotated('jpeg exif'));
  });

  test('is read when large segments come first', async () => {
    const icc = Buffer.concat(Array.from({ length: 5 }, () => jpegSegment(0xe2, new Uint8Array(65_000))));
    const image = insert(jpeg, 2, Buffer.concat([icc, exifSegment(turned())]));
    expect(await orientationOf(image)).toEqual(rotated('jpeg exif'));
  });

  test.each([0, 9])('is a warning when it is %i', async (value) => {
    expect(await orientationOf(insert(jpeg, 2, exifSegment(turned(SHORT, value))))).toEqual({
      orientation: value,
      source: 'jpeg exif',
      codes: ['IMAGE_ORIENTATION_INVALID'],
    });
  });

  test.each([
    ['the block is cut', turned().subarray(0, 12)],
    ['the directory lies outside', Buffer.from('49492a00ffffff7f', 'hex')],
    ['there is no such tag', tiffBlock([[271, SHORT, 6]])],
    ['it is text', Buffer.from('nothing of use here')],
  ])('is upright when %s', async (_, block) => {
    expect(await orientationOf(insert(jpeg, 2, exifSegment(block)))).toEqual(upright);
  });
});

describe('the orientation of a PNG', () => {
  const afterHeader = 33;
  const beforeEnd = png.length - 12;

  test.each([
    ['before the pixels', afterHeader, pngChunk('eXIf', turned()), 'png eXIf'],
    ['behind the pixels', beforeEnd, pngChunk('eXIf', turned()), 'png eXIf'],
    [
      'with the prefix of JPEG',
      afterHeader,
      pngChunk('eXIf', Buffer.concat([Buffer.from('Exif\0\0'), turned()])),
      'png eXIf',
    ],
    ['as packed text', afterHeader, rawProfile(turned(), true), 'png raw profile'],
    ['as plain text', afterHeader, rawProfile(turned(), false), 'png raw profile'],
    [
      'as text with the prefix of JPEG',
      afterHeader,
      rawProfile(Buffer.concat([Buffer.from('Exif\0\0'), turned()]), true),
      'png raw profile',
    ],
  ])('is read when it lies %s', async (_, offset, chunk, source) => {
    expect(await orientationOf(insert(png, offset, chunk))).toEqual(rotated(source));
  });

  test('is upright when bytes behind the pixels look like eXIf without its checksum', async () => {
    const chunk = pngChunk('eXIf', turned());
    chunk[chunk.length - 1] = (chunk.at(-1) as number) ^ 1;
    expect(await orientationOf(insert(png, beforeEnd, chunk))).toEqual(upright);
  });

  test('is upright when the packed text inflates without end', async () => {
    const bomb = rawProfile(new Uint8Array(1 << 20), true);
    expect(await orientationOf(insert(png, afterHeader, bomb))).toEqual(upright);
  });
});

describe('the orientation of a WebP', () => {
  test.each([
    ['plain', turned()],
    ['with the prefix of JPEG', Buffer.concat([Buffer.from('Exif\0\0'), turned()])],
  ])('is read when the block is %s', async (_, block) => {
    expect(await orientationOf(extended(block, 0x08))).toEqual(rotated('webp exif'));
  });

  test('is upright when the flags say there is no Exif, as decoders then do not look', async () => {
    expect(await orientationOf(extended(turned(), 0))).toEqual(upright);
  });

  /** The picture of `webp` in an extended container, with an EXIF chunk behind it. */
  function extended(block: Uint8Array, flags: number): Buffer {
    const size = Buffer.from([flags, 0, 0, 0, 119, 0, 0, 109, 0, 0]); // each side less one
    const chunks = [riffChunk('VP8X', size), webp.subarray(12), riffChunk('EXIF', block)];
    const body = Buffer.concat([Buffer.from('WEBP'), ...chunks]);
    return riffChunk('RIFF', body);
  }

  function riffChunk(name: string, data: Uint8Array): Buffer {
    const head = Buffer.from(`${name}\0\0\0\0`, 'latin1');
    head.writeUInt32LE(data.length, 4);
    return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
  }
});

test('the orientation of thumbnails does not count when the picture has none', async () => {
  const block = tiffBlock([[271, SHORT, 1]]);
  const second = tiffBlock([[274, SHORT, 6]]).subarray(8);
  block.writeUInt32LE(block.length, block.length - 4); // the next directory follows at once
  expect(await orientationOf(insert(jpeg, 2, exifSegment(Buffer.concat([block, second]))))).toEqual(upright);
});
