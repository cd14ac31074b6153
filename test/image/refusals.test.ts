import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { avifImage, makeImage } from '../../samples/make-images.ts';
import { ImageValidator } from '../../src/image/image-validator.ts';
import { pngChunk, tiffBlock } from './hand-made.ts';

const validator = new ImageValidator();
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'refusals-'));
});
afterAll(() => rm(dir, { recursive: true }));

const issueOf = async (source: Uint8Array | string) => {
  const { ok, issues } = await validator.validate(source);
  expect(ok).toBe(false);
  return issues[0];
};

const text = (content: string) => Buffer.from(content, 'latin1');
const UNSUPPORTED = [
  {
    what: 'AVIF',
    image: await avifImage({ width: 320, height: 200 }),
    named: 'Format is AVIF, 320×200; accepted are PNG, JPEG, BMP, GIF, WebP, TIFF and PPM',
  },
  {
    what: 'SVG',
    image: text('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'),
    named: 'Format is SVG;',
  },
  { what: 'PDF', image: text('%PDF-1.7\n'), named: 'Format is PDF;' },
  { what: 'PAM', image: text('P7\nWIDTH 100\nHEIGHT 100\n'), named: 'Format is PAM;' },
  { what: 'PFM', image: text('PF\n100 100\n-1.0\n'), named: 'Format is PFM;' },
  {
    what: 'text that begins with BM',
    image: text('BMW builds cars, and this is no bitmap'),
    named: 'Format is',
  },
  {
    what: 'CR2',
    image: Buffer.concat([tiffBlock([[256, 3, 900]], 16)]).fill('CR', 8, 10),
    named: 'Format is CR2 (camera RAW)',
  },
  {
    what: 'DNG',
    image: tiffBlock([
      [256, 3, 900],
      [257, 3, 600],
      [50706, 1, 1],
    ]),
    named: 'Format is DNG (camera RAW), 900×600',
  },
  {
    what: 'NEF',
    image: tiffBlock([
      [254, 4, 1],
      [256, 3, 160],
      [257, 3, 120],
      [330, 4, 8],
    ]),
    named: 'Format is camera RAW',
  },
  { what: 'one byte', image: text('x'), named: 'Format is not known' },
];

