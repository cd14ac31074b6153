import { MOST_LEVELS, PNM_KINDS } from '../../formats/ppm.ts';
import { CorruptImage, TruncatedImage } from '../../header/bad-image.ts';
import type { RawPixels } from './raw-pixels.ts';

/**
 * Decodes PBM, PGM and PPM, as text or as bytes, with 8 or 16 bits; any highest level becomes 255.
 *
 * @throws {CorruptImage} when it is none, {TruncatedImage} when pixels are missing.
 */
export function decodePnm(bytes: Uint8Array): RawPixels {
  const kind =
    bytes[0] === LETTER_P ? PNM_KINDS[((bytes[1] ?? 0) - ZERO) as keyof typeof PNM_KINDS] : undefined;
  if (kind === undefined) throw new CorruptImage('it does not begin with P1 to P6');
  const numbers = new PnmNumbers(bytes, 2);
  const width = numbers.next();
  const height = numbers.next();
  const levels = kind.bitmap ? 1 : numbers.next();
  if (width < 1 || height < 1 || levels < 1 || levels > MOST_LEVELS) {
    throw new CorruptImage(`its header says ${width}×${height} with the highest level ${levels}`);
  }
  const count = width * height * kind.channels;
  const need = kind.text ? count : byteCount(width, height, count, levels, kind.bitmap);
  const from = numbers.at + 1; // one white space, then the pixels
  if (from + need > bytes.length) {
    throw new TruncatedImage(`its pixels end at byte ${from + need}, the file at ${bytes.length}`);
  }
  const data = new Uint8Array(count);
  if (kind.text) fillFromText(data, numbers, levels, kind.bitmap);
  else if (kind.bitmap) fillFromBits(data, bytes, from, width);
  else fillFromBytes(data, bytes, from, levels);
  return { data, width, height, channels: kind.channels };
}

const byteCount = (width: number, height: number, count: number, levels: number, bitmap: boolean): number =>
  bitmap ? Math.ceil(width / 8) * height : count * (levels > 255 ? 2 : 1);

function fillFromText(data: Uint8Array, numbers: PnmNumbers, levels: number, bitmap: boolean): void {
  for (let i = 0; i < data.length; i++) {
    data[i] = bitmap ? (numbers.digit() === 0 ? 255 : 0) : scaled(numbers.next(), levels);
  }
}

function fillFromBits(data: Uint8Array, bytes: Uint8Array, from: number, width: number): void {
  const stride = Math.ceil(width / 8);
  for (let i = 0; i < data.length; i++) {
    const x = i % width;
    const byte = bytes[from + Math.floor(i / width) * stride + (x >> 3)] as number;
    data[i] = (byte >> (7 - (x & 7))) & 1 ? 0 : 255;
  }
}

function fillFromBytes(data: Uint8Array, bytes: Uint8Array, from: number, levels: number): void {
  if (levels === 255) {
    data.set(bytes.subarray(from, from + data.length));
    return;
  }
  const wide = levels > 255;
  for (let i = 0; i < data.length; i++) {
    const at = from + (wide ? i * 2 : i);
    const value = wide ? ((bytes[at] as number) << 8) | (bytes[at + 1] as number) : (bytes[at] as number);
    data[i] = scaled(value, levels);
  }
}

const scaled = (value: number, levels: number): number => Math.min(255, Math.round((value * 255) / levels));

/** Whole numbers between white space; a comment runs from # to the end of its line and counts as white space. */
class PnmNumbers {
  /** Behind what was read last. */
  at: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  next(): number {
    let value = this.digit();
    for (; isDigit(this.#bytes[this.at]); this.at++) {
      value = Math.min(value * 10 + (this.#bytes[this.at] as number) - ZERO, Number.MAX_SAFE_INTEGER);
    }
    return value;
  }

  /** The next digit alone. */
  digit(): number {
    for (; !isDigit(this.#bytes[this.at]); this.at++) {
      const code = this.#bytes[this.at];
      if (code === undefined) throw new TruncatedImage(`it ends at byte ${this.at} within its numbers`);
      if (code === HASH) this.#skipComment();
      else if (!isSpace(code)) throw new CorruptImage(`byte ${this.at} is neither a digit nor white space`);
    }
    return (this.#bytes[this.at++] as number) - ZERO;
  }

  #skipComment(): void {
    while (this.at + 1 < this.#bytes.length && !isLineEnd(this.#bytes[this.at + 1])) this.at++;
  }
}

const LETTER_P = 0x50;
const HASH = 0x23;
const ZERO = 0x30;

const isDigit = (code: number | undefined): boolean => code !== undefined && code >= ZERO && code <= 0x39;
const isSpace = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d);
const isLineEnd = (code: number | undefined): boolean => code === 0x0a || code === 0x0d;
