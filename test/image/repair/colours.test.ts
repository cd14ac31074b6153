import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { drawPixels } from '../../../samples/pixels.ts';
import { repairImage } from '../../../src/image/repair/repair-image.ts';
import { statedColours } from '../../../src/image/repair/stated-colours.ts';
import { exifSegment, insert, markerAt, pngChunk, tiffBlock } from '../hand-made.ts';
import { difference, drawn, pixelsOf, repaired } from './repaired.ts';

const SIZE = { width: 160, height: 120 };
const TURNED = pngChunk('eXIf', tiffBlock([[274, 3, 3]]));
const plain = await drawn(SIZE.width, SIZE.height).png().toBuffer();
/** The PNG turned by 180°, with these chunks before its pixels. */
const turned = (...chunks: readonly Uint8Array[]) => insert(plain, 33, Buffer.concat([TURNED, ...chunks]));
const gama = (power: number) => {
  const data = Buffer.alloc(4);
  data.writeUInt32BE(Math.round(100_000 / power));
  return pngChunk('gAMA', data);
};
const chrm = (...places: readonly number[]) => {
  const data = Buffer.alloc(32);
  for (const [i, place] of places.entries()) data.writeUInt32BE(place * 100_000, 4 * i);
  return pngChunk('cHRM', data);
};
const DISPLAY_P3 = pngChunk('cICP', Buffer.from([12, 13, 0, 1]));
const coloursOf = async (image: Uint8Array) =>
  (await repairImage(image)).steps
    .filter(({ code }) => code === 'IMAGE_REPAIRED_COLOURS')
    .map(({ message }) => message);

describe('repairImage of a PNG', () => {
  test('leaves the values when its colours are those of sRGB', async () => {
    const srgb = chrm(0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06);
    for (const chunks of [[gama(2.2)], [gama(2.2), srgb], [pngChunk('sRGB', Buffer.from([0])), gama(1)]]) {
      const { changed } = await repairImage(turned(...chunks));
      expect(changed).toBe('lossless');
      expect((await pixelsOf(await repaired(turned(...chunks)))).data).toEqual(
        (await pixelsOf(await repaired(turned()))).data,
      );
    }
  });

  test('makes light of the values by gAMA and says so when it is 1.0', async () => {
    const image = turned(gama(1));
    expect((await repairImage(image)).changed).toBe('pixels');
    expect(await coloursOf(image)).toEqual([expect.stringContaining('gAMA')]);
    const { data } = await pixelsOf(await repaired(image));
    const before = (await pixelsOf(await repaired(turned()))).data;
    const srgb = (light: number) => (light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055);
    expect(
      difference(
        data,
        before.map((value) => Math.round(255 * srgb(value / 255))),
      ),
    ).toBeLessThan(0.01);
  });

  test.each([
    ['cICP', [DISPLAY_P3]],
    ['cHRM', [chrm(0.3127, 0.329, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06)]],
  ])('converts Display P3 by %s as by its profile', async (by, chunks) => {
    expect(await coloursOf(turned(...chunks))).toEqual([expect.stringContaining(by)]);
    const pixels = sharp(drawPixels(SIZE, 1), { raw: { ...SIZE, channels: 3 } });
    const profiled = await pixels.withIccProfile('p3').png().toBuffer();
    const values = await sharp(profiled, { ignoreIcc: true }).png().toBuffer();
    const ours = (await pixelsOf(await repaired(insert(values, 33, Buffer.concat([TURNED, ...chunks])))))
      .data;
    const theirs = (await pixelsOf(await repaired(insert(profiled, 33, TURNED)))).data;
    expect(difference(ours, theirs)).toBeLessThan(1);
  });

  test('says that colours are dropped when nothing here knows them', async () => {
    const hdr = pngChunk('cICP', Buffer.from([9, 16, 0, 1]));
    expect(await coloursOf(turned(hdr))).toEqual([expect.stringContaining('dropped')]);
  });
});

describe('statedColours of a HEIF', () => {
  const box = (primaries: number, transfer: number) => {
    const content = Buffer.from('....colrnclx\0\0\0\0\0\0', 'latin1');
    content.writeUInt16BE(primaries, 12);
    content.writeUInt16BE(transfer, 14);
    return content;
  };
  const heif = { name: 'AVIF', sharp: 'heif' } as const;

  test('reads nclx when no profile says more, and passes over sRGB', () => {
    expect(statedColours(box(12, 13), heif, false)).toMatchObject({
      by: 'nclx 12/13',
      isKnown: true,
      power: null,
    });
    expect(statedColours(box(9, 16), heif, false)).toMatchObject({ by: 'nclx 9/16', isKnown: false });
    expect(statedColours(box(1, 13), heif, false)).toBeNull();
    expect(statedColours(box(12, 13), heif, true)).toBeNull();
  });
});

describe('repairImage of a grey JPEG', () => {
  const grey = (image: Sharp) => image.greyscale().withMetadata({ orientation: 6 }).jpeg().toBuffer();

  test('leaves a JPEG when it is a photograph, and makes a PNG of flat areas', async () => {
    expect(await repairImage(await grey(drawn(300, 240)))).toMatchObject({ format: 'jpeg' });
    const flat = sharp({ create: { width: 300, height: 240, channels: 3, background: 'white' } });
    expect(await repairImage(await grey(flat))).toMatchObject({ format: 'png' });
  });
});

describe('repairImage of a grey picture with a profile for RGB', () => {
  const grey = drawn(SIZE.width, SIZE.height).greyscale().toColourspace('b-w');

  test('says that the profile is dropped when it is a PNG', async () => {
    const profiled = await drawn(SIZE.width, SIZE.height).withIccProfile('p3').png().toBuffer();
    const at = profiled.indexOf('iCCP') - 4;
    const profile = profiled.subarray(at, at + 12 + profiled.readUInt32BE(at));
    const image = insert(await grey.clone().png().toBuffer(), 33, Buffer.concat([profile, TURNED]));
    expect(await coloursOf(image)).toEqual([expect.stringContaining('dropped')]);
  });

  test('says that the profile is dropped when it is a JPEG', async () => {
    const profiled = await drawn(SIZE.width, SIZE.height).withIccProfile('p3').jpeg().toBuffer();
    const at = markerAt(profiled, 0xe2);
    const profile = profiled.subarray(at, at + 2 + profiled.readUInt16BE(at + 2));
    const image = insert(
      await grey.clone().jpeg().toBuffer(),
      2,
      Buffer.concat([exifSegment(tiffBlock([[274, 3, 3]])), profile]),
    );
    expect(await coloursOf(image)).toEqual([expect.stringContaining('The profile is for RGB')]);
  });
});
