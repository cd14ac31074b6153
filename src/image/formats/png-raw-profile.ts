import { inflateSync } from 'node:zlib';
import { ImageBytes } from '../header/image-bytes.ts';
import { exifOrientation } from './exif.ts';

const KEYWORD = 'Raw profile type exif\0';
const LONGEST_CHUNK = 256 * 1024;
const LONGEST_TEXT = 256 * 1024; // an Exif block has at most 64 KiB, which are 128 KiB as digits

/** Whether the chunk at `offset` holds Exif the way ImageMagick and exiv2 wrote it before eXIf existed. */
export const isRawExifProfile = (bytes: ImageBytes, offset: number): boolean =>
  (bytes.has(offset + 4, 'zTXt') || bytes.has(offset + 4, 'tEXt')) && bytes.has(offset + 8, KEYWORD);

/** The orientation in such a chunk: a name, a length and the block in hexadecimal lines, packed in zTXt. */
export function rawProfileOrientation(bytes: ImageBytes, offset: number, length: number): number | null {
  const from = KEYWORD.length + (bytes.has(offset + 4, 'zTXt') ? 1 : 0);
  if (length > LONGEST_CHUNK || length < from) return null;
  const content = bytes.subarray(offset + 8 + from, length - from);
  const text = bytes.has(offset + 4, 'zTXt') ? inflated(content) : Buffer.from(content).toString('latin1');
  const digits = /^\s*exif\s+\d+\s+([\da-f\s]+)/i.exec(text)?.[1];
  if (digits === undefined) return null;
  const block = Buffer.from(digits.replace(/\s+/g, ''), 'hex');
  return exifOrientation(new ImageBytes(block.length, block), 0, block.length);
}

function inflated(content: Uint8Array): string {
  try {
    return inflateSync(content, { maxOutputLength: LONGEST_TEXT }).toString('latin1');
  } catch {
    return ''; // a broken text is no reason to refuse the picture, and decoders do not
  }
}
