import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IMAGE_FORMATS, type ImageFormat } from '../src/image/image-facts.ts';
import type { ImageIssueCode } from '../src/image/image-issue-code.ts';
import { avifImage, makeImage, rotatedImage } from './make-images.ts';

export interface SampleCatalogue {
  /** Of `catalogue.csv`. */
  readonly path: string;
  /** Where the images are; the column Image is relative to it. */
  readonly dir: string;
  readonly rows: readonly SampleRow[];
}

interface SampleRow {
  readonly productId: string;
  /** File name, relative to the folder. */
  readonly image: string;
  readonly expected: 'accepted' | 'refused';
  /** Why it must be refused. */
  readonly code?: ImageIssueCode;
}

const GOOD_IMAGES = 42;

interface BadImage {
  readonly image: string;
  readonly code: ImageIssueCode;
  /** Null for a row whose file does not exist. */
  readonly make: (() => Promise<Uint8Array>) | null;
}

/** One of every kind that a catalogue must not get past the check with. */
const BAD_IMAGES: readonly BadImage[] = [
  {
    image: 'over-4-mb.bmp',
    code: 'IMAGE_TOO_LARGE',
    make: () => makeImage({ format: 'bmp', width: 1200, height: 1200 }),
  },
  {
    image: 'side-99.jpg',
    code: 'IMAGE_SIDE_TOO_SHORT',
    make: () => makeImage({ format: 'jpeg', width: 99, height: 150 }),
  },
  {
    image: 'side-4097.png',
    code: 'IMAGE_SIDE_TOO_LONG',
    make: () => makeImage({ format: 'png', width: 4097, height: 100 }),
  },
  { image: 'rotated.jpg', code: 'IMAGE_ROTATED', make: () => rotatedImage('jpeg', 6) },
  { image: 'upside-down.png', code: 'IMAGE_ROTATED', make: () => rotatedImage('png', 3) },
  { image: 'rotated.webp', code: 'IMAGE_ROTATED', make: () => rotatedImage('webp', 8) },
  { image: 'mirrored.tiff', code: 'IMAGE_ROTATED', make: () => rotatedImage('tiff', 2) },
  {
    image: 'modern.avif',
    code: 'IMAGE_FORMAT_UNSUPPORTED',
    make: () => avifImage({ width: 320, height: 200 }),
  },
  { image: 'half.jpg', code: 'IMAGE_TRUNCATED', make: () => half('jpeg') },
  { image: 'half.png', code: 'IMAGE_TRUNCATED', make: () => half('png') },
  { image: 'damaged.png', code: 'IMAGE_CORRUPT', make: damaged },
  {
    image: 'png-inside.jpg',
    code: 'IMAGE_EXTENSION_MISMATCH',
    make: () => makeImage({ format: 'png', width: 200, height: 150 }),
  },
  { image: 'empty.jpg', code: 'IMAGE_EMPTY', make: async () => new Uint8Array(0) },
  { image: 'missing.jpg', code: 'IMAGE_MISSING', make: null },
];

/**
 * Writes a folder of small image files, good ones in every format and one of every kind of bad one, and
 * `catalogue.csv` which names them. The same bytes each time.
 */
export async function makeSampleCatalogue(dir: string): Promise<SampleCatalogue> {
  await mkdir(dir, { recursive: true });
  const rows: SampleRow[] = [];
  for (let i = 0; i < GOOD_IMAGES; i++) {
    const { image, make } = goodImage(i);
    await writeFile(join(dir, image), await make());
    rows.push({ productId: productId(rows.length), image, expected: 'accepted' });
  }
  for (const { image, code, make } of BAD_IMAGES) {
    if (make !== null) await writeFile(join(dir, image), await make());
    rows.push({ productId: productId(rows.length), image, expected: 'refused', code });
  }
  const path = join(dir, 'catalogue.csv');
  await writeFile(path, csvOf(rows));
  return { path, dir, rows };
}

/** Sides between 100 and 900 px; the formats that do not compress stay at the lower end. */
function goodImage(i: number) {
  const format = IMAGE_FORMATS[i % IMAGE_FORMATS.length] as ImageFormat;
  const isLarge = i < IMAGE_FORMATS.length && format !== 'bmp' && format !== 'ppm';
  const width = i === 8 ? 100 : isLarge ? 900 - i * 20 : 120 + ((i * 37) % 180);
  const height = isLarge ? 600 : 100 + ((i * 53) % 160);
  const image = `product-${i + 1}.${format === 'jpeg' ? 'jpg' : format}`;
  return { image, make: () => makeImage({ format, width, height, seed: i + 1 }) };
}

async function half(format: ImageFormat): Promise<Uint8Array> {
  const whole = await makeImage({ format, width: 240, height: 180, seed: 7 });
  return whole.subarray(0, Math.floor(whole.length / 2));
}

/** Another height than the checksum of the header was made for. */
async function damaged(): Promise<Uint8Array> {
  const image = Buffer.from(await makeImage({ format: 'png', width: 200, height: 150, seed: 9 }));
  image.writeUInt32BE(151, 20);
  return image;
}

const productId = (row: number): string => `P${1001 + row}`;

const HEADER = ['ProductId', 'Image', 'CategoryId', 'CustomContent', 'IntAttr', 'StrAttr'];
const CATEGORY_IDS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 20, 21, 22, 88888888];
const CONTENTS = [
  '红色连衣裙,夏季新款',
  'Linen shirt, long sleeves',
  '黑色真皮手提包',
  'Ceramic cup "Dawn"',
  '无线蓝牙耳机 Pro',
];
const BRANDS = ['aurora', 'borealis', '云锦', 'delta'];

function csvOf(rows: readonly SampleRow[]): string {
  const lines = rows.map(({ productId, image }, i) => [
    productId,
    image,
    CATEGORY_IDS[i % CATEGORY_IDS.length],
    CONTENTS[i % CONTENTS.length],
    1000 + i * 7,
    BRANDS[i % BRANDS.length],
  ]);
  return [HEADER, ...lines].map((cells) => `${cells.map(csvCell).join(',')}\n`).join('');
}

const csvCell = (value: unknown): string => {
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
