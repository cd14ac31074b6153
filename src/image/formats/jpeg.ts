import { CorruptImage, TruncatedImage, UnsupportedImage } from '../bad-image.ts';
import type { ImageBytes } from '../image-bytes.ts';
import { type ImageHeader, orientedBy, PLAIN, variantOf } from '../image-header.ts';
import { exifOrientation } from './exif.ts';

const MOST_SEGMENTS = 1000;
const MOST_JUNK = 64 * 1024; // between segments, where decoders step over it

const APP1 = 0xe1;
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
const JPEG_LS = 0xf7;
const END_MARKER = '\xff\xd9';

/** Start-of-frame markers by what is unusual about them; C4, C8 and CC are other segments. */
const FRAMES = new Map<number, string | false>([
  [0xc0, false],
  [0xc1, false],
  [0xc2, false],
  [0xc3, 'lossless JPEG'],
  [JPEG_LS, 'JPEG-LS'],
  ...[0xc5, 0xc6, 0xc7].map((marker) => [marker, 'hierarchical JPEG'] as const),
  ...[0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf].map((marker) => [marker, 'arithmetic coding'] as const),
]);

export function readJpeg(bytes: ImageBytes): ImageHeader {
  let frame: Frame | undefined;
  let exif: { readonly orientation: number | null } | undefined;
  let junk = 0;
  let offset = 2;
  for (let segments = 0; ; segments++) {
    if (segments > MOST_SEGMENTS) throw new CorruptImage(`it has more than ${MOST_SEGMENTS} segments`);
    const at = nextMarker(bytes, offset, offset + MOST_JUNK - junk);
    junk += at - offset;
    const marker = bytes.u8(at + 1);
    offset = at + 2;
    if (hasNoLength(marker)) continue;
    if (marker === END_OF_IMAGE) throw new CorruptImage('it has no image data');
    if (marker === START_OF_SCAN) break;
    const length = bytes.u16be(offset);
    if (length < 2) throw new CorruptImage(`a segment has the length ${length}`);
    if (FRAMES.has(marker)) frame ??= readFrame(bytes, offset, marker);
    // Of two Exif segments decoders take the first, also when it comes after the frame header.
    if (marker === APP1 && bytes.has(offset + 2, 'Exif\0')) {
      exif ??= { orientation: exifOrientation(bytes, offset + 2, Math.min(offset + length, bytes.size)) };
    }
    offset += length;
  }
  if (frame === undefined) throw new CorruptImage('image data comes before a frame header');
  return {
    ...PLAIN,
    ...frame,
    ...orientedBy('jpeg exif', exif?.orientation),
    truncated: hasEnd(bytes, offset) ? null : 'it has no end-of-image marker',
  };
}

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly variant: string | null;
}

function readFrame(bytes: ImageBytes, offset: number, marker: number): Frame {
  const precision = bytes.u8(offset + 2);
  const height = bytes.u16be(offset + 3);
  const width = bytes.u16be(offset + 5);
  if (marker === JPEG_LS) throw new UnsupportedImage('JPEG-LS', width, height);
  // A height of 0 is legal and means "see the DNL segment after the scan", which decoders do not look for.
  if (width === 0 || height === 0) throw new CorruptImage(`its frame header says ${width}×${height}`);
  const isCmyk = bytes.u8(offset + 7) === 4;
  const variant = variantOf(
    FRAMES.get(marker) ?? false,
    precision !== 8 && `${precision}-bit`,
    isCmyk && 'CMYK',
  );
  return { width, height, variant };
}

/** The offset of the next FF with a marker behind it; fill bytes and junk are stepped over, up to `limit`. */
function nextMarker(bytes: ImageBytes, from: number, limit: number): number {
  for (let at = from; at < limit; ) {
    if (bytes.u8(at) !== 0xff) {
      at = bytes.indexOf('\xff', at, Math.min(limit, bytes.size));
      if (at < 0) break;
    }
    const code = bytes.u8(at + 1);
    if (code !== 0xff && code !== 0x00) return at;
    at += code === 0xff ? 1 : 2;
  }
  if (limit < bytes.size) throw new CorruptImage(`it has ${MOST_JUNK} bytes of junk between segments`);
  throw new TruncatedImage('it has no image data');
}

/** TEM, the restart markers and a second start of image. */
const hasNoLength = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/**
 * Within image data FF is always escaped, so an end marker after the start of the scan is a real one. It may have
 * padding or whole other files behind it: when the tail shows none, the rest of the image is looked through.
 */
function hasEnd(bytes: ImageBytes, scan: number): boolean {
  const tail = Math.max(scan, bytes.tailStart);
  if (bytes.lastIndexOf(END_MARKER, tail) >= 0) return true;
  if (!bytes.isSmall || tail === scan) return !bytes.isSmall;
  bytes.need(scan, bytes.size - scan);
  return bytes.indexOf(END_MARKER, scan, tail + 1) >= 0;
}
