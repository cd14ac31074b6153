import { CorruptImage, TruncatedImage, truncationOf } from '../header/bad-image.ts';
import type { ImageBytes } from '../header/image-bytes.ts';
import { type ImageHeader, imageHeader, orientedBy } from '../header/image-header.ts';
import { exifOrientation } from './exif.ts';

const MOST_CHUNKS = 4096;
const FIRST_CHUNK = 12;
const HAS_EXIF = 0x08;
const HAS_ANIMATION = 0x02;

export const isWebp = (bytes: ImageBytes): boolean => bytes.has(0, 'RIFF') && bytes.has(8, 'WEBP');

/** The three kinds of first chunk; `at` is its content. */
const KINDS = [
  { name: 'VP8 ', read: readLossy },
  { name: 'VP8L', read: readLossless },
  { name: 'VP8X', read: readExtended },
] as const;

export function readWebp(bytes: ImageBytes): ImageHeader {
  const kind = KINDS.find(({ name }) => bytes.has(FIRST_CHUNK, name));
  if (kind === undefined) {
    bytes.need(FIRST_CHUNK, 4);
    throw new CorruptImage('its first chunk is none of VP8, VP8L and VP8X');
  }
  const header = kind.read(bytes, FIRST_CHUNK + 8);
  const said = 8 + bytes.u32le(4);
  if (said < FIRST_CHUNK + 8) throw new CorruptImage(`its container says ${said} bytes`);
  const mayLackPadding = kind.name === 'VP8X' || (bytes.u32le(FIRST_CHUNK + 4) & 1) === 1; // as some writers do
  return bytes.size + (mayLackPadding ? 1 : 0) < said
    ? { ...header, truncated: `its container has ${said} bytes, the file ${bytes.size}` }
    : header;
}

function readLossy(bytes: ImageBytes, at: number): ImageHeader {
  if ((bytes.u8(at) & 1) !== 0 || !bytes.has(at + 3, '\x9d\x01\x2a')) {
    bytes.need(at, 10);
    throw new CorruptImage('its VP8 chunk does not begin with a key frame');
  }
  return imageHeader(bytes.u16le(at + 6) & 0x3fff, bytes.u16le(at + 8) & 0x3fff, {});
}

function readLossless(bytes: ImageBytes, at: number): ImageHeader {
  if (bytes.u8(at) !== 0x2f) throw new CorruptImage('its VP8L chunk does not begin with 2F');
  const sides = bytes.u32le(at + 1);
  return imageHeader((sides & 0x3fff) + 1, ((sides >>> 14) & 0x3fff) + 1, {});
}

/** As libwebp and Pillow do, the flags decide whether there is Exif, not a chunk that they do not announce. */
function readExtended(bytes: ImageBytes, at: number): ImageHeader {
  const flags = bytes.u8(at);
  const width = u24le(bytes, at + 4) + 1;
  const height = u24le(bytes, at + 7) + 1;
  const animated = (flags & HAS_ANIMATION) !== 0;
  const counts = animated && bytes.mayReadAll;
  let found: Chunks = { frames: 0, orientation: null };
  const truncated = truncationOf(() => {
    if (counts) bytes.need(0, bytes.size);
    if (flags & HAS_EXIF || counts) found = readChunks(bytes, at + 10, counts);
  });
  return imageHeader(
    width,
    height,
    { frames: counts ? found.frames : animated ? null : 1, animated, truncated },
    orientedBy('webp exif', flags & HAS_EXIF ? found.orientation : null),
  );
}

interface Chunks {
  readonly frames: number;
  readonly orientation: number | null;
}

/** Walks up to the Exif chunk or, to count the frames, through all of them. */
function readChunks(bytes: ImageBytes, from: number, counts: boolean): Chunks {
  let at = from;
  let frames = 0;
  let orientation: number | null = null;
  for (let chunks = 0; at + 8 <= bytes.size; chunks++) {
    if (chunks > MOST_CHUNKS) throw new CorruptImage(`it has more than ${MOST_CHUNKS} chunks`);
    const length = bytes.u32le(at + 4);
    const end = at + 8 + length;
    if (end > bytes.size) throw new TruncatedImage(`a chunk ends at byte ${end}, the file at ${bytes.size}`);
    if (bytes.has(at, 'ANMF')) frames++;
    else if (bytes.has(at, 'EXIF')) {
      orientation ??= exifOrientation(bytes, at + 8, end);
      if (!counts) break;
    }
    at = end + (length & 1);
  }
  return { frames, orientation };
}

const u24le = (bytes: ImageBytes, at: number): number => bytes.u16le(at) | (bytes.u8(at + 2) << 16);
