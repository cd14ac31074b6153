import { crc32 } from 'node:zlib';
import type { ImageBytes } from '../header/image-bytes.ts';
import { exifOrientation } from './exif.ts';
import { pixelsEnd } from './png-pixels.ts';
import { isRawExifProfile, rawProfileOrientation } from './png-raw-profile.ts';

const MOST_CHUNKS = 16_384;
const CHUNK_BYTES = 12; // length, name and checksum
const MOST_FINDS = 8; // each costs a checksum
const LONGEST_EXIF = 64 * 1024;
const END_CHUNK = '\0\0\0\0IEND';

/** What follows the first pixels of a PNG. */
interface PngTail {
  /** Undefined when the end was not looked for, since that would take another read. */
  readonly hasEnd: boolean | undefined;
  /** Why the file must end too early; null where nothing that was seen says so. */
  readonly truncated: string | null;
  readonly exif: number | null;
  /** Of the first profile, also of one before the pixels; undefined when there is none. */
  readonly profile: number | null | undefined;
}

/**
 * Some writers (ImageMagick 6) put eXIf behind the pixels. What is loaded is walked chunk by chunk; rather than walk
 * through the whole of a file, its last stretch is then searched.
 */
export function readPngTail(
  bytes: ImageBytes,
  pixels: number,
  earlyProfile: number | null | undefined,
): PngTail {
  let at = pixelsEnd(bytes, pixels);
  let exif: number | null = null;
  let profile = earlyProfile;
  for (let chunks = 0; chunks < MOST_CHUNKS && bytes.holds(at, CHUNK_BYTES); chunks++) {
    const next = at + CHUNK_BYTES + bytes.u32be(at);
    if (bytes.has(at + 4, 'IEND')) return { hasEnd: true, truncated: null, exif, profile };
    if (bytes.has(at + 4, 'eXIf') && isExif(bytes, at + 4)) exif ??= exifOrientation(bytes, at + 8, next - 4);
    else if (profile === undefined && isRawExifProfile(bytes, at))
      profile = rawProfileOrientation(bytes, at, next - at - 12);
    at = next;
  }
  const truncated =
    at + CHUNK_BYTES > bytes.size ? `its chunks go on to byte ${at}, the file ends at ${bytes.size}` : null;
  return { hasEnd: hasEnd(bytes, pixels), truncated, exif: exif ?? findExif(bytes, pixels), profile };
}

/** An eXIf chunk in the tail. Its length and checksum distinguish it from pixels that look like one. */
function findExif(bytes: ImageBytes, pixels: number): number | null {
  const tail = Math.max(pixels, bytes.tailStart);
  bytes.need(tail, bytes.size - tail);
  const last = bytes.lastIndexOf(END_CHUNK, tail);
  const end = last < 0 ? bytes.size : last; // bytes after the last chunk do not belong to the image
  let at = tail + 3;
  for (let tries = 0; tries < MOST_FINDS; tries++) {
    at = bytes.indexOf('eXIf', at + 1, end);
    if (at < 0) return null;
    if (isExif(bytes, at)) return exifOrientation(bytes, at + 4, at + 4 + bytes.u32be(at - 4));
  }
  return null;
}

/** Whether the chunk whose name stands at `at` is whole, and no longer than an Exif block can be. */
function isExif(bytes: ImageBytes, at: number): boolean {
  const length = bytes.u32be(at - 4);
  const end = at + 4 + length;
  return (
    length <= LONGEST_EXIF &&
    end + 4 <= bytes.size &&
    bytes.u32be(end) === crc32(bytes.subarray(at, 4 + length))
  );
}

/** Without IEND in the tail, the file is truncated or others follow it: rare, so the rest is read, too. */
function hasEnd(bytes: ImageBytes, pixels: number): boolean | undefined {
  const tail = Math.max(pixels, bytes.tailStart);
  if (bytes.lastIndexOf(END_CHUNK, tail) >= 0) return true;
  if (tail === pixels) return false;
  if (!bytes.isSmall) return undefined;
  bytes.need(pixels, bytes.size - pixels);
  return bytes.indexOf(END_CHUNK, pixels, tail + END_CHUNK.length) >= 0;
}
