import { CorruptImage, TruncatedImage, truncationOf } from '../header/bad-image.ts';
import type { ImageBytes } from '../header/image-bytes.ts';
import { type ImageHeader, imageHeader, orientedBy } from '../header/image-header.ts';
import { exifOrientation } from './exif.ts';
import { findChunk } from './find-chunk.ts';
import { checkFrame, checkPicture } from './webp-canvas.ts';
import { CHUNK_HEAD, chunkEnd, holdsPicture, pictureSize, u24le, type WebpSize } from './webp-picture.ts';
import { xmpOrientation } from './xmp.ts';

const FIRST_CHUNK = 12;

/** Chunks that are looked at; what lies beyond is stepped over. */
const MOST_CHUNKS = 4096;

/** Enough to see the size of a picture, or the place of a frame. */
const PICTURE_HEAD = 64;

const HAS_EXIF = 0x08;
const HAS_XMP = 0x04;
const HAS_ANIMATION = 0x02;

export const isWebp = (bytes: ImageBytes): boolean => bytes.has(0, 'RIFF') && bytes.has(8, 'WEBP');

/** Bytes behind the container are no fault, and nothing in them counts. */
export function readWebp(bytes: ImageBytes): ImageHeader {
  const isExtended = bytes.has(FIRST_CHUNK, 'VP8X');
  if (!isExtended && !holdsPicture(bytes, FIRST_CHUNK)) {
    bytes.need(FIRST_CHUNK, 4);
    throw new CorruptImage('its first chunk is none of VP8, VP8L and VP8X');
  }
  const end = 8 + bytes.u32le(4);
  if (end < FIRST_CHUNK + CHUNK_HEAD) throw new CorruptImage(`its container says ${end} bytes`);
  const header = isExtended ? readExtended(bytes, end) : readSimple(bytes, end);
  return bytes.size < end
    ? { ...header, truncated: `its container has ${end} bytes, the file ${bytes.size}` }
    : header;
}

function readSimple(bytes: ImageBytes, end: number): ImageHeader {
  const { width, height } = pictureSize(bytes, FIRST_CHUNK);
  checkEnd(chunkEnd(bytes, FIRST_CHUNK), end);
  return imageHeader(width, height, {});
}

/** As libwebp and Pillow do, the flags decide whether there is Exif, not a chunk that they do not announce. */
function readExtended(bytes: ImageBytes, end: number): ImageHeader {
  const content = FIRST_CHUNK + CHUNK_HEAD;
  const flags = bytes.u8(content);
  const canvas = { width: u24le(bytes, content + 4) + 1, height: u24le(bytes, content + 7) + 1 };
  const animated = (flags & HAS_ANIMATION) !== 0;
  let found: Chunks = { frames: animated ? null : 1, orientation: null, xmp: null };
  const truncated = truncationOf(() => {
    if (animated && bytes.mayReadAll) bytes.need(0, bytes.size);
    found = readChunks(bytes, end, {
      canvas,
      animated,
      hasExif: (flags & HAS_EXIF) !== 0,
      hasXmp: (flags & HAS_XMP) !== 0,
    });
  });
  return imageHeader(
    canvas.width,
    canvas.height,
    { frames: found.frames, animated, truncated, xmpOrientation: found.xmp },
    orientedBy('webp exif', found.orientation),
  );
}

interface Announced {
  readonly canvas: WebpSize;
  readonly animated: boolean;
  readonly hasExif: boolean;
  readonly hasXmp: boolean;
}

interface Chunks {
  /** Null when not all were seen. */
  readonly frames: number | null;
  readonly orientation: number | null;
  readonly xmp: number | null;
}

/**
 * Walks through the chunks of the container: of a still picture up to that, and up to the Exif block where one is
 * announced. Of a distant image only what is loaded is walked, unless Exif is looked for.
 */
function readChunks(
  bytes: ImageBytes,
  end: number,
  { canvas, animated, hasExif, hasXmp }: Announced,
): Chunks {
  let frames = 0;
  let pictures = 0;
  let orientation: number | null = null;
  let xmp: number | null = null;
  let looksForExif = hasExif;
  const looksForXmp = hasXmp && bytes.mayReadAll;
  let at = chunkEnd(bytes, FIRST_CHUNK);
  for (
    let chunks = 0;
    at + CHUNK_HEAD <= end && (animated || looksForExif || looksForXmp || pictures === 0);
    chunks++
  ) {
    if (chunks > MOST_CHUNKS) {
      const exif = looksForExif ? findChunk(bytes, 'riff', 'EXIF', at, end) : -1;
      if (exif >= 0) orientation = exifOrientation(bytes, exif + CHUNK_HEAD, chunkEnd(bytes, exif));
      return { frames: animated ? null : 1, orientation, xmp };
    }
    if (!bytes.mayReadAll && !looksForExif && !bytes.holds(at, Math.min(PICTURE_HEAD, bytes.size - at)))
      return { frames: animated ? null : 1, orientation, xmp };
    const next = chunkEnd(bytes, at);
    checkEnd(next, end);
    if (next - 1 > bytes.size)
      throw new TruncatedImage(`a chunk ends at byte ${next}, the file at ${bytes.size}`);
    if (animated && bytes.has(at, 'ANMF')) {
      checkFrame(bytes, at, canvas);
      frames++;
    } else if (!animated && pictures === 0 && holdsPicture(bytes, at)) {
      checkPicture(bytes, at, canvas);
      pictures++;
    } else if (bytes.has(at, 'XMP ')) {
      xmp ??= xmpOrientation(bytes, at + CHUNK_HEAD, Math.min(next, bytes.size));
    } else if (looksForExif && bytes.has(at, 'EXIF')) {
      orientation = exifOrientation(bytes, at + CHUNK_HEAD, Math.min(next, bytes.size));
      looksForExif = false;
    }
    at = next;
  }
  if (frames + pictures === 0) throw new CorruptImage('it holds no picture');
  return { frames: animated ? frames : 1, orientation, xmp };
}

/** Some writers leave out the byte that pads the last chunk, and decoders do not miss it. */
function checkEnd(next: number, end: number): void {
  if (next - 1 > end) throw new CorruptImage(`a chunk ends at byte ${next}, its container at ${end}`);
}
