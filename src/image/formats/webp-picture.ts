import { CorruptImage } from '../header/bad-image.ts';
import type { ImageBytes } from '../header/image-bytes.ts';

/** In px. */
export interface WebpSize {
  readonly width: number;
  readonly height: number;
}

/** The name and the length of a chunk. */
export const CHUNK_HEAD = 8;

export const holdsPicture = (bytes: ImageBytes, chunk: number): boolean =>
  bytes.has(chunk, 'VP8 ') || bytes.has(chunk, 'VP8L');

/** The size in the head of a VP8 or VP8L chunk. */
export function pictureSize(bytes: ImageBytes, chunk: number): WebpSize {
  const at = chunk + CHUNK_HEAD;
  return bytes.has(chunk, 'VP8L') ? losslessSize(bytes, at) : lossySize(bytes, at);
}

/** Behind the chunk and the byte that pads one of odd length. */
export function chunkEnd(bytes: ImageBytes, chunk: number): number {
  const length = bytes.u32le(chunk + 4);
  return chunk + CHUNK_HEAD + length + (length & 1);
}

export const u24le = (bytes: ImageBytes, at: number): number => bytes.u16le(at) | (bytes.u8(at + 2) << 16);

function lossySize(bytes: ImageBytes, at: number): WebpSize {
  if ((bytes.u8(at) & 1) !== 0 || !bytes.has(at + 3, '\x9d\x01\x2a')) {
    bytes.need(at, 10);
    throw new CorruptImage('its VP8 chunk does not begin with a key frame');
  }
  return { width: bytes.u16le(at + 6) & 0x3fff, height: bytes.u16le(at + 8) & 0x3fff };
}

function losslessSize(bytes: ImageBytes, at: number): WebpSize {
  if (bytes.u8(at) !== 0x2f) throw new CorruptImage('its VP8L chunk does not begin with 2F');
  const sides = bytes.u32le(at + 1);
  return { width: (sides & 0x3fff) + 1, height: ((sides >>> 14) & 0x3fff) + 1 };
}
