import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { makeImage } from '../../../samples/make-images.ts';
import { IMAGE_LIMITS } from '../../../src/image/image-limits.ts';
import { bestFitting } from '../../../src/image/repair/best-fitting.ts';
import { encodePicture } from '../../../src/image/repair/encode-picture.ts';
import { repairImage } from '../../../src/image/repair/repair-image.ts';
import { difference, drawn, noise, pixelsOf, shown } from './repaired.ts';

const MOST = IMAGE_LIMITS.product.maxBytes;

describe('repairImage of an image with too many bytes', () => {
  test('packs a BMP as PNG when that is enough, every pixel as it was', async () => {
    const bmp = await makeImage({ format: 'bmp', width: 1300, height: 1200 });
    const repair = await repairImage(bmp, { name: 'shoes/1.bmp' });
    expect(shown(repair)).toEqual({
      ok: true,
      changed: 'lossless',
      format: 'png',
      steps: ['FORMAT', 'PACKING', 'NAME'],
      issues: [],
    });
    expect(repair).toMatchObject({ name: 'shoes/1.png', extension: 'png' });
    const ought = await drawn(1300, 1200).raw().toBuffer();
    expect((await pixelsOf(repair.image as Uint8Array)).data.equals(ought)).toBe(true);
  });

  test('packs a PNG tighter when that is enough', async () => {
    const loose = await drawn(1500, 1000).png({ compressionLevel: 0 }).toBuffer();
    const repair = await repairImage(loose);
    expect(shown(repair)).toMatchObject({ ok: true, changed: 'lossless', steps: ['PACKING'] });
    expect((await pixelsOf(repair.image as Uint8Array)).data.equals((await pixelsOf(loose)).data)).toBe(true);
  });

  test('takes the highest quality of JPEG that fits when no PNG does', async () => {
    const source = noise(1500, 1500);
    const repair = await repairImage(await source.png({ compressionLevel: 1 }).toBuffer());
    expect(shown(repair)).toMatchObject({
      ok: true,
      changed: 'pixels',
      format: 'jpeg',
      steps: ['FORMAT', 'QUALITY'],
    });
    const quality = Number(/quality (\d+)/.exec(repair.steps[1]?.message ?? '')?.[1]);
    expect(quality).toBeGreaterThanOrEqual(50);
    const chromaSubsampling = quality + 1 >= 90 ? '4:4:4' : '4:2:0';
    const better = await source.jpeg({ quality: quality + 1, chromaSubsampling }).toBuffer();
    expect(better.length).toBeGreaterThan(MOST);
  });

  test('scales down too when no quality fits', async () => {
    const image = await noise(3500, 3500).jpeg({ quality: 98 }).toBuffer();
    const repair = await repairImage(image);
    expect(shown(repair)).toMatchObject({ ok: true, format: 'jpeg', steps: ['SIZE', 'QUALITY'] });
    const { width = 0, height = 0, bytes = 0 } = repair.after?.facts ?? {};
    expect(width).toBe(height);
    expect(width).toBeLessThan(3500);
    expect(bytes).toBeGreaterThan(MOST * 0.6); // no more is lost than must be
  });

  test('keeps transparency when a PNG of it fits', async () => {
    const clear = await drawn(1100, 1000).ensureAlpha(0.5).png({ compressionLevel: 0 }).toBuffer();
    const repair = await repairImage(clear);
    expect(shown(repair)).toMatchObject({ ok: true, changed: 'lossless', format: 'png', steps: ['PACKING'] });
    expect((await pixelsOf(repair.image as Uint8Array)).channels).toBe(4);
  });

  test('lays transparency on white when no PNG of it fits', async () => {
    const clear = await noise(1100, 1100, 4).png({ compressionLevel: 0 }).toBuffer();
    const repair = await repairImage(clear);
    expect(shown(repair)).toMatchObject({
      ok: true,
      format: 'jpeg',
      steps: ['TRANSPARENCY', 'FORMAT', 'QUALITY'],
    });
    const { data } = await pixelsOf(repair.image as Uint8Array);
    const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
    expect(mean).toBeGreaterThan(180); // half white on the average, half of the mean of chance
  });

  test('gives the same bytes when it is asked twice', async () => {
    const image = await noise(1300, 1300).png({ compressionLevel: 1 }).toBuffer();
    const [one, other] = [await repairImage(image), await repairImage(image)];
    expect(Buffer.from(one.image as Uint8Array).equals(other.image as Uint8Array)).toBe(true);
    expect(one.steps).toEqual(other.steps);
  });
});

