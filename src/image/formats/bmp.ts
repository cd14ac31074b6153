import { CorruptImage } from '../header/bad-image.ts';
import type { ImageBytes } from '../header/image-bytes.ts';
import { type ImageHeader, imageHeader, variantOf } from '../header/image-header.ts';

/** Sizes of the header after the file header: OS/2 1 and 2, Windows 3, the two of Adobe, Windows 4 and 5. */
const HEADER_SIZES = [12, 16, 40, 52, 56, 64, 108, 124].map((size) => `${String.fromCharCode(size)}\0\0\0`);
const FILE_HEADER_BYTES = 14;
const OS2_HEADER_BYTES = 12;
const LEAST_INT32 = -(2 ** 31);

const BITS = [0, 1, 2, 4, 8, 16, 24, 32]; // 0: those of the JPEG or PNG inside
const RAW = [0, 3, 6]; // plain, and two with colour masks
const RUNS = [1, 2];
const UNUSUAL: Readonly<Record<number, string>> = {
  4: 'JPEG inside',
  5: 'PNG inside',
  11: 'CMYK',
  12: 'CMYK',
  13: 'CMYK',
};

/** "BM" alone begins many a text, so the size of the second header counts too. */
export const isBmp = (bytes: ImageBytes): boolean =>
  bytes.has(0, 'BM') && HEADER_SIZES.some((size) => bytes.has(FILE_HEADER_BYTES, size));

export function readBmp(bytes: ImageBytes): ImageHeader {
  const headerBytes = bytes.u32le(FILE_HEADER_BYTES);
  const { width, rows, bits, compression, dataBytes } =
    headerBytes === OS2_HEADER_BYTES ? readOs2Header(bytes) : readHeader(bytes, headerBytes);
  const height = Math.abs(rows); // negative: the first row is the top one
  if (width <= 0 || rows === 0 || rows === LEAST_INT32)
    throw new CorruptImage(`its header says ${width}×${rows}`);
  const variant = UNUSUAL[compression];
  if (!BITS.includes(bits) || !(RAW.includes(compression) || RUNS.includes(compression) || variant))
    throw new CorruptImage(`its header says ${bits} bits and compression ${compression}`);
  const pixels = Math.max(bytes.u32le(10), FILE_HEADER_BYTES + headerBytes);
  const stride = Math.ceil((width * bits) / 32) * 4;
  // Not every writer pads the last row.
  const needed = RAW.includes(compression)
    ? stride * (height - 1) + Math.ceil((width * bits) / 8)
    : dataBytes;
  return imageHeader(width, height, {
    colour: variant === 'CMYK' ? 'cmyk' : bits <= 8 ? 'indexed' : 'rgb',
    bits: bits === 16 ? 5 : Math.min(bits, 8),
    variant: variantOf(variant),
    truncated:
      bytes.size >= pixels + needed
        ? null
        : `its pixels end at byte ${pixels + needed}, the file at ${bytes.size}`,
  });
}

const readOs2Header = (bytes: ImageBytes) => ({
  width: bytes.u16le(18),
  rows: bytes.u16le(20),
  bits: bytes.u16le(24),
  compression: 0,
  dataBytes: 0,
});

const readHeader = (bytes: ImageBytes, headerBytes: number) => ({
  width: bytes.i32le(18),
  rows: bytes.i32le(22),
  bits: bytes.u16le(28),
  compression: headerBytes >= 40 ? bytes.u32le(30) : 0,
  dataBytes: headerBytes >= 40 ? bytes.u32le(34) : 0,
});
