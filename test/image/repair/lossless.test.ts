import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { makeImage, type OrientedFormat, rotatedImage } from '../../../samples/make-images.ts';
import { repairImage } from '../../../src/image/repair/repair-image.ts';
import { exifSegment, insert, jpegSegment, markerAt, pngChunk, rawProfile, tiffBlock } from '../hand-made.ts';
import { drawn, noise, pixelsOf, shown } from './repaired.ts';

const SHORT = 3;
const SIZE = { width: 130, height: 110 };
const jpeg = Buffer.from(await makeImage({ format: 'jpeg', ...SIZE }));
const png = Buffer.from(await makeImage({ format: 'png', ...SIZE }));
const turned = (value: number) => tiffBlock([[274, SHORT, value]]);

/** Sharp states an orientation of 6 where it can; this says another in its place. */
async function oriented(format: OrientedFormat, value: number): Promise<Buffer> {
  const image = Buffer.from(await rotatedImage(format, 6));
  for (const [entry, at] of [
    ['120103000100000006000000', 8],
    ['0112000300000001000600', 9],
  ] as const) {
    const found = image.indexOf(Buffer.from(entry, 'hex'));
    if (found >= 0) image[found + at] = value;
  }
  return image;
}

describe('repairImage of an orientation that means nothing', () => {
  test.each([
    ['JPEG', insert(jpeg, 2, exifSegment(turned(0))), jpeg],
    [
      'JPEG with two Exif blocks',
      insert(jpeg, 2, Buffer.concat([exifSegment(turned(9)), exifSegment(turned(6))])),
      jpeg,
    ],
    [
      'JPEG with Exif behind its frame header',
      insert(jpeg, markerAt(jpeg, 0xda), exifSegment(turned(0))),
      jpeg,
    ],
    ['PNG', insert(png, 33, pngChunk('eXIf', turned(0))), png],
    ['PNG with Exif behind its pixels', insert(png, png.length - 12, pngChunk('eXIf', turned(9))), png],
    ['PNG with Exif as text', insert(png, 33, rawProfile(turned(77), true)), png],
  ])('gives the file without it, the rest byte for byte, when it is a %s', async (_, image, plain) => {
    const repair = await repairImage(image);
    expect(shown(repair)).toMatchObject({
      ok: true,
      changed: 'lossless',
      steps: ['ORIENTATION'],
      issues: [],
    });
    expect(plain.equals(repair.image as Uint8Array)).toBe(true);
  });

  test.each(['webp', 'tiff'] as const)('keeps the coded pixels when it is a %s', async (format) => {
    const image = await oriented(format, 0);
    const before = Buffer.from(image);
    const repair = await repairImage(image);
    expect(repair.before.facts?.orientation).toBe(0);
    expect(shown(repair)).toMatchObject({ ok: true, format, changed: 'lossless', steps: ['ORIENTATION'] });
    expect(repair.after?.facts?.orientation).toBe(1);
    expect(await pixelsOf(repair.image as Uint8Array)).toEqual(await pixelsOf(await oriented(format, 6)));
    expect(image.equals(before)).toBe(true); // the caller's bytes are not touched
  });

  test('leaves it when warnings stay', async () => {
    const image = insert(jpeg, 2, exifSegment(turned(0)));
    expect((await repairImage(image, { warnings: 'leave' })).image).toBe(image);
  });
});

