import sharp, { type Sharp } from 'sharp';
import type { ImageFormat } from '../src/image/image-facts.ts';
import { drawPixels, type Size } from './pixels.ts';

export interface SampleImage extends Size {
  readonly format: ImageFormat;
  /** The same seed gives the same bytes. @default 1 */
  readonly seed?: number;
}

/** The formats that have room for an orientation. */
export type OrientedFormat = 'jpeg' | 'png' | 'webp' | 'tiff';

type Encode = (pixels: Uint8Array, size: Size) => Promise<Uint8Array>;

/** sharp has no BMP and no PPM, so these two are written by hand. */
const ENCODERS = {
  png: (pixels, size) => raw(pixels, size).png({ compressionLevel: 3 }).toBuffer(),
  jpeg: (pixels, size) => raw(pixels, size).jpeg({ quality: 80 }).toBuffer(),
  gif: (pixels, size) => raw(pixels, size).gif({ effort: 1, colours: 16 }).toBuffer(),
  webp: (pixels, size) => raw(pixels, size).webp({ quality: 70, effort: 0 }).toBuffer(),
  tiff: (pixels, size) => raw(pixels, size).tiff({ compression: 'lzw' }).toBuffer(),
  bmp: async (pixels, size) => encodeBmp(pixels, size),
  ppm: async (pixels, { width, height }) =>
    Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), pixels]),
} as const satisfies Record<ImageFormat, Encode>;

/** A small "photograph" in any of the accepted formats. */
export const makeImage = ({ format, width, height, seed = 1 }: SampleImage): Promise<Uint8Array> =>
  ENCODERS[format](drawPixels({ width, height }, seed), { width, height });

/** A picture of 160 × 120 px with an orientation tag: 1 is upright, 2 to 8 are not. */
export function rotatedImage(format: OrientedFormat, orientation: number, seed = 1): Promise<Uint8Array> {
  const size = { width: 160, height: 120 };
  return raw(drawPixels(size, seed), size).withMetadata({ orientation }).toFormat(format).toBuffer();
}

/** A picture in a format that Image Search does not take. */
export function avifImage({ width, height }: Size, seed = 1): Promise<Uint8Array> {
  return raw(drawPixels({ width, height }, seed), { width, height })
    .avif({ effort: 0, quality: 40 })
    .toBuffer();
}

/** A moving picture of `frames` frames. */
export function animatedImage(
  format: 'gif' | 'webp',
  frames = 3,
  { width, height }: Size = { width: 120, height: 100 },
) {
  const pages = Array.from({ length: frames }, (_, seed) => drawPixels({ width, height }, seed + 1));
  const input = { width, height: height * frames, channels: 3, pageHeight: height } as const;
  return sharp(Buffer.concat(pages), { raw: input }).toFormat(format).toBuffer();
}

const raw = (pixels: Uint8Array, { width, height }: Size): Sharp =>
  sharp(pixels, { raw: { width, height, channels: 3 } });

/** 24 bits, rows from the bottom up, blue first. */
function encodeBmp(pixels: Uint8Array, { width, height }: Size): Uint8Array {
  const headers = 14 + 40;
  const stride = Math.ceil((width * 3) / 4) * 4;
  const file = Buffer.alloc(headers + stride * height);
  file.write('BM', 'latin1');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(headers, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  for (let y = 0; y < height; y++) {
    const row = headers + (height - 1 - y) * stride;
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      file[row + x * 3] = pixels[at + 2] as number;
      file[row + x * 3 + 1] = pixels[at + 1] as number;
      file[row + x * 3 + 2] = pixels[at] as number;
    }
  }
  return file;
}
