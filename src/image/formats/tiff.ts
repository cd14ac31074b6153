import { CorruptImage, TruncatedImage, truncationOf, UnsupportedImage } from '../header/bad-image.ts';
import type { ImageBytes } from '../header/image-bytes.ts';
import { type ImageHeader, imageHeader, orientedBy, variantOf } from '../header/image-header.ts';
import type { ImageColour } from '../image-facts.ts';
import { rawKind } from './camera-raw.ts';
import { ORIENTATION_TAG } from './exif.ts';
import { entryOf, firstNumber, type Ifd, readFirstIfd } from './ifd.ts';
import { TiffBlock } from './tiff-block.ts';
import { checkStrips, stripsAreLoaded } from './tiff-strips.ts';
import { xmpOrientation } from './xmp.ts';

const TAG = {
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  xmp: 700,
} as const;

const LZMA = 34_925;

/** By tag 262: white or black is zero, RGB, a palette, a mask, CMYK, YCbCr, and three kinds of Lab. */
const COLOURS: readonly (ImageColour | null)[] = [
  ...(['grey', 'grey', 'rgb', 'indexed', 'bilevel', 'cmyk', 'rgb', null, 'lab', 'lab', 'lab'] as const),
];

export const isTiff = (bytes: ImageBytes): boolean => TiffBlock.isAt(bytes, 0);

export function readTiff(bytes: ImageBytes): ImageHeader {
  const block = TiffBlock.at(bytes, 0, bytes.size);
  const ifd = block && readFirstIfd(block);
  if (block === null || ifd === null)
    throw new TruncatedImage('its directory lies behind the end of the file');
  if (!ifd.complete) throw new TruncatedImage('its directory reaches beyond the end of the file');
  const width = firstNumber(ifd, TAG.width) ?? 0;
  const height = firstNumber(ifd, TAG.height) ?? 0;
  const raw = rawKind(ifd);
  if (raw !== null) throw new UnsupportedImage(raw, width, height);
  if (width === 0 || height === 0) throw new CorruptImage(`its directory says ${width}×${height}`);
  const bits = firstNumber(ifd, TAG.bits) ?? (entryOf(ifd, TAG.bits) === null ? 1 : null);
  if (bits === null) throw new TruncatedImage('its bits per sample lie behind the end of the file');
  if (bits === 0) throw new CorruptImage('its directory says 0 bits per sample');
  const colour = COLOURS[firstNumber(ifd, TAG.photometric) ?? -1] ?? null;
  const truncationChecked = bytes.mayReadAll || stripsAreLoaded(ifd);
  const found = {
    frames: ifd.hasNext ? null : 1,
    colour: colour === 'grey' && bits === 1 ? 'bilevel' : colour,
    bits,
    variant: variantOf(
      block.isBig && 'BigTIFF',
      bits > 8 && `${bits}-bit`,
      colour === 'cmyk' && 'CMYK',
      colour === 'lab' && 'Lab',
      firstNumber(ifd, TAG.compression) === LZMA && 'LZMA',
      ifd.hasNext && 'several pages',
    ),
    truncationChecked,
    xmpOrientation: xmpIn(ifd),
    truncated: truncationChecked ? truncationOf(() => checkStrips(ifd, bytes.size)) : null,
  } as const;
  return imageHeader(width, height, found, orientedBy('tiff tag', firstNumber(ifd, ORIENTATION_TAG)));
}

function xmpIn(ifd: Ifd): number | null {
  const entry = entryOf(ifd, TAG.xmp);
  if (entry === null || entry.count <= ifd.block.layout.wordBytes) return null;
  const start = ifd.block.word(entry.at);
  return xmpOrientation(ifd.block.bytes, start, Math.min(start + entry.count, ifd.block.end));
}
