import { loneSurrogate } from '../../shared/text/lone-surrogate.ts';
import { MOST_KEY_BYTES } from './oss-address.ts';

/**
 * Whether a key reaches the bucket unchanged: it has 1 to 1,023 bytes, no leading slash or backslash (OSS object naming
 * rules), no dot segment, which every URL parser removes, and no half of a surrogate pair, which UTF-8 cannot encode.
 */
export function isKey(key: string): boolean {
  const bytes = Buffer.byteLength(key);
  const hasDotSegment = /(?:^|\/)\.\.?(?:\/|$)/.test(key);
  const isWhole = loneSurrogate(key) === undefined;
  return bytes >= 1 && bytes <= MOST_KEY_BYTES && !/^[/\\]/.test(key) && !hasDotSegment && isWhole;
}

/** @throws {RangeError} for a text that cannot be a key */
export function checkKey(key: string): string {
  if (isKey(key)) return key;
  throw new RangeError(
    `Cannot name an object as its key must have 1 to ${MOST_KEY_BYTES} bytes, no leading slash, no dot segment and no half of a surrogate pair: current value is ${JSON.stringify(key)}`,
  );
}
