import { crc32 } from 'node:zlib';
import { CorruptImage } from '../header/bad-image.ts';
import type { ImageBytes } from '../header/image-bytes.ts';
import type { ImageColour } from '../image-facts.ts';

export const LONGEST_SIDE = 2 ** 31 - 1;

/** Legal bit depths by colour type (PNG 1.2, 11.2.2). */
const COLOUR_TYPES: Readonly<Record<number, { colour: ImageColour; bits: readonly number[] }>> = {
  0: { colour: 'grey', bits: [1, 2, 4, 8, 16] },
  2: { colour: 'rgb', bits: [8, 16] },
  3: { colour: 'indexed', bits: [1, 2, 4, 8] },
  4: { colour: 'grey', bits: [8, 16] },
  6: { colour: 'rgb', bits: [8, 16] },
};

/** What IHDR ends with; the greatest values that mean anything. */
const METHODS = [
  { name: 'compression', most: 0 },
  { name: 'filter', most: 0 },
  { name: 'interlace', most: 1 },
] as const;

/** IHDR, which every PNG begins with. */
export function readHeaderChunk(bytes: ImageBytes, offset: number) {
  if (!bytes.has(offset, '\0\0\0\x0dIHDR')) {
    bytes.need(offset, 8);
    throw new CorruptImage('its first chunk is not IHDR');
  }
  const checksum = bytes.u32be(offset + 21);
  if (checksum !== crc32(bytes.subarray(offset + 4, 17)))
    throw new CorruptImage('the checksum of IHDR is wrong');
  const width = bytes.u32be(offset + 8);
  const height = bytes.u32be(offset + 12);
  if (Math.min(width, height) < 1 || Math.max(width, height) > LONGEST_SIDE) {
    throw new CorruptImage(`IHDR says ${width}×${height}`);
  }
  const bits = bytes.u8(offset + 16);
  const type = COLOUR_TYPES[bytes.u8(offset + 17)];
  if (!type?.bits.includes(bits)) {
    throw new CorruptImage(`IHDR says colour type ${bytes.u8(offset + 17)} with ${bits} bits`);
  }
  METHODS.forEach(({ name, most }, i) => {
    const method = bytes.u8(offset + 18 + i);
    if (method > most) throw new CorruptImage(`IHDR says ${name} method ${method}`);
  });
  const colour: ImageColour = type.colour === 'grey' && bits === 1 ? 'bilevel' : type.colour;
  return { width, height, colour, bits, progressive: bytes.u8(offset + 20) === 1 };
}
