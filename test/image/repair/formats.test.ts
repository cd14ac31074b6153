import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { animatedImage, avifImage, makeImage } from '../../../samples/make-images.ts';
import { repairImage } from '../../../src/image/repair/repair-image.ts';
import { bmpOf } from './hand-made-bmp.ts';
import { heicOf } from './hand-made-heic.ts';
import { difference, drawn, pixelsOf, shown } from './repaired.ts';

const SIZE = { width: 160, height: 120 };
const picture = () => drawn(SIZE.width, SIZE.height);
const asRaw = await picture().raw().toBuffer();
const svg = (inside: string, attributes = 'width="300" height="200"') =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${inside}</svg>`);

describe('repairImage of a format that is not accepted', () => {
  test('gives a JPEG when it is an AVIF of a photograph', async () => {
    const repair = await repairImage(await avifImage(SIZE), { name: 'a/photo.avif' });
    expect(shown(repair)).toEqual({
      ok: true,
      changed: 'pixels',
      format: 'jpeg',
      steps: ['FORMAT', 'QUALITY', 'NAME'],
      issues: [],
    });
    expect(repair).toMatchObject({ name: 'a/photo.jpg', extension: 'jpg', before: { facts: null } });
    expect(difference((await pixelsOf(repair.image as Uint8Array)).data, asRaw)).toBeLessThan(6);
  });

  test('gives a PNG when an AVIF has transparency', async () => {
    const repair = await repairImage(await picture().ensureAlpha(0.5).avif({ effort: 0 }).toBuffer());
    expect(shown(repair)).toMatchObject({ ok: true, changed: 'lossless', format: 'png' });
    expect((await pixelsOf(repair.image as Uint8Array)).channels).toBe(4);
  });

  test('draws an SVG at its own size, one pixel for one px', async () => {
    const image = svg('<rect width="150" height="200" fill="#f00"/>');
    const repair = await repairImage(image, { name: 'logo.svg' });
    expect(shown(repair)).toMatchObject({ ok: true, format: 'png', steps: ['FORMAT', 'PACKING', 'NAME'] });
    const { data, width, height, channels } = await pixelsOf(repair.image as Uint8Array);
    expect({ width, height, channels }).toEqual({ width: 300, height: 200, channels: 4 });
    expect([...data.subarray(0, 4)]).toEqual([255, 0, 0, 255]);
    expect(data[299 * 4 + 3]).toBe(0);
  });

  test('draws an SVG smaller when it is larger than any memory', async () => {
    const image = svg('<circle cx="50%" cy="50%" r="20%"/>', 'width="200000" height="100000"');
    const repair = await repairImage(image);
    expect(repair.after?.facts).toMatchObject({ width: 4096, height: 2048 });
    expect(shown(repair).steps).toContain('SIZE');
  });

  test('does not enlarge an SVG that is small, though it could', async () => {
    expect(shown(await repairImage(svg('', 'width="64" height="64"')))).toMatchObject({
      ok: false,
      issues: ['IMAGE_FORMAT_UNSUPPORTED', 'IMAGE_REPAIR_TOO_SMALL'],
    });
  });

  test('loads nothing that an SVG refers to', async () => {
    let requests = 0;
    const server = createServer((_, response) => {
      requests++;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x.png`;
    const file = new URL('../../../samples/pixels.ts', import.meta.url);
    try {
      const image = svg(
        `<style>@import url("${address}");</style><image href="${address}" width="300" height="200"/><image href="${file}" width="9" height="9"/>`,
      );
      expect(shown(await repairImage(image))).toMatchObject({ ok: true, format: 'png' });
      expect(requests).toBe(0);
    } finally {
      server.close();
    }
  });

  test('says whether this build can when a HEIC is coded as HEVC', async () => {
    const { ok, image, issues } = await repairImage(heicOf(1000, 800), { name: 'IMG_1.HEIC' });
    expect({ ok, image }).toEqual({ ok: false, image: null }); // its pixels are not there
    expect(issues[0]).toMatchObject({
      code: 'IMAGE_FORMAT_UNSUPPORTED',
      message: expect.stringContaining('HEIC, 1000×800'),
    });
    const decodes = sharp.format.heif.input.fileSuffix?.includes('.heic') ?? false;
    expect(issues[1]?.code).toBe(decodes ? 'IMAGE_REPAIR_DAMAGED' : 'IMAGE_REPAIR_NO_DECODER');
    if (!decodes) expect(issues[1]?.message).toContain('sharp does not decode HEIC');
  });

  test.each([
    ['JXL', Buffer.from('0000000c4a584c200d0a870a00000014667479706a786c20', 'hex')],
    ['ICO', Buffer.from('000001000100101000000100200068040000160000', 'hex')],
    ['not known', Buffer.from('no image at all')],
  ])('says that nothing decodes it when it is %s', async (name, image) => {
    const { ok, issues } = await repairImage(image);
    expect(ok).toBe(false);
    expect(issues.map(({ code }) => code)).toEqual(['IMAGE_FORMAT_UNSUPPORTED', 'IMAGE_REPAIR_NO_DECODER']);
    expect(issues[1]?.message).toContain(name);
  });

  test('does not take the preview for the picture when a camera file comes as TIFF', async () => {
    const tiff = Buffer.from(await makeImage({ format: 'tiff', ...SIZE }));
    tiff.write('CR', 8, 'latin1');
    expect(shown(await repairImage(tiff))).toMatchObject({ ok: false, format: null });
  });
});

