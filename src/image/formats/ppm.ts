import { CorruptImage, TruncatedImage, truncationOf } from '../header/bad-image.ts';
import type { ImageBytes } from '../header/image-bytes.ts';
import { type ImageHeader, imageHeader, variantOf } from '../header/image-header.ts';
import { countPpmNumbers } from './ppm-numbers.ts';

const LONGEST_HEADER = 64 * 1024; // comments may be of any length
const MOST_DIGITS = 9;
export const MOST_LEVELS = 65_535;

/** The six kinds of the PNM family by the digit after the P; PAM (P7) and PFM (PF, Pf) are other formats. */
export const PNM_KINDS = {
  1: { text: true, channels: 1, bitmap: true },
  2: { text: true, channels: 1, bitmap: false },
  3: { text: true, channels: 3, bitmap: false },
  4: { text: false, channels: 1, bitmap: true },
  5: { text: false, channels: 1, bitmap: false },
  6: { text: false, channels: 3, bitmap: false },
} as const;

export const isPpm = (bytes: ImageBytes): boolean =>
  bytes.has(0, 'P') && bytes.head(3).length === 3 && kindOf(bytes) !== undefined && endsToken(bytes.u8(2));

export function readPpm(bytes: ImageBytes): ImageHeader {
  const digit = bytes.u8(1) - ZERO;
  const { text, channels, bitmap } = kindOf(bytes) ?? PNM_KINDS[6];
  const width = readNumber(bytes, 2);
  const height = readNumber(bytes, width.end);
  const levels = bitmap ? { value: 1, end: height.end } : readNumber(bytes, height.end);
  if (bytes.u8(levels.end) === HASH) throw new CorruptImage('a comment stands where its pixels begin');
  if (levels.value > MOST_LEVELS) throw new CorruptImage(`its highest level is ${levels.value}`);
  const pixels = levels.end + 1; // one white space, then the pixels
  const row = bitmap && !text ? Math.ceil(width.value / 8) : width.value * channels;
  const numbers = row * height.value;
  const isLoaded = bytes.mayReadAll || bytes.holds(pixels, bytes.size - pixels);
  const truncationChecked = !text || (bytes.isSmall && isLoaded); // counting the numbers looks at every byte
  return imageHeader(width.value, height.value, {
    colour: bitmap ? 'bilevel' : channels === 1 ? 'grey' : 'rgb',
    bits: Math.ceil(Math.log2(levels.value + 1)),
    variant: variantOf(digit !== 6 && `P${digit}`, levels.value > 255 && '16-bit'),
    truncationChecked,
    truncated: truncationOf(() => {
      checkEnd(bytes, pixels + numbers * (levels.value > 255 && !text ? 2 : 1));
      if (text && truncationChecked) checkNumbers(bytes, pixels, numbers, bitmap);
    }),
  });
}

const kindOf = (bytes: ImageBytes) => PNM_KINDS[(bytes.u8(1) - ZERO) as keyof typeof PNM_KINDS];

/** White space before and after a number; a comment counts as such and runs to the end of its line. */
function readNumber(bytes: ImageBytes, from: number): { readonly value: number; readonly end: number } {
  let at = from;
  for (; endsToken(bytes.u8(at)); at++) {
    if (at > LONGEST_HEADER) throw new CorruptImage(`its header is longer than ${LONGEST_HEADER} bytes`);
    if (bytes.u8(at) === HASH) at = endOfLine(bytes, at);
  }
  let value = 0;
  const start = at;
  for (; isDigit(bytes.u8(at)); at++) value = value * 10 + bytes.u8(at) - ZERO;
  if (value === 0 || at - start > MOST_DIGITS || !endsToken(bytes.u8(at))) {
    throw new CorruptImage('its header does not hold whole numbers above 0');
  }
  return { value, end: at };
}

function endOfLine(bytes: ImageBytes, from: number): number {
  for (let at = from; at <= from + LONGEST_HEADER; at++) {
    const code = bytes.u8(at);
    if (code === LINE_FEED || code === CARRIAGE_RETURN) return at;
  }
  throw new CorruptImage(`its header is longer than ${LONGEST_HEADER} bytes`);
}

function checkNumbers(bytes: ImageBytes, from: number, needed: number, bitmap: boolean): void {
  const found = countPpmNumbers(bytes.subarray(from, bytes.size - from), bitmap);
  if (found < needed) throw new TruncatedImage(`it has ${found} of ${needed} numbers`);
}

function checkEnd(bytes: ImageBytes, end: number): void {
  if (end > bytes.size) throw new TruncatedImage(`its pixels end at byte ${end}, the file at ${bytes.size}`);
}

const HASH = 0x23;
const ZERO = 0x30;
const NINE = 0x39;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

const isDigit = (code: number): boolean => code >= ZERO && code <= NINE;
const endsToken = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === HASH;
