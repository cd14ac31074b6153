import type { ImageBytes } from '../header/image-bytes.ts';
import { firstNumber, readFirstIfd } from './ifd.ts';
import { TiffBlock } from './tiff-block.ts';

const NUMBER_OF_IMAGES = 0xb001;

/** How many pictures a Multi-Picture Format block announces (CIPA DC-007); null when it says nothing. */
export function countMpoPictures(bytes: ImageBytes, start: number, end: number): number | null {
  const block = TiffBlock.at(bytes, start, end);
  const ifd = block && readFirstIfd(block);
  return ifd && firstNumber(ifd, NUMBER_OF_IMAGES);
}
