import { TruncatedImage } from '../header/bad-image.ts';

/** A Huffman code: how many codes there are of each length, 1 to 16 bits, and what they mean in this order. */
export interface HuffmanCode {
  readonly counts: Uint8Array;
  readonly symbols: Uint8Array;
}

/** Reads the coded pixels of a JPEG bit by bit, behind FF without the 00 that follows it. */
export class JpegBits {
  readonly #bytes: Uint8Array;
  #at: number;
  #byte = 0;
  #left = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** Behind the last byte of which a bit was read. */
  get end(): number {
    return this.#at;
  }

  skip(count: number): void {
    for (let i = 0; i < count; i++) this.#bit();
  }

  /** What the next code means. */
  symbol({ counts, symbols }: HuffmanCode): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= 16; length++) {
      code |= this.#bit();
      const count = counts[length - 1] as number;
      if (code - first < count) return symbols[index + code - first] as number;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new TruncatedImage(`its pixels hold a code that means nothing before byte ${this.#at}`);
  }

  /** Steps over a restart marker, which begins at a whole byte. */
  restart(): void {
    this.#left = 0;
    while (this.#bytes[this.#at] === 0xff && this.#bytes[this.#at + 1] === 0xff) this.#at++;
    const marker = this.#bytes[this.#at + 1] ?? 0;
    if (this.#bytes[this.#at] !== 0xff || marker < 0xd0 || marker > 0xd7)
      throw new TruncatedImage(`a restart marker is missing at byte ${this.#at}`);
    this.#at += 2;
  }

  #bit(): number {
    if (this.#left === 0) this.#next();
    this.#left--;
    return (this.#byte >> this.#left) & 1;
  }

  #next(): void {
    const byte = this.#bytes[this.#at];
    if (byte === undefined || (byte === 0xff && this.#bytes[this.#at + 1] !== 0))
      throw new TruncatedImage(
        `it has no end-of-image marker, and its pixels end early, at byte ${this.#at}`,
      );
    this.#at += byte === 0xff ? 2 : 1;
    this.#byte = byte;
    this.#left = 8;
  }
}
