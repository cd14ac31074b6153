import { hash } from 'node:crypto';
import { FORMATS } from '../image/formats/image-formats.ts';
import type { ImageFormat } from '../image/image-facts.ts';

/**
 * The name of a repaired image that cannot keep its own: `shoes/a.heic` becomes `shoes/a.heic-e284a1ccaba7.jpg`, with twelve
 * digits of the SHA-256 of its PicName. It depends on PicName and format alone, and so is the same in every import. No other
 * image has it: `a.jpg` often is the copy that somebody has made of `a.heic`, and `a.heic.jpg` the one that a program has.
 */
export const repairedName = (picName: string, format: ImageFormat): string =>
  `${picName}-${digestOf(picName)}.${FORMATS[format].extensions[0]}`;

/** The PicName of which this is the `repairedName`; undefined for every other name. */
export function nameBeforeRepair(picName: string): string | undefined {
  const [, before, digest] = /^(.+)-([0-9a-f]{12})\.[a-z]+$/s.exec(picName) ?? [];
  return before !== undefined && digestOf(before) === digest ? before : undefined;
}

const digestOf = (picName: string): string => hash('sha256', picName, 'hex').slice(0, 12);
