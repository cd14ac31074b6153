import { CorruptImage } from '../header/bad-image.ts';
import type { ImageBytes } from '../header/image-bytes.ts';

export const MOST_JUNK = 64 * 1024; // between segments, where decoders step over it

/** The offset of the next FF with a marker behind it; fill bytes and junk are stepped over, up to `limit`. */
export function nextMarker(bytes: ImageBytes, from: number, limit = from + MOST_JUNK): number {
  for (let at = from; at < limit; at++) {
    if (bytes.u8(at) !== 0xff) continue;
    const code = bytes.u8(at + 1);
    if (code !== 0xff && code !== 0x00) return at;
  }
  throw new CorruptImage(`it has ${MOST_JUNK} bytes of junk between segments`);
}

/** TEM, the restart markers and a start of image. */
export const hasNoLength = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
