import { CorruptImage } from '../header/bad-image.ts';
import type { ImageBytes } from '../header/image-bytes.ts';

const MOST_CHUNKS = 16_384;
const AROUND = 12; // length, name and checksum

/**
 * Where the row of IDAT chunks ends that begins at `from`, as far as it is loaded. Other IDAT chunks do not count.
 *
 * @throws {CorruptImage} when the row is empty, or no chunk follows where its last one says that it ends
 */
export function pixelsEnd(bytes: ImageBytes, from: number): number {
  let at = from;
  let length = 0;
  for (let chunks = 0; chunks < MOST_CHUNKS && bytes.holds(at, AROUND); chunks++) {
    if (!bytes.has(at + 4, 'IDAT')) {
      if (length === 0) throw new CorruptImage('its IDAT chunks are empty');
      if (!isName(bytes, at + 4)) throw new CorruptImage(`no chunk begins at byte ${at}, behind its pixels`);
      return at;
    }
    length += bytes.u32be(at);
    at += AROUND + bytes.u32be(at);
  }
  return at;
}

/** Whether the four bytes there are letters. */
function isName(bytes: ImageBytes, at: number): boolean {
  for (let i = at; i < at + 4; i++) {
    const letter = bytes.u8(i) | 0x20;
    if (letter < 0x61 || letter > 0x7a) return false;
  }
  return true;
}
