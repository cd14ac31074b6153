import { CorruptImage, truncationOf, UnsupportedImage } from '../header/bad-image.ts';
import type { ImageBytes } from '../header/image-bytes.ts';
import { type ImageHeader, imageHeader, orientedBy, variantOf } from '../header/image-header.ts';
import type { ImageColour } from '../image-facts.ts';
import { exifOrientation, firstNumberIn } from './exif.ts';
import { hasNoLength, MOST_JUNK, nextMarker } from './jpeg-markers.ts';
import { endOfPixels } from './jpeg-pixels-end.ts';
import {
  checkTables,
  type FrameHeader,
  type JpegTables,
  noteHuffman,
  noteQuantization,
} from './jpeg-tables.ts';
import { xmpOrientation } from './xmp.ts';

const MOST_SEGMENTS = 1000;

const APP1 = 0xe1;
const APP2 = 0xe2;
const HUFFMAN_TABLES = 0xc4;
const QUANTIZATION_TABLES = 0xdb;
const START_OF_IMAGE = 0xd8;
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
const JPEG_LS = 0xf7;
const NUMBER_OF_IMAGES = 0xb001; // of a Multi-Picture Format block (CIPA DC-007)
const XMP = 'http://ns.adobe.com/xap/1.0/\0';
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

const PROGRESSIVE_FRAMES = [0xc2, 0xc6, 0xca, 0xce];

const COLOURS: Readonly<Record<number, ImageColour>> = { 1: 'grey', 3: 'rgb', 4: 'cmyk' };

export function readJpeg(bytes: ImageBytes): ImageHeader {
  let frame: Frame | undefined;
  let exif: { readonly orientation: number | null } | undefined;
  const tables: JpegTables = { quantization: 0, dc: 0, ac: 0 };
  let xmp: number | null = null;
  let pictures = 1;
  let junk = 0;
  let offset = 2;
  for (let segments = 0; ; segments++) {
    if (segments > MOST_SEGMENTS) throw new CorruptImage(`it has more than ${MOST_SEGMENTS} segments`);
    const at = nextMarker(bytes, offset, offset + MOST_JUNK - junk);
    junk += at - offset;
    const marker = bytes.u8(at + 1);
    offset = at + 2;
    if (marker === START_OF_IMAGE) throw new CorruptImage('it begins twice');
    if (hasNoLength(marker)) continue;
    if (marker === END_OF_IMAGE) throw new CorruptImage('it has no image data');
    if (marker === START_OF_SCAN) break;
    const length = bytes.u16be(offset);
    if (length < 2) throw new CorruptImage(`a segment has the length ${length}`);
    const content = offset + 2;
    const next = offset + length;
    if (FRAMES.has(marker)) {
      if (frame !== undefined) throw new CorruptImage('it has two frame headers');
      frame = readFrame(bytes, offset, marker);
    } else if (marker === QUANTIZATION_TABLES) noteQuantization(tables, bytes, content, next);
    else if (marker === HUFFMAN_TABLES) noteHuffman(tables, bytes, content, next);
    // Of two Exif segments decoders take the first, also when it comes after the frame header.
    else if (marker === APP1 && exif === undefined && bytes.has(content, 'Exif\0'))
      exif = { orientation: exifOrientation(bytes, content, next) };
    else if (marker === APP1 && bytes.has(content, XMP))
      xmp ??= xmpOrientation(bytes, content + XMP.length, next);
    else if (marker === APP2 && bytes.has(content, 'MPF\0'))
      pictures = firstNumberIn(bytes, content + 4, next, NUMBER_OF_IMAGES) ?? pictures;
    offset = next;
  }
  if (frame === undefined) throw new CorruptImage('image data comes before a frame header');
  const { width, height, colour, bits, progressive, unusual } = frame;
  const filledIn = checkTables(tables, bytes, frame, offset);
  const end = lookForEnd(bytes, offset);
  const variant = variantOf(
    pictures > 1 && 'MPO',
    unusual,
    filledIn && 'Motion JPEG without Huffman tables',
    bits !== 8 && `${bits}-bit`,
    colour === 'cmyk' && 'CMYK',
  );
  const truncated = end === false ? truncationOf(() => endOfPixels(bytes)) : null;
  const endMissing = end === false && truncated === null;
  const truncationChecked = end !== undefined;
  return imageHeader(
    width,
    height,
    {
      frames: pictures,
      colour,
      bits,
      progressive,
      variant,
      truncationChecked,
      truncated,
      endMissing,
      xmpOrientation: xmp,
    },
    orientedBy('jpeg exif', exif?.orientation),
  );
}

const isSampling = (factor: number): boolean => factor >= 1 && factor <= 4;

interface Frame extends FrameHeader {
  readonly width: number;
  readonly height: number;
  readonly colour: ImageColour | null;
  readonly bits: number;
  readonly progressive: boolean;
  readonly unusual: string | false;
}

function readFrame(bytes: ImageBytes, offset: number, marker: number): Frame {
  const bits = bytes.u8(offset + 2);
  const height = bytes.u16be(offset + 3);
  const width = bytes.u16be(offset + 5);
  if (marker === JPEG_LS) throw new UnsupportedImage('JPEG-LS', width, height);
  // A height of 0 is legal and means "see the DNL segment after the scan", which decoders do not look for.
  if (width === 0 || height === 0) throw new CorruptImage(`its frame header says ${width}×${height}`);
  const components = bytes.u8(offset + 7);
  if (components === 0 || bytes.u16be(offset) !== 8 + 3 * components)
    throw new CorruptImage(`its frame header says ${components} components in ${bytes.u16be(offset)} bytes`);
  for (let i = 0; i < components; i++) {
    const sampling = bytes.u8(offset + 9 + 3 * i);
    if (!isSampling(sampling >> 4) || !isSampling(sampling & 15))
      throw new CorruptImage(`its frame header says the sampling ${sampling >> 4}×${sampling & 15}`);
  }
  const colour = COLOURS[components] ?? null;
  const progressive = PROGRESSIVE_FRAMES.includes(marker);
  const unusual = FRAMES.get(marker) ?? false;
  return { marker, at: offset, width, height, colour, bits, progressive, unusual };
}

/**
 * Within image data FF is always escaped, so an end marker after the start of the scan is a real one. It may have
 * padding or whole other files behind it: when the tail shows none, the rest of the image is looked through.
 * Undefined where looking costs more than it is worth.
 */
function lookForEnd(bytes: ImageBytes, scan: number): boolean | undefined {
  const last = bytes.size - END_MARKER.length;
  if (!bytes.mayReadAll && !bytes.holds(scan, bytes.size - scan)) return undefined;
  if (last >= scan && bytes.has(last, END_MARKER)) return true;
  const tail = Math.max(scan, bytes.tailStart);
  if (hasEndMarker(bytes.subarray(tail, bytes.size - tail))) return true;
  return tail > scan && hasEndMarker(bytes.subarray(scan, tail + 1 - scan));
}

/** Byte by byte from the end: a hostile file has more of any byte than a search from one to the next can bear. */
function hasEndMarker(view: Uint8Array): boolean {
  for (let at = view.length - 2; at >= 0; at--) {
    if (view[at] === 0xff && view[at + 1] === END_OF_IMAGE) return true;
  }
  return false;
}
