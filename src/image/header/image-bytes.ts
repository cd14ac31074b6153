import { TruncatedImage } from './bad-image.ts';

/** No accepted image is larger, so no reader asks for all of a file that is, and nothing reads further. */
export const MOST_BYTES = 4 * 1024 * 1024;

/** The bytes at a file's end that are searched for what formats keep there: more where a read costs little. */
const NEAR_TAIL_BYTES = 64 * 1024;
const FAR_TAIL_BYTES = 16 * 1024;

/** Thrown by `ImageBytes` when bytes of the file are not loaded yet. It is not an Error: it is frequent, and no stack is needed. */
export class NeedBytes {
  readonly offset: number;
  readonly length: number;

  constructor(offset: number, length: number) {
    this.offset = offset;
    this.length = length;
  }
}

interface Window {
  readonly start: number;
  readonly bytes: Uint8Array;
}

/**
 * The bytes of a file as far as they are loaded. Header readers are plain functions over it and need not know
 * where it comes from: missing bytes end them with `NeedBytes`, and they run again once these bytes are loaded.
 * Every access passes one bound check, so no length in a file can lead outside of it.
 */
export class ImageBytes {
  /** Whether a reader may ask for the whole file when less does not decide: not of a large or a distant one. */
  readonly mayReadAll: boolean;
  /** Whether the file is small enough to be read whole when the loaded part gives a reason to. */
  readonly isSmall: boolean;
  readonly #size: number | undefined;
  readonly #windows: Window[] = [];
  #start = 0;
  #bytes: Uint8Array;

  /** `size` is that of the whole file, loaded or not; undefined while it is unknown. */
  constructor(size: number | undefined, head: Uint8Array, mayReadAll = true) {
    this.#size = size;
    this.#bytes = head;
    this.#windows.push({ start: 0, bytes: head });
    this.isSmall = size === undefined || size <= MOST_BYTES;
    this.mayReadAll = mayReadAll && this.isSmall;
  }

  add(start: number, bytes: Uint8Array): void {
    this.#windows.push({ start, bytes });
    this.#start = start;
    this.#bytes = bytes;
  }

  /** Size of the whole file, in bytes. While it is unknown, asking for it needs all of the file. */
  get size(): number {
    if (this.#size === undefined) throw new NeedBytes(0, MOST_BYTES + 1);
    return this.#size;
  }

  get isEmpty(): boolean {
    return this.#size === 0 || (this.#size === undefined && this.head(1).length === 0);
  }

  get tailStart(): number {
    return Math.max(0, this.size - (this.mayReadAll ? NEAR_TAIL_BYTES : FAR_TAIL_BYTES));
  }

  /** Whether these bytes are loaded, so that looking at them costs nothing. */
  holds(offset: number, length: number): boolean {
    const local = offset - this.#start;
    if (local >= 0 && local + length <= this.#bytes.length) return true;
    return this.#windowOf(offset, length) !== undefined;
  }

  u8(offset: number): number {
    const at = this.#locate(offset, 1); // it may change #bytes, which therefore is read after it
    return this.#bytes[at] as number;
  }

  u16be(offset: number): number {
    const at = this.#locate(offset, 2);
    return ((this.#bytes[at] as number) << 8) | (this.#bytes[at + 1] as number);
  }

  u16le(offset: number): number {
    const at = this.#locate(offset, 2);
    return (this.#bytes[at] as number) | ((this.#bytes[at + 1] as number) << 8);
  }

  u32be(offset: number): number {
    return this.u16be(offset) * 0x10000 + this.u16be(offset + 2);
  }

  u32le(offset: number): number {
    return this.u16le(offset) + this.u16le(offset + 2) * 0x10000;
  }

  i32le(offset: number): number {
    return this.u32le(offset) | 0;
  }

  /** Asks for a stretch of the file at once; nothing happens when it is loaded. */
  need(offset: number, length: number): void {
    if (length > 0) this.#locate(offset, length);
  }

  /** A view, not a copy. */
  subarray(offset: number, length: number): Uint8Array {
    const at = this.#locate(offset, length);
    return this.#bytes.subarray(at, at + length);
  }

  /** A view of the loaded bytes from `offset` on; empty when the byte at `offset` is not loaded. */
  loadedFrom(offset: number): Uint8Array {
    const window = this.#windowOf(offset, 1);
    return window === undefined ? NOTHING : window.bytes.subarray(offset - window.start);
  }

  /** The first bytes of the file, at most so many: fewer only when there are no more. */
  head(most: number): Uint8Array {
    const [{ bytes }] = this.#windows as [Window];
    if (bytes.length >= most || bytes.length === this.#size) return bytes.subarray(0, most);
    return this.subarray(0, Math.min(most, this.size));
  }

  /** True when the bytes at `offset` are these (characters are bytes); false when the file ends before. */
  has(offset: number, characters: string): boolean {
    if (this.#size !== undefined && offset + characters.length > this.#size) return false;
    const at = this.#locate(offset, characters.length);
    for (let i = 0; i < characters.length; i++) {
      if (this.#bytes[at + i] !== characters.charCodeAt(i)) return false;
    }
    return true;
  }

  /** The first place in [from, to) where these bytes begin and end, or -1. Loads no more than it takes to find one. */
  indexOf(characters: string, from: number, to: number): number {
    for (let at = from; at + characters.length <= to; ) {
      const local = this.#locate(at, characters.length);
      const view = this.#bytes.subarray(local, local + to - at);
      const found = asBuffer(view).indexOf(characters, 0, 'latin1');
      if (found >= 0) return at + found;
      at += view.length - characters.length + 1;
    }
    return -1;
  }

  /** The last place in [from, size) where these bytes begin, or -1; the stretch is asked for at once. */
  lastIndexOf(characters: string, from: number): number {
    const found = asBuffer(this.subarray(from, this.size - from)).lastIndexOf(
      characters,
      undefined,
      'latin1',
    );
    return found < 0 ? -1 : from + found;
  }

  /** The one bound check: where `offset` is in `#bytes`, with `length` bytes behind it. */
  #locate(offset: number, length: number): number {
    const local = offset - this.#start;
    if (local >= 0 && local + length <= this.#bytes.length) return local;
    if (!(offset >= 0 && length >= 0)) throw new TruncatedImage(`byte ${offset} is needed`);
    if (this.#size !== undefined && !(offset + length <= this.#size)) {
      throw new TruncatedImage(`byte ${offset + length} is needed, the file has ${this.#size}`);
    }
    const window = this.#windowOf(offset, length);
    if (window === undefined) throw new NeedBytes(offset, length);
    this.#start = window.start;
    this.#bytes = window.bytes;
    return offset - window.start;
  }

  #windowOf(offset: number, length: number): Window | undefined {
    return this.#windows.find(
      ({ start, bytes }) => start <= offset && offset + length <= start + bytes.length,
    );
  }
}

const NOTHING = new Uint8Array(0);

const asBuffer = (view: Uint8Array): Buffer => Buffer.from(view.buffer, view.byteOffset, view.byteLength);