describe('repairImage of an image of another size', () => {
  test.each([
    [{ width: 5000, height: 300 }, 'product', { width: 4096, height: 246 }],
    [{ width: 300, height: 5000 }, 'product', { width: 246, height: 4096 }],
    [{ width: 4096, height: 300 }, 'trademark', { width: 4095, height: 300 }],
    [{ width: 4096, height: 300 }, 'product', { width: 4096, height: 300 }],
  ] as const)('scales %o of type %s to %o', async (size, serviceType, ought) => {
    const repair = await repairImage(await makeImage({ format: 'jpeg', ...size }), { serviceType });
    expect(repair.ok).toBe(true);
    expect(repair.after?.facts).toMatchObject(ought);
  });

  test('looks like the picture when it was scaled down', async () => {
    const repair = await repairImage(await makeImage({ format: 'ppm', width: 5000, height: 500 }));
    const ought = await drawn(5000, 500).resize(4096, 410, { fit: 'fill' }).raw().toBuffer();
    expect(difference((await pixelsOf(repair.image as Uint8Array)).data, ought)).toBeLessThan(1);
  });

  test('says why not when scaling would make the other side too short', async () => {
    const repair = await repairImage(await makeImage({ format: 'png', width: 100, height: 5000 }));
    expect(repair).toMatchObject({ ok: false, image: null, after: null, changed: 'nothing', steps: [] });
    expect(repair.issues).toMatchObject([
      { code: 'IMAGE_SIDE_TOO_LONG' },
      {
        code: 'IMAGE_REPAIR_TOO_SMALL',
        severity: 'error',
        path: ['width'],
        message:
          'Scaled down to 4096 px its width would be 82 px, least is 100; crop it or supply another image',
      },
    ]);
  });

  test.each([
    ['product', { width: 99, height: 300 }],
    ['fabric', { width: 900, height: 447 }],
    ['trademark', { width: 300, height: 199 }],
  ] as const)('never enlarges when an image of type %s is %o', async (serviceType, size) => {
    const repair = await repairImage(await makeImage({ format: 'jpeg', ...size }), { serviceType });
    expect(shown(repair)).toEqual({
      ok: false,
      changed: 'nothing',
      format: null,
      steps: [],
      issues: ['IMAGE_SIDE_TOO_SHORT', 'IMAGE_REPAIR_TOO_SMALL'],
    });
  });

  test('takes the limits of 2020 when they are asked for', async () => {
    const image = await makeImage({ format: 'jpeg', width: 2048, height: 1024 });
    const { after } = await repairImage(image, { limits: '2020' });
    expect(after).toMatchObject({ ok: true, facts: { width: 1024, height: 512 } });
  });
});

describe('encodePicture', () => {
  const picture = async (side: number) => {
    const data = await noise(side, side).raw().toBuffer();
    return { data, width: side, height: side, channels: 3 } as const;
  };
  const context = (maxBytes: number) => ({
    sharp,
    limits: { minSide: 100, maxSide: 4096, maxBytes },
    maxPixels: 1e6,
    signal: undefined,
  });

  test('scales down no further than the least side when nothing fits', async () => {
    const encoding = encodePicture(await picture(300), true, context(2000));
    await expect(encoding).rejects.toMatchObject({
      code: 'IMAGE_REPAIR_NOT_SMALL_ENOUGH',
      message: expect.stringContaining('at most 2000 bytes with sides of 100 px'),
    });
  });

  test('keeps the ratio and fits when a smaller picture does', async () => {
    const { image, width, height } = await encodePicture(await picture(300), true, context(10_000));
    expect(image.length).toBeLessThanOrEqual(10_000);
    expect(width).toBe(height);
    expect(width).toBeGreaterThan(100);
  });
});

describe('bestFitting', () => {
  /** As many bytes as the quality says, and no more than eight are made. */
  const search = async (maxBytes: number) => {
    const tried: number[] = [];
    const { fitting, leastBytes } = await bestFitting(async (quality) => {
      tried.push(quality);
      return new Uint8Array(quality);
    }, maxBytes);
    expect(tried.length).toBeLessThanOrEqual(8);
    expect(new Set(tried).size).toBe(tried.length);
    return { quality: fitting?.quality ?? null, leastBytes };
  };

  test('finds the highest quality that fits, whichever it is', async () => {
    for (let quality = 50; quality <= 95; quality++) {
      expect((await search(quality)).quality).toBe(quality);
    }
  });

  test('stops at 95 when anything fits, and gives none when not even 50 does', async () => {
    expect(await search(1000)).toEqual({ quality: 95, leastBytes: 95 });
    expect(await search(49)).toEqual({ quality: null, leastBytes: 50 });
  });
});