const VARIANTS = [
  {
    what: 'CMYK JPEG',
    image: await picture().toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer(),
    steps: ['COLOURS', 'QUALITY'],
    most: 20,
  },
  {
    what: 'CMYK TIFF',
    image: await picture().toColourspace('cmyk').tiff({ compression: 'lzw' }).toBuffer(),
    steps: ['COLOURS', 'FORMAT', 'PACKING'],
    most: 20,
  },
  {
    what: '16-bit PNG',
    image: await picture().toColourspace('rgb16').png().toBuffer(),
    steps: ['BITS', 'PACKING'],
    most: 0,
  },
  {
    what: '16-bit TIFF',
    image: await picture().toColourspace('rgb16').tiff({ compression: 'lzw' }).toBuffer(),
    steps: ['BITS', 'FORMAT', 'PACKING'],
    most: 0,
  },
  {
    what: 'BigTIFF',
    image: await picture().tiff({ bigtiff: true, compression: 'lzw' }).toBuffer(),
    steps: ['FORMAT', 'PACKING'],
    most: 0,
  },
  { what: '16-bit PPM', image: wideP6(asRaw), steps: ['BITS', 'FORMAT', 'PACKING'], most: 0 },
];

describe('repairImage of an unusual kind', () => {
  test.each(VARIANTS)('gives a plain image when it is a $what', async ({ image, steps, most }) => {
    const repair = await repairImage(image);
    expect(shown(repair)).toMatchObject({ ok: true, steps, issues: [] });
    expect(repair.before.issues.map(({ code }) => code)).toEqual(['IMAGE_UNUSUAL_VARIANT']);
    expect(difference((await pixelsOf(repair.image as Uint8Array)).data, asRaw)).toBeLessThanOrEqual(most);
  });

  test.each(VARIANTS)('leaves it byte for byte when it is a $what and warnings stay', async ({ image }) => {
    const repair = await repairImage(image, { warnings: 'leave' });
    expect(shown(repair)).toMatchObject({
      ok: true,
      changed: 'nothing',
      steps: [],
      issues: ['IMAGE_UNUSUAL_VARIANT'],
    });
    expect(repair.image).toBe(image);
  });

  test('converts by the profile when a picture carries another than sRGB', async () => {
    const p3 = await picture().withIccProfile('p3').tiff({ compression: 'lzw', bigtiff: true }).toBuffer();
    const repair = await repairImage(p3);
    expect(shown(repair)).toMatchObject({
      ok: true,
      changed: 'pixels',
      steps: ['COLOURS', 'FORMAT', 'PACKING'],
    });
    expect((await sharp(repair.image as Uint8Array).metadata()).icc).toBeUndefined();
  });

  test('changes no pixel when the profile is that of sRGB', async () => {
    const srgb = await picture()
      .withIccProfile('srgb')
      .tiff({ compression: 'lzw', bigtiff: true })
      .toBuffer();
    const repair = await repairImage(srgb);
    expect(shown(repair)).toMatchObject({ ok: true, changed: 'lossless', steps: ['FORMAT', 'PACKING'] });
    expect((await pixelsOf(repair.image as Uint8Array)).data.equals(asRaw)).toBe(true);
  });

  test.each(['gif', 'webp'] as const)('keeps the first frame when a %s moves', async (format) => {
    const image = await animatedImage(format, 3, SIZE);
    const repair = await repairImage(image, { name: `a.${format}` });
    expect(shown(repair)).toMatchObject({ ok: true, issues: [] });
    expect(shown(repair).steps[0]).toBe('FRAMES');
    const first = await sharp(image, { page: 0 }).removeAlpha().raw().toBuffer();
    expect(difference((await pixelsOf(repair.image as Uint8Array)).data, first)).toBeLessThan(2);
  });

  test.each([1, 2, 3, 4, 5])('gives a PNG when it is a P%i', async (kind) => {
    const plain = kind === 1 || kind === 4 ? '' : '255\n';
    const values = kind === 3 ? 3 : 1;
    const text = Array.from({ length: SIZE.width * SIZE.height * values }, (_, i) =>
      kind === 1 ? i % 2 : i % 256,
    );
    const body =
      kind === 4
        ? Buffer.alloc((SIZE.width / 8) * SIZE.height, 0x55)
        : Buffer.from(kind === 5 ? text : text.join(' '));
    const image = Buffer.concat([Buffer.from(`P${kind}\n${SIZE.width} ${SIZE.height}\n${plain}`), body]);
    const repair = await repairImage(image);
    expect(shown(repair)).toMatchObject({
      ok: true,
      changed: 'lossless',
      steps: ['FORMAT', 'PACKING'],
      issues: [],
    });
    const { data } = await pixelsOf(repair.image as Uint8Array);
    const expected = kind === 1 || kind === 4 ? [255, 0] : kind === 3 ? [0, 3] : [0, 1];
    expect([data[0], data[3]]).toEqual(expected);
  });

  test('stays grey when a 16-bit PNG is', async () => {
    const grey = await picture().toColourspace('grey16').png().toBuffer();
    const repair = await repairImage(grey);
    expect(shown(repair)).toMatchObject({ ok: true, steps: ['BITS', 'PACKING'] });
    expect(repair.after?.facts).toMatchObject({ colour: 'grey', bits: 8 });
    const ought = await sharp(grey).raw().toBuffer();
    expect((await pixelsOf(repair.image as Uint8Array)).data.equals(ought)).toBe(true);
  });

  test('stays grey when a P5 is scaled down', async () => {
    const long = Buffer.concat([Buffer.from('P5 5000 200 255\n'), Buffer.alloc(1_000_000, 90)]);
    const repair = await repairImage(long);
    expect(repair.after?.facts).toMatchObject({ width: 4096, height: 164, colour: 'grey' });
    expect(new Set((await pixelsOf(repair.image as Uint8Array)).data)).toEqual(new Set([90]));
  });

  test('lets a warning stand when nothing decodes the image', async () => {
    const inside = bmpOf({ width: 120, rows: 120, bits: 24, compression: 5, data: Buffer.alloc(100) });
    const repair = await repairImage(inside);
    expect(repair.image).toBe(inside);
    expect(shown(repair)).toEqual({
      ok: true,
      changed: 'nothing',
      format: 'bmp',
      steps: [],
      issues: ['IMAGE_UNUSUAL_VARIANT', 'IMAGE_REPAIR_DAMAGED'],
    });
    expect(repair.issues[1]?.severity).toBe('warning');
  });
});

/** P6 whose levels go to 65535, each twice the byte of 8 bits. */
function wideP6(raw: Uint8Array): Buffer {
  const wide = Buffer.alloc(raw.length * 2);
  raw.forEach((value, i) => {
    wide.writeUInt16BE(value * 257, i * 2);
  });
  return Buffer.concat([Buffer.from(`P6\n${SIZE.width} ${SIZE.height}\n65535\n`), wide]);
}
