import { CorruptImage, TruncatedImage, truncationOf, UnsupportedImage } from '../bad-image.ts';
import type { ImageBytes } from '../image-bytes.ts';
import { type ImageHeader, orientedBy, PLAIN, variantOf } from '../image-header.ts';
import { ORIENTATION_TAG } from './exif.ts';
import { firstNumber, type Ifd, lastNumbers, readFirstIfd } from './ifd.ts';
import { TiffBlock } from './tiff-block.ts';

const MOST_STRIPS = 16_384;

const TAG = {
  subfileType: 254,
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  stripOffsets: 273,
  stripBytes: 279,
  tileOffsets: 324,
  tileBytes: 325,
  subDirectories: 330,
  dngVersion: 50706,
} as const;

const REDUCED_RESOLUTION = 1;
const OLD_JPEG = 6; // its strips are often not where the tags say, and decoders know
const CMYK = 5;

export const isTiff = (bytes: ImageBytes): boolean => TiffBlock.at(bytes, 0, bytes.size) !== null;

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
  const bits = firstNumber(ifd, TAG.bits) ?? 1;
  return {
    ...PLAIN,
    width,
    height,
    ...orientedBy('tiff tag', firstNumber(ifd, ORIENTATION_TAG)),
    variant: variantOf(
      block.isBig && 'BigTIFF',
      bits > 8 && `${bits}-bit`,
      firstNumber(ifd, TAG.photometric) === CMYK && 'CMYK',
      ifd.hasNext && 'several pages',
    ),
    truncated: truncationOf(() => checkPixels(ifd, bytes.size)),
  };
}

/** Camera files keep a preview in the first directory, so they would pass as small pictures. */
function rawKind(ifd: Ifd): string | null {
  if (ifd.block.bytes.has(8, 'CR')) return 'CR2 (camera RAW)';
  if (ifd.tags.has(TAG.dngVersion)) return 'DNG (camera RAW)';
  const isPreview =
    firstNumber(ifd, TAG.subfileType) === REDUCED_RESOLUTION && ifd.tags.has(TAG.subDirectories);
  return isPreview ? 'camera RAW in a TIFF container' : null;
}

function checkPixels(ifd: Ifd, size: number): void {
  if (firstNumber(ifd, TAG.compression) === OLD_JPEG) return;
  const tiled = ifd.tags.has(TAG.tileOffsets);
  const offsets = lastNumbers(ifd, tiled ? TAG.tileOffsets : TAG.stripOffsets, MOST_STRIPS) ?? [];
  const lengths = lastNumbers(ifd, tiled ? TAG.tileBytes : TAG.stripBytes, MOST_STRIPS) ?? [];
  offsets.forEach((offset, i) => {
    const end = offset + (lengths[i] ?? 0);
    if (end > size) throw new TruncatedImage(`its pixels end at byte ${end}, the file at ${size}`);
  });
}
