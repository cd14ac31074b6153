import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { animatedImage, makeImage, rotatedImage } from '../../samples/make-images.ts';
import { IMAGE_FORMATS, type ImageFormat } from '../../src/image/image-facts.ts';
import type { ImageReader } from '../../src/image/image-source.ts';
import { ImageValidator } from '../../src/image/image-validator.ts';
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

const IMAGES: readonly { what: string; image: Uint8Array; reads: number }[] = [
  { what: 'png', image: png, reads: 2 }, // head and tail
  { what: 'jpeg', image: jpeg, reads: 1 },
  { what: 'bmp', image: await large('bmp'), reads: 1 },
  { what: 'ppm', image: await large('ppm'), reads: 1 },
  { what: 'webp', image: await large('webp'), reads: 1 },
  { what: 'gif', image: await large('gif'), reads: 2 }, // head, then all of it
  { what: 'tiff', image: await large('tiff'), reads: 2 }, // head, then the directory at the end
  { what: 'moving gif', image: await animatedImage('gif', 5), reads: 2 },
  { what: 'turned webp', image: await rotatedImage('webp', 6), reads: 2 },
  { what: 'turned tiff', image: await rotatedImage('tiff', 6), reads: 2 },
  {
    what: 'png with eXIf behind the pixels',
    image: insert(png, png.length - 12, pngChunk('eXIf', turned)),
    reads: 2,
  },
  {
    what: 'jpeg with much junk behind its end',
    image: Buffer.concat([jpeg, Buffer.alloc(200 * KIB)]),
    reads: 3,
  },
  { what: 'jpeg after 300 KiB of segments', image: insert(jpeg, 2, segments(5)), reads: 4 },
  { what: 'jpeg after 1.2 MiB of segments', image: insert(jpeg, 2, segments(20)), reads: 5 },
];

function segments(count: number): Buffer {
  const long = Array.from({ length: count }, () => jpegSegment(0xe2, new Uint8Array(65_000)));
  return Buffer.concat([...long, exifSegment(turned)]);
}

describe.each(IMAGES)('ImageValidator of a $what', ({ image, reads }) => {
  test(`gives the same facts in at most ${reads} reads when it is read in pieces`, async () => {
    const reader = new CountingReader(image);
    const { name: _, ...verdict } = await validator.validate(reader);
    const { name: __, ...inMemory } = await validator.validate(image);
    expect(verdict).toEqual(inMemory);
    expect(verdict.facts).not.toBeNull();
    expect(reader.reads).toBeLessThanOrEqual(reads);
    // Four windows and then the rest, which is never more than the largest image.
    expect(reader.bytesRead).toBeLessThanOrEqual(image.length + 356 * KIB);
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

  test.runIf(process.platform === 'linux')('closes every file, whatever was in it', async () => {
    const paths = await Promise.all(
      [jpeg, png, Buffer.from('text'), Buffer.alloc(0)].map(async (image, i) => {
        const path = join(dir, `closed-${i}`);
        await writeFile(path, image);
        return path;
      }),
    );
    const openFiles = async () => (await readdir('/proc/self/fd')).length;
    await validator.validate(paths[0] as string);
    const before = await openFiles();
    for (const path of [...paths, dir, join(dir, 'none')]) await validator.validate(path);
    expect(await openFiles()).toBe(before);
  });
});
