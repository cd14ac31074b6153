import type { ImageBytes } from '../header/image-bytes.ts';

const NAME = 'tiff:Orientation';
/** What stands between the name and the number: `="6"` as an attribute, `>6<` as an element. */
const VALUE = /^(?:\s*=\s*["']|\s*>)\s*(\d)\b/;

/**
 * The orientation that a block of XMP states, null when it states none. A distant image is not read further for it: most
 * decoders pass over it.
 */
export function xmpOrientation(bytes: ImageBytes, start: number, end: number): number | null {
  if (end <= start || !(bytes.mayReadAll || bytes.holds(start, end - start))) return null;
  const block = bytes.subarray(start, end - start);
  const text = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  const at = text.indexOf(NAME, 0, 'latin1');
  const value = at < 0 ? null : VALUE.exec(text.toString('latin1', at + NAME.length, at + NAME.length + 16));
  return value === null ? null : Number(value[1]);
}
