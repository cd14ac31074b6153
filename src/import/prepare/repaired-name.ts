import { createHash } from 'node:crypto';
import { FORMATS } from '../../image/formats/image-formats.ts';
import type { ImageFormat } from '../../image/image-facts.ts';

/**
 * The name of a repaired image that cannot keep its own: `shoes/a.heic` becomes `shoes/a.heic-e284a1ccaba7.jpg`, with twelve
 * digits of the SHA-256 of its PicName. It depends on PicName and format alone, and so is the same in every import. No other
 * image has it: `a.jpg` often is the copy that somebody has made of `a.heic`, and `a.heic.jpg` the one that a program has.
 */
export function repairedName(picName: string, format: ImageFormat): string {
  const digest = createHash('sha256').update(picName).digest('hex').slice(0, 12);
  return `${picName}-${digest}.${FORMATS[format].extensions[0]}`;
}
