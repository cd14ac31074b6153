import type { ImageBytes } from '../header/image-bytes.ts';

const CLASSIC = { header: 8, countBytes: 2, entryBytes: 12, wordBytes: 4 } as const;
const BIG = { header: 16, countBytes: 8, entryBytes: 20, wordBytes: 8 } as const;

/** What follows the byte order, as the bytes are in the file: 42, or 43 of a BigTIFF with words of 8 bytes. */
const SIGNATURES = [
  { characters: 'II\x2a\0', little: true, layout: CLASSIC },
  { characters: 'MM\0\x2a', little: false, layout: CLASSIC },
  { characters: 'II\x2b\0\x08\0\0\0', little: true, layout: BIG },
  { characters: 'MM\0\x2b\0\x08\0\0', little: false, layout: BIG },
] as const;

/** A stretch of a file with a TIFF header: a whole TIFF, or the Exif block of another format. */
export class TiffBlock {
  readonly bytes: ImageBytes;
  readonly start: number;
  readonly end: number;
  readonly layout: typeof CLASSIC | typeof BIG;
  readonly #little: boolean;

  /** Whether a TIFF header is there. */
  static isAt(bytes: ImageBytes, start: number): boolean {
    return SIGNATURES.some(({ characters }) => bytes.has(start, characters));
  }

  /** The block between `start` and `end`, null when no TIFF header is there. */
  static at(bytes: ImageBytes, start: number, end: number): TiffBlock | null {
    const signature = SIGNATURES.find(({ characters }) => bytes.has(start, characters));
    return signature !== undefined && start + signature.layout.header <= end
      ? new TiffBlock(bytes, start, end, signature)
      : null;
  }

  private constructor(
    bytes: ImageBytes,
    start: number,
    end: number,
    { little, layout }: (typeof SIGNATURES)[number],
  ) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.layout = layout;
    this.#little = little;
  }

  get isBig(): boolean {
    return this.layout === BIG;
  }

  u16(at: number): number {
    return this.#little ? this.bytes.u16le(at) : this.bytes.u16be(at);
  }

  u32(at: number): number {
    return this.#little ? this.bytes.u32le(at) : this.bytes.u32be(at);
  }

  /** Beyond 2^53 it loses digits, and leads outside of any file all the same. */
  u64(at: number): number {
    const [low, high] = this.#little ? [at, at + 4] : [at + 4, at];
    return this.u32(high) * 2 ** 32 + this.u32(low);
  }

  /** An offset or a count in an entry: 4 bytes, 8 in a BigTIFF. */
  word(at: number): number {
    return this.isBig ? this.u64(at) : this.u32(at);
  }
}