describe('ImageValidator', () => {
  test.each(UNSUPPORTED)('names the format when it is $what', async ({ image, named }) => {
    const issue = await issueOf(image);
    expect(issue).toMatchObject({ code: 'IMAGE_FORMAT_UNSUPPORTED', severity: 'error' });
    expect(issue?.message).toContain(named);
  });

  test.each([
    [
      'mp4 boxes of size 0',
      Buffer.concat([text('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), Buffer.alloc(1 << 20)]),
    ],
    [
      'a box that holds itself',
      text('\0\0\0\x18ftypavif\0\0\0\0mif1avif\0\0\0\0meta\0\0\0\0iprp\0\0\0\0ipco'),
    ],
  ])('refuses without hanging when the file has %s', async (_, image) => {
    expect(await issueOf(image)).toMatchObject({ code: 'IMAGE_FORMAT_UNSUPPORTED' });
  });

  test('says which system error when a file cannot be read', async () => {
    await mkdir(join(dir, 'folder.jpg'));
    expect(await issueOf(join(dir, 'none.jpg'))).toMatchObject({ code: 'IMAGE_MISSING' });
    expect(await issueOf(join(dir, 'folder.jpg', 'none.jpg'))).toMatchObject({ code: 'IMAGE_MISSING' });
    const folder = await issueOf(join(dir, 'folder.jpg'));
    expect(folder).toMatchObject({ code: 'IMAGE_UNREADABLE', message: expect.stringContaining('EISDIR') });
    expect(await issueOf('a\0b.jpg')).toMatchObject({ code: 'IMAGE_UNREADABLE' });
    expect(await issueOf('/dev/zero')).toMatchObject({ code: 'IMAGE_UNREADABLE' });
  });

  test('has neither facts nor size when there is no file', async () => {
    expect(await validator.validate(join(dir, 'none.jpg'))).toMatchObject({ bytes: null, facts: null });
  });

  test('refuses when there is nothing in it', async () => {
    await writeFile(join(dir, 'empty.png'), '');
    expect(await issueOf(new Uint8Array(0))).toMatchObject({ code: 'IMAGE_EMPTY' });
    expect(await issueOf(join(dir, 'empty.png'))).toMatchObject({ code: 'IMAGE_EMPTY' });
  });

  test.each([
    ['photo.jpg', 'jpeg', true],
    ['photo.JPE', 'jpeg', true],
    ['photo.jfif', 'jpeg', true],
    ['photo.png', 'jpeg', false],
    ['photo.jpg', 'webp', false],
    ['photo.tif', 'tiff', true],
    ['photo.dib', 'bmp', true],
    ['photo.pgm', 'ppm', true],
    ['photo', 'gif', true],
    ['photo.2024', 'gif', true],
    ['folder.png/photo', 'gif', true],
  ] as const)('compares the extension of %s when the bytes are %s', async (name, format, ok) => {
    const image = await makeImage({ format, width: 110, height: 100 });
    const read = async () => ({ bytes: image, size: image.length });
    const { issues } = await validator.validate({ name, read });
    expect(issues.map(({ code }) => code)).toEqual(ok ? [] : ['IMAGE_EXTENSION_MISMATCH']);
  });

  test.each([
    ['P1', `P1\n100 100\n${'0'.repeat(10_000)}`, 'P1'],
    ['P2', `P2\n# a comment\n100 100 255\n${'7 '.repeat(10_000)}`, 'P2'],
    ['P3', `P3 100 100 255\n${'7 '.repeat(30_000)}`, 'P3'],
    ['P4', `P4 100 100\n${'\0'.repeat(1300)}`, 'P4'],
    ['P5', `P5 100 100 255\n${'\0'.repeat(10_000)}`, 'P5'],
    ['16-bit P6', `P6 100 100 65535\n${'\0'.repeat(60_000)}`, '16-bit'],
  ])('warns when a PPM is a %s, and refuses it when it is cut', async (_, content, variant) => {
    const verdict = await validator.validate(text(content));
    expect(verdict).toMatchObject({ ok: true, facts: { format: 'ppm', width: 100, height: 100, variant } });
    expect(verdict.issues).toMatchObject([{ code: 'IMAGE_UNUSUAL_VARIANT', severity: 'warning' }]);
    expect(await issueOf(text(content).subarray(0, -2))).toMatchObject({ code: 'IMAGE_TRUNCATED' });
  });

  test('refuses as corrupt when a header contradicts itself', async () => {
    const png = Buffer.from(await makeImage({ format: 'png', width: 120, height: 110 }));
    const bmp = Buffer.from(await makeImage({ format: 'bmp', width: 120, height: 110 }));
    const header = Buffer.alloc(13);
    header.writeUInt32BE(2 ** 31, 0);
    header.writeUInt32BE(100, 4);
    header.set([8, 2], 8);
    const huge = Buffer.concat([png.subarray(0, 8), pngChunk('IHDR', header), png.subarray(33)]);
    png.writeUInt32BE(111, 20); // the checksum is that of 110
    bmp.writeInt32LE(-120, 18);
    for (const image of [png, huge, bmp, text('P6 ten ten 255\n'), text('\xff\xd8\xff\xd9')]) {
      expect(await issueOf(image)).toMatchObject({ code: 'IMAGE_CORRUPT' });
    }
  });

  test('accepts a BMP when its rows run from the top', async () => {
    const bmp = Buffer.from(await makeImage({ format: 'bmp', width: 120, height: 110 }));
    bmp.writeInt32LE(-110, 22);
    expect(await validator.validate(bmp)).toMatchObject({ ok: true, facts: { width: 120, height: 110 } });
  });
});
