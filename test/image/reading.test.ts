import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { animatedImage, makeImage, rotatedImage } from '../../samples/make-images.ts';
import { IMAGE_FORMATS, type ImageFormat } from '../../src/image/image-facts.ts';
import type { ImageReader } from '../../src/image/image-source.ts';
import { ImageValidator } from '../../src/image/image-validator.ts';
import { openFilesBelow, tellsOpenFiles } from '../support/open-files.ts';
import { CountingReader } from './counting-reader.ts';
import { exifSegment, insert, jpegSegment, pngChunk, tiffBlock } from './hand-made.ts';

const validator = new ImageValidator();
const KIB = 1024;
const turned = tiffBlock([[274, 3, 6]]);

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'reading-'));
});
afterAll(() => rm(dir, { recursive: true }));

/** Large enough for more than one window: 700 × 600 px, at least 100 KiB but for the formats that pack well. */
const large = (format: ImageFormat) => makeImage({ format, width: 700, height: 600 });
const jpeg = await large('jpeg');
const png = await large('png');

/** Requests, with the end of the image looked for only where that is free, and always. */
const IMAGES: readonly { what: string; image: Uint8Array; least: number; most: number }[] = [
  { what: 'png', image: png, least: 2, most: 2 }, // head and tail
  { what: 'jpeg', image: jpeg, least: 1, most: 2 },
  { what: 'bmp', image: await large('bmp'), least: 1, most: 1 },
  { what: 'ppm', image: await large('ppm'), least: 1, most: 1 },
  { what: 'webp', image: await large('webp'), least: 1, most: 1 },
  { what: 'gif', image: await large('gif'), least: 1, most: 2 }, // head, then all of it
  { what: 'tiff', image: await large('tiff'), least: 2, most: 2 }, // head, then the directory at the end
  { what: 'moving gif', image: await animatedImage('gif', 5), least: 1, most: 2 },
  { what: 'turned webp', image: await rotatedImage('webp', 6), least: 1, most: 2 },
  { what: 'turned tiff', image: await rotatedImage('tiff', 6), least: 1, most: 2 },
  {
    what: 'png with eXIf behind the pixels',
    image: insert(png, png.length - 12, pngChunk('eXIf', turned)),
    least: 2,
    most: 2,
  },
  {
    what: 'jpeg with much junk behind its end',
    image: Buffer.concat([jpeg, Buffer.alloc(200 * KIB)]),
    least: 1,
    most: 4,
  },
  { what: 'jpeg after 300 KiB of segments', image: insert(jpeg, 2, segments(5)), least: 4, most: 5 },
  { what: 'jpeg after 1.2 MiB of segments', image: insert(jpeg, 2, segments(20)), least: 5, most: 5 },
];

function segments(count: number): Buffer {
  const long = Array.from({ length: count }, () => jpegSegment(0xe2, new Uint8Array(65_000)));
  return Buffer.concat([...long, exifSegment(turned)]);
}

describe.each(IMAGES)('ImageValidator of a $what', ({ image, least, most }) => {
  test(`needs at most ${most} requests for all facts when it has to look for the end`, async () => {
    const reader = new CountingReader(image);
    const { name: _, ...verdict } = await new ImageValidator({ detectTruncation: true }).validate(reader);
    const { name: __, ...inMemory } = await validator.validate(image);
    expect(verdict).toEqual(inMemory);
    expect(verdict.facts?.truncationChecked).toBe(true);
    expect(reader.reads).toBeLessThanOrEqual(most);
    // Four windows and then the rest, which is never more than the largest image.
    expect(reader.bytesRead).toBeLessThanOrEqual(image.length + 356 * KIB);
  });

  test(`needs at most ${least} requests for what decides when ends are looked for where that is free`, async () => {
    const reader = new CountingReader(image);
    const { facts } = await validator.validate(reader);
    const { facts: inMemory } = await validator.validate(image);
    expect(reader.reads).toBeLessThanOrEqual(least);
    // What it does not know it says so.
    const unknown = facts?.truncationChecked
      ? {}
      : { truncationChecked: false, frames: facts?.frames, animated: facts?.animated };
    expect(facts).toEqual({ ...inMemory, ...unknown });
    expect([null, inMemory?.frames]).toContain(facts?.frames);
    expect([null, inMemory?.animated]).toContain(facts?.animated);
  });

  test('gives the same facts when it is a file', async () => {
    const path = join(dir, 'image');
    await writeFile(path, image);
    const { name, ...verdict } = await validator.validate(path);
    const { name: _, ...inMemory } = await validator.validate(image);
    expect(name).toBe(path);
    expect(verdict).toEqual(inMemory);
  });
});

