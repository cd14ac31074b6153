import { ORIENTATION_TAG } from '../../formats/exif.ts';
import { entryOf, NUMBER_TYPES, readFirstIfd } from '../../formats/ifd.ts';
import { TiffBlock } from '../../formats/tiff-block.ts';
import { ImageBytes } from '../../header/image-bytes.ts';

/** The TIFF with the orientation 1, the only one that says nothing; all other bytes as they were. Null when there is none. */
export function tiffWithoutOrientation(bytes: Uint8Array): Uint8Array | null {
  const block = TiffBlock.at(new ImageBytes(bytes.length, bytes), 0, bytes.length);
  const ifd = block && readFirstIfd(block);
  const entry = ifd && entryOf(ifd, ORIENTATION_TAG);
  const size = NUMBER_TYPES[entry?.type ?? 0]?.size;
  if (!entry || size === undefined || entry.at + size > bytes.length) return null;
  const upright = new Uint8Array(bytes);
  upright.fill(0, entry.at, entry.at + size);
  const isLittle = bytes[0] === LETTER_I;
  upright[isLittle ? entry.at : entry.at + size - 1] = 1;
  return upright;
}

const LETTER_I = 0x49;