describe('repairImage of an image with more than its picture', () => {
  const filler = Buffer.concat(Array.from({ length: 70 }, () => jpegSegment(0xed, new Uint8Array(65_000))));

  test.each([
    ['thumbnails and notes', insert(jpeg, 2, filler)],
    ['a film behind it', Buffer.concat([jpeg, Buffer.alloc(5_000_000, 0xff)])],
  ])('gives the very JPEG when it is too large because of %s', async (_, image) => {
    const repair = await repairImage(image);
    expect(shown(repair)).toMatchObject({ ok: true, changed: 'lossless', steps: ['EXTRAS'] });
    expect(jpeg.equals(repair.image as Uint8Array)).toBe(true);
  });

  test('keeps the profile and every scan of a progressive JPEG when notes go', async () => {
    const progressive = await drawn(300, 200)
      .withIccProfile('p3')
      .jpeg({ progressive: true, quality: 90 })
      .toBuffer();
    const repair = await repairImage(insert(progressive, 2, filler));
    expect(shown(repair)).toMatchObject({ ok: true, steps: ['EXTRAS'] });
    expect(await pixelsOf(repair.image as Uint8Array)).toEqual(await pixelsOf(progressive));
    const { icc, isProgressive } = await sharp(repair.image as Uint8Array).metadata();
    expect({ icc: icc !== undefined, isProgressive }).toEqual({ icc: true, isProgressive: true });
  });

  test('gives the very PNG when it is too large because of texts', async () => {
    const image = insert(png, 33, pngChunk('tEXt', Buffer.alloc(4_500_000, 0x61)));
    const repair = await repairImage(image);
    expect(shown(repair)).toMatchObject({ ok: true, changed: 'lossless', steps: ['EXTRAS'] });
    expect(png.equals(repair.image as Uint8Array)).toBe(true);
  });

  test('steps over fill bytes and restart markers when notes go', async () => {
    const scan = markerAt(jpeg, 0xda);
    const messy = Buffer.concat([
      jpeg.subarray(0, 2),
      Buffer.from('ffff', 'hex'),
      filler,
      jpeg.subarray(2, scan + 40),
      Buffer.from('ffd3ff00ffff00', 'hex'), // within coded pixels these end nothing
      jpeg.subarray(scan + 40),
      Buffer.from('a film'),
    ]);
    const repair = await repairImage(messy);
    expect(shown(repair)).toMatchObject({ ok: true, steps: ['EXTRAS'] });
    const image = Buffer.from(repair.image as Uint8Array);
    expect(image.includes(Buffer.from('ffd3ff00ffff00', 'hex'))).toBe(true);
    expect(image).toHaveLength(jpeg.length + 7);
  });

  test('gives the picture of a WebP alone when it is too large because of XMP', async () => {
    const plain = await drawn(SIZE.width, SIZE.height).withIccProfile('p3').webp().toBuffer();
    const notes = Buffer.concat([Buffer.from('XMP \0\0\0\0'), Buffer.alloc(4_400_000, 0x20)]);
    notes.writeUInt32LE(notes.length - 8, 4);
    const image = Buffer.concat([plain, notes]);
    image.writeUInt32LE(image.length - 8, 4);
    image[20] = (image[20] as number) | 0x04; // the flag that announces XMP
    const repair = await repairImage(image);
    expect(shown(repair)).toMatchObject({ ok: true, format: 'webp', changed: 'lossless', steps: ['EXTRAS'] });
    expect(plain.equals(repair.image as Uint8Array)).toBe(true);
  });

  test('keeps how a picture is turned until it is turned when both are wrong', async () => {
    const exif = exifSegment(turned(6));
    const repair = await repairImage(insert(jpeg, 2, Buffer.concat([filler, exif])));
    expect(shown(repair)).toMatchObject({ ok: true, steps: ['TURN', 'QUALITY'] });
    expect(repair.after?.facts).toMatchObject({ width: SIZE.height, height: SIZE.width });
  });

  test('decodes the pixels when to drop the rest is not enough', async () => {
    const large = await noise(2000, 2000).jpeg({ quality: 100 }).toBuffer();
    expect(large.length).toBeGreaterThan(4 * 1024 * 1024);
    const repair = await repairImage(insert(large, 2, exifSegment(turned(1))));
    expect(shown(repair)).toMatchObject({ ok: true, changed: 'pixels', steps: ['QUALITY'] });
  });

  test('keeps the picture of an APNG and drops its frames', async () => {
    const control = Buffer.alloc(26);
    const frames = Buffer.concat([
      pngChunk('acTL', Buffer.from([0, 0, 0, 2, 0, 0, 0, 0])),
      pngChunk('fcTL', control),
    ]);
    const more = Buffer.concat([pngChunk('fcTL', control), pngChunk('fdAT', Buffer.alloc(40))]);
    const apng = insert(insert(png, png.length - 12, more), 33, frames);
    const repair = await repairImage(apng);
    expect(repair.before.facts?.animated).toBe(true);
    expect(shown(repair)).toMatchObject({ ok: true, changed: 'lossless', steps: ['FRAMES'], issues: [] });
    expect(png.equals(repair.image as Uint8Array)).toBe(true);
  });

  test('removes an orientation that means nothing before it decodes what else is wrong', async () => {
    const large = await drawn(4200, 200)
      .tiff({ compression: 'lzw' })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    large[large.indexOf(Buffer.from('120103000100000006000000', 'hex')) + 8] = 0;
    const repair = await repairImage(large);
    expect(shown(repair)).toMatchObject({ ok: true, format: 'png' });
    expect(shown(repair).steps.slice(0, 2)).toEqual(['ORIENTATION', 'SIZE']);
  });

  test('turns a picture of an MPO and tells of the others', async () => {
    const index = jpegSegment(0xe2, Buffer.concat([Buffer.from('MPF\0'), tiffBlock([[0xb001, 4, 2]])]));
    const exif = exifSegment(turned(6));
    const repair = await repairImage(Buffer.concat([insert(jpeg, 2, Buffer.concat([exif, index])), jpeg]));
    expect(shown(repair)).toMatchObject({ ok: true, steps: ['FRAMES', 'TURN', 'QUALITY'] });
  });

  test('keeps the first picture of an MPO', async () => {
    const index = tiffBlock([[0xb001, 4, 2]]);
    const segment = jpegSegment(0xe2, Buffer.concat([Buffer.from('MPF\0'), index]));
    const mpo = Buffer.concat([insert(jpeg, 2, segment), jpeg]);
    const repair = await repairImage(mpo, { name: 'a.jpeg' });
    expect(repair.before.facts?.variant).toBe('MPO');
    expect(shown(repair)).toMatchObject({ ok: true, changed: 'lossless', steps: ['FRAMES'], issues: [] });
    expect(repair.extension).toBe('jpeg');
    expect(jpeg.equals(repair.image as Uint8Array)).toBe(true);
  });
});

test('repairImage gives an image that passes or none when a file is cut anywhere', async () => {
  const whole = [
    insert(jpeg, 2, exifSegment(turned(0))),
    insert(png, png.length - 12, pngChunk('eXIf', turned(0))),
    await oriented('webp', 0),
    await oriented('tiff', 0),
  ];
  for (const image of whole) {
    for (let length = 1; length < image.length; length += 53) {
      const repair = await repairImage(image.subarray(0, length));
      expect([length, repair.ok]).toEqual([length, repair.image !== null]);
      expect(repair.ok || repair.issues.length > 0).toBe(true);
    }
  }
});
