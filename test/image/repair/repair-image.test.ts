import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { avifImage, makeImage, rotatedImage } from '../../../samples/make-images.ts';
import { IMAGE_FORMATS } from '../../../src/image/image-facts.ts';
import type { RepairImageOptions } from '../../../src/image/repair/image-repair.ts';
import type { RepairSource } from '../../../src/image/repair/load-source.ts';
import { repairImage } from '../../../src/image/repair/repair-image.ts';
import { noise, shown } from './repaired.ts';

const folder = await mkdtemp(join(tmpdir(), 'repair-image-'));
afterAll(() => rm(folder, { recursive: true }));

const SIZE = { width: 160, height: 120 };
const jpeg = await makeImage({ format: 'jpeg', ...SIZE });

describe('repairImage', () => {
  test.each(IMAGE_FORMATS)('gives the very bytes when a %s is fine', async (format) => {
    const image = await makeImage({ format, ...SIZE });
    const repair = await repairImage(image);
    expect(repair).toMatchObject({ ok: true, format, changed: 'nothing', steps: [], issues: [], name: null });
    expect(repair.image).toBe(image);
    expect(repair.after).toEqual(repair.before);
  });

  test.each([
    ['shoes/1.png', 'shoes/1.jpg', 'jpg', ['NAME']],
    ['shoes/1.avif', 'shoes/1.jpg', 'jpg', ['NAME']],
    ['shoes/1.JPEG', 'shoes/1.JPEG', 'jpeg', []],
    ['a.b/photo', 'a.b/photo', 'jpg', []],
    ['photo.2024', 'photo.2024', 'jpg', []],
  ])(
    'gives the very bytes as they should be called when a JPEG is called %s',
    async (name, fitting, extension, steps) => {
      const repair = await repairImage(jpeg, { name });
      expect(repair).toMatchObject({ ok: true, name: fitting, extension, image: jpeg, issues: [] });
      expect(shown(repair)).toMatchObject({ steps, changed: steps.length > 0 ? 'name' : 'nothing' });
    },
  );

  test('adds an extension when an image without one is converted', async () => {
    const avif = await avifImage(SIZE);
    expect((await repairImage(avif, { name: 'photo' })).name).toBe('photo.jpg');
    expect((await repairImage(avif, { name: 'photo.2024' })).name).toBe('photo.2024.jpg');
  });

  test('reads a path, a file: URL, a Blob and a File alike', async () => {
    const image = await rotatedImage('jpeg', 6);
    const path = join(folder, 'a b.jpg');
    await writeFile(path, image);
    const ought = Buffer.from((await repairImage(image)).image as Uint8Array);
    const sources: [RepairSource, string | null][] = [
      [path, path],
      [pathToFileURL(path), path],
      [new Blob([image]), null],
      [new File([image], 'x.jpg'), 'x.jpg'],
    ];
    for (const [source, name] of sources) {
      const repair = await repairImage(source);
      expect(repair.name).toBe(name);
      expect(ought.equals(repair.image as Uint8Array)).toBe(true);
    }
    expect((await repairImage(path, { name: 'other.png' })).name).toBe('other.jpg');
  });

  test.each([
    ['IMAGE_MISSING', join(folder, 'none.jpg')],
    ['IMAGE_UNREADABLE', folder],
    ['IMAGE_EMPTY', new Uint8Array()],
  ])('says %s when there is nothing to repair', async (code, source) => {
    const repair = await repairImage(source);
    expect(repair).toMatchObject({ ok: false, image: null, format: null, extension: null, after: null });
    expect(shown(repair).issues).toEqual([code]);
  });

  test('reads no more than its beginning when a source has too many bytes', async () => {
    const path = join(folder, 'large.jpg');
    await writeFile(path, jpeg);
    for (const source of [path, jpeg, new Blob([jpeg])]) {
      const repair = await repairImage(source, { maxInputBytes: jpeg.length - 1 });
      expect(shown(repair)).toMatchObject({ ok: false, issues: ['IMAGE_REPAIR_TOO_MANY_BYTES'] });
      expect(repair.issues[0]?.message).toContain(`${jpeg.length} bytes, at most ${jpeg.length - 1}`);
    }
    expect((await repairImage(path, { maxInputBytes: jpeg.length })).ok).toBe(true);
  });

  test.each(['png', 'bmp', 'avif'] as const)(
    'decodes nothing when a %s has too many pixels',
    async (format) => {
      const size = { width: 4200, height: 110 };
      const image = await (format === 'avif' ? avifImage(size) : makeImage({ format, ...size }));
      const repair = await repairImage(image, { maxPixels: 461_999 });
      expect(repair).toMatchObject({ ok: false, image: null });
      expect(repair.issues.at(-1)).toMatchObject({
        code: 'IMAGE_REPAIR_TOO_MANY_PIXELS',
        message: expect.stringContaining('462000 pixels, at most 461999'),
      });
      expect((await repairImage(image, { maxPixels: 462_000 })).ok).toBe(true);
    },
  );

  const misuses: [string, RepairSource, RepairImageOptions, typeof TypeError | typeof RangeError][] = [
    ['source is a number', 7 as never, {}, TypeError],
    ['source is an empty path', '', {}, TypeError],
    ['source is a URL of the web', new URL('https://example.com/a.jpg'), {}, TypeError],
    ['source is the text of one', 'https://example.com/a.jpg', {}, TypeError],
    ['name is empty', jpeg, { name: '' }, TypeError],
    ['serviceType is none', jpeg, { serviceType: 'shoes' as never }, TypeError],
    ['warnings is none of its words', jpeg, { warnings: 'keep' as never }, TypeError],
    ['an option is misspelt', jpeg, { maxInputByte: 1 } as object, TypeError],
    ['maxInputBytes is 0', jpeg, { maxInputBytes: 0 }, RangeError],
    ['maxPixels is half a pixel', jpeg, { maxPixels: 0.5 }, RangeError],
  ];

  test.each(misuses)('throws when %s', async (_, source, options, kind) => {
    await expect(repairImage(source, options)).rejects.toThrow(kind);
  });

  test('rejects with the reason of the signal when it is aborted before', async () => {
    const reason = new Error('enough');
    await expect(repairImage(jpeg, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  test('rejects at once with the reason of the signal when it is aborted while pixels are coded', async () => {
    const image = await noise(2500, 2500).png({ compressionLevel: 0 }).toBuffer();
    const controller = new AbortController();
    const reason = new Error('enough');
    let settled = false;
    const repair = repairImage(image, { signal: controller.signal }).finally(() => {
      settled = true;
    });
    setTimeout(() => {
      expect(settled).toBe(false);
      controller.abort(reason);
    }, 100);
    await expect(repair).rejects.toBe(reason);
  });
});
