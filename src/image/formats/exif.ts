import type { ImageBytes } from '../header/image-bytes.ts';
import { firstNumber, readFirstIfd } from './ifd.ts';
import { TiffBlock } from './tiff-block.ts';

export const ORIENTATION_TAG = 274;

const PREFIX = 'Exif\0';

/**
 * The orientation an Exif block states, null when it states none. Decoders look at the first directory only, so
 * thumbnails and XMP do not count. A block that is cut or wrong is no reason to refuse the picture around it.
 */
export function exifOrientation(bytes: ImageBytes, start: number, end: number): number | null {
  // The prefix belongs to JPEG, yet some writers of WebP and PNG put it into their chunks too.
  const from = bytes.has(start, PREFIX) ? start + PREFIX.length + 1 : start;
  return firstNumberIn(bytes, from, end, ORIENTATION_TAG);
}

/** The first number of a tag in a block with a TIFF header; null when there is no such block, directory or tag. */
export function firstNumberIn(bytes: ImageBytes, start: number, end: number, tag: number): number | null {
  const block = TiffBlock.at(bytes, start, end);
  const ifd = block && readFirstIfd(block);
  return ifd && firstNumber(ifd, tag);
}
