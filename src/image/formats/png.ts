import { crc32 } from 'node:zlib';
import { CorruptImage } from '../bad-image.ts';
import type { ImageBytes } from '../image-bytes.ts';
import { type ImageHeader, orientedBy, PLAIN, variantOf } from '../image-header.ts';
import { exifOrientation } from './exif.ts';
import { isRawExifProfile, rawProfileOrientation } from './png-raw-profile.ts';

const MOST_CHUNKS = 4096;
const MOST_LATE_EXIFS = 8; // each costs a checksum over up to 16 KiB
const LONGEST_SIDE = 2 ** 31 - 1;

/** Legal bit depths by colour type (PNG 1.2, 11.2.2). */
const BIT_DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

export function readPng(bytes: ImageBytes): ImageHeader {
  const isCgbi = bytes.has(12, 'CgBI'); // Apple's PNG for its phones: one chunk before the header, swapped colours
  const first = isCgbi ? 8 + 12 + bytes.u32be(8) : 8;
  const { width, height, bitDepth } = readHeaderChunk(bytes, first);
  let early: number | null = null;
  let profile: number | null | undefined;
  let animated = false;
  let offset = first;
  for (let chunks = 0; !bytes.has(offset + 4, 'IDAT'); chunks++) {
    if (chunks > MOST_CHUNKS)
      throw new CorruptImage(`it has more than ${MOST_CHUNKS} chunks before its pixels`);
    const length = chunkLength(bytes, offset);
    const data = offset + 8;
    if (bytes.has(offset + 4, 'IEND')) throw new CorruptImage('it has no image data');
    if (bytes.has(offset + 4, 'acTL')) animated = bytes.u32be(data) > 1;
    if (bytes.has(offset + 4, 'eXIf'))
      early ??= exifOrientation(bytes, data, Math.min(data + length, bytes.size));
    if (profile === undefined && isRawExifProfile(bytes, offset)) {
      profile = rawProfileOrientation(bytes, offset, length);
    }
    offset = data + length + 4;
    bytes.need(offset, 8);
  }
  return {
    ...PLAIN,
    width,
    height,
    animated,
    ...orientedBy('png raw profile', profile),
    ...orientedBy('png eXIf', early ?? lateExif(bytes, offset)),
    variant: variantOf(isCgbi && 'CgBI', animated && 'APNG', bitDepth === 16 && '16-bit'),
    truncated: hasEnd(bytes, offset) ? null : 'it has no IEND chunk',
  };
}

function readHeaderChunk(bytes: ImageBytes, offset: number) {
  if (!bytes.has(offset, '\0\0\0\x0dIHDR')) {
    bytes.need(offset, 8);
    throw new CorruptImage('its first chunk is not IHDR');
  }
  const checksum = bytes.u32be(offset + 21);
  if (checksum !== crc32(bytes.subarray(offset + 4, 17)))
    throw new CorruptImage('the checksum of IHDR is wrong');
  const width = bytes.u32be(offset + 8);
  const height = bytes.u32be(offset + 12);
  if (Math.min(width, height) < 1 || Math.max(width, height) > LONGEST_SIDE) {
    throw new CorruptImage(`IHDR says ${width}×${height}`);
  }
  const bitDepth = bytes.u8(offset + 16);
  const colourType = bytes.u8(offset + 17);
  if (!BIT_DEPTHS[colourType]?.includes(bitDepth)) {
    throw new CorruptImage(`IHDR says colour type ${colourType} with ${bitDepth} bits`);
  }
  return { width, height, bitDepth };
}

function chunkLength(bytes: ImageBytes, offset: number): number {
  const length = bytes.u32be(offset);
  if (length > LONGEST_SIDE) throw new CorruptImage(`a chunk has the length ${length}`);
  return length;
}

/**
 * Some writers (ImageMagick 6) put eXIf behind the pixels. Rather than walk there through the whole file, the
 * tail is searched for the name; length and checksum tell a chunk from pixels that look like one.
 */
function lateExif(bytes: ImageBytes, pixels: number): number | null {
  const tail = Math.max(pixels, bytes.tailStart);
  bytes.need(tail, bytes.size - tail);
  let at = tail + 3;
  for (let tries = 0; tries < MOST_LATE_EXIFS; tries++) {
    at = bytes.indexOf('eXIf', at + 1, bytes.size);
    if (at < 0) return null;
    const length = bytes.u32be(at - 4);
    const end = at + 4 + length;
    if (end + 4 > bytes.size || bytes.u32be(end) !== crc32(bytes.subarray(at, 4 + length))) continue;
    return exifOrientation(bytes, at + 4, end);
  }
  return null;
}

/** IEND is looked for in the tail and, as other files are sometimes appended, then in the rest. */
function hasEnd(bytes: ImageBytes, pixels: number): boolean {
  const tail = Math.max(pixels, bytes.tailStart);
  if (bytes.lastIndexOf(END_CHUNK, tail) >= 0) return true;
  if (!bytes.isSmall || tail === pixels) return !bytes.isSmall;
  bytes.need(pixels, bytes.size - pixels);
  return bytes.indexOf(END_CHUNK, pixels, tail + END_CHUNK.length) >= 0;
}

const END_CHUNK = '\0\0\0\0IEND';