describe('ImageValidator', () => {
  test('finds that a distant PNG is cut, which its tail gives reason to look for', async () => {
    const { issues } = await validator.validate(new CountingReader(png.subarray(0, -30_000)));
    expect(issues.map(({ code }) => code)).toEqual(['IMAGE_TRUNCATED']);
    const appended = Buffer.concat([png, Buffer.alloc(40 * KIB)]);
    expect(await validator.validate(new CountingReader(appended))).toMatchObject({ ok: true, issues: [] });
  });

  test.each(IMAGE_FORMATS)('does not read a %s through when it is too large', async (format) => {
    const image = Buffer.concat([
      await makeImage({ format, width: 100, height: 100 }),
      Buffer.alloc(6 * KIB * KIB),
    ]);
    const reader = new CountingReader(image);
    const verdict = await validator.validate(reader);
    expect(verdict.issues.map(({ code }) => code)).toEqual(['IMAGE_TOO_LARGE']);
    expect(verdict.facts).toMatchObject({ format, width: 100, height: 100 });
    expect(reader.bytesRead).toBeLessThan(100 * KIB);
  });

  test('gives the size alone when a file is too large and its header far away', async () => {
    const image = insert(jpeg, 2, segments(80));
    const reader = new CountingReader(image);
    const verdict = await validator.validate(reader);
    expect(verdict).toMatchObject({ ok: false, bytes: image.length, facts: null });
    expect(verdict.issues.map(({ code }) => code)).toEqual(['IMAGE_TOO_LARGE']);
    expect(reader.reads).toBe(4);
  });

  test('says which error when a reader fails', async () => {
    const failing = (code: string): ImageReader => ({
      name: 'shop/1.jpg',
      read: () => Promise.reject(Object.assign(new Error('It did not work'), { code })),
    });
    expect((await validator.validate(failing('NoSuchKey'))).issues).toMatchObject([
      { code: 'IMAGE_MISSING' },
    ]);
    const { issues, name } = await validator.validate(failing('AccessDenied'));
    expect(name).toBe('shop/1.jpg');
    expect(issues).toMatchObject([
      { code: 'IMAGE_UNREADABLE', message: expect.stringContaining('AccessDenied: It did not work') },
    ]);
  });

  test('refuses when an image changes while it is read', async () => {
    const reader = new CountingReader(png);
    const growing: ImageReader = {
      name: 'growing.png',
      read: async (offset, length) => {
        const { bytes, size } = await reader.read(offset, length);
        return { bytes, size: size + reader.reads };
      },
    };
    expect((await validator.validate(growing)).issues).toMatchObject([{ code: 'IMAGE_UNREADABLE' }]);
    const short: ImageReader = {
      name: 'short.png',
      read: async () => ({ bytes: png.slice(0, 10), size: png.length }),
    };
    expect((await validator.validate(short)).issues).toMatchObject([{ code: 'IMAGE_UNREADABLE' }]);
  });

  test.runIf(tellsOpenFiles)('closes every file, whatever was in it', async () => {
    const paths = await Promise.all(
      [jpeg, png, Buffer.from('text'), Buffer.alloc(0)].map(async (image, i) => {
        const path = join(dir, `closed-${i}`);
        await writeFile(path, image);
        return path;
      }),
    );
    await using _ = await open(paths[0] as string);
    expect(openFilesBelow(dir)).toHaveLength(1);
    for (const path of [...paths, dir, join(dir, 'none')]) await validator.validate(path);
    expect(openFilesBelow(dir)).toHaveLength(1);
  });
});
