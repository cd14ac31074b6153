import { CorruptImage } from '../header/bad-image.ts';
import type { ImageBytes } from '../header/image-bytes.ts';
import { type ImageHeader, imageHeader, orientedBy, variantOf } from '../header/image-header.ts';
import { exifOrientation } from './exif.ts';
import { findChunk } from './find-chunk.ts';
import { LONGEST_SIDE, readHeaderChunk } from './png-header-chunk.ts';
import { isRawExifProfile, rawProfileOrientation } from './png-raw-profile.ts';
import { readPngTail } from './png-tail.ts';
import { xmpOrientation } from './xmp.ts';

/** Chunks before the pixels that are looked at; what lies beyond is stepped over. */
const MOST_CHUNKS = 4096;
const XMP = 'iTXtXML:com.adobe.xmp\0';
const LONGEST_PALETTE = 3 * 256;

export function readPng(bytes: ImageBytes): ImageHeader {
  const isCgbi = bytes.has(12, 'CgBI'); // Apple's PNG for its phones: one chunk before the header, swapped colours
  const first = isCgbi ? 8 + 12 + bytes.u32be(8) : 8;
  const { width, height, colour, bits, progressive } = readHeaderChunk(bytes, first);
  let early: number | null = null;
  let profile: number | null | undefined;
  let xmp: number | null = null;
  let frames = 1;
  let hasPalette = false;
  let offset = first;
  for (let chunks = 0; !bytes.has(offset + 4, 'IDAT'); chunks++) {
    if (chunks > MOST_CHUNKS) {
      offset = findChunk(bytes, 'png', 'IDAT', offset, bytes.size);
      if (offset < 0) throw new CorruptImage('it has no image data');
      break;
    }
    const length = chunkLength(bytes, offset);
    const data = offset + 8;
    if (bytes.has(offset + 4, 'IEND')) throw new CorruptImage('it has no image data');
    if (bytes.has(offset + 4, 'IHDR') && offset !== first) throw new CorruptImage('it has two IHDR chunks');
    if (bytes.has(offset + 4, 'PLTE')) hasPalette = isPalette(length);
    else if (bytes.has(offset + 4, 'acTL')) frames = Math.max(1, bytes.u32be(data));
    else if (bytes.has(offset + 4, 'eXIf')) early ??= exifOrientation(bytes, data, data + length);
    else if (bytes.has(offset + 4, XMP)) xmp ??= xmpOrientation(bytes, data, data + length);
    else if (profile === undefined && isRawExifProfile(bytes, offset))
      profile = rawProfileOrientation(bytes, offset, length);
    offset = data + length + 4;
    bytes.need(offset, 8);
  }
  if (colour === 'indexed' && !hasPalette) throw new CorruptImage('its pixels are indices without a palette');
  const tail = readPngTail(bytes, offset, profile);
  const variant = variantOf(isCgbi && 'CgBI', frames > 1 && 'APNG', bits === 16 && '16-bit');
  const truncationChecked = tail.hasEnd !== undefined;
  const truncated = tail.truncated ?? (tail.hasEnd === false ? 'it has no IEND chunk' : null);
  return imageHeader(
    width,
    height,
    {
      frames,
      animated: frames > 1,
      colour,
      bits,
      progressive,
      variant,
      truncationChecked,
      truncated,
      xmpOrientation: xmp,
    },
    orientedBy('png eXIf', early ?? tail.exif, orientedBy('png raw profile', tail.profile)),
  );
}

const isPalette = (length: number): boolean => length > 0 && length <= LONGEST_PALETTE && length % 3 === 0;

function chunkLength(bytes: ImageBytes, offset: number): number {
  const length = bytes.u32be(offset);
  if (length > LONGEST_SIDE) throw new CorruptImage(`a chunk has the length ${length}`);
  return length;
}
