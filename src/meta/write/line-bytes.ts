/** A block is handed on when it has so many bytes: large enough that the system's calls cost nothing, small enough for a cache. */
const BLOCK_BYTES = 262_144;
/** More than the limits of the fields leave to a line, were every character an escape. */
const LONGEST_LINE = 65_536;

const [QUOTE, COMMA, MINUS, ZERO, BACKSLASH] = [0x22, 0x2c, 0x2d, 0x30, 0x5c];

/** Of a character that JSON writes as two, a backslash and itself. */
export const ESCAPED = 1 << 30;
/** Of a character that JSON writes as `\u…` or the like. */
export const CONTROL = 1 << 29;

/** A short text that is put often. */
export interface Constant {
  readonly length: number;
  /** Its bytes by fours, as `DataView` takes them. */
  readonly words: Int32Array;
}

/** @param text in ASCII */
export function constant(text: string): Constant {
  const words = new Int32Array(Math.ceil(text.length / 4));
  for (let n = 0; n < text.length; n++)
    words[n >> 2] = (words[n >> 2] as number) | (text.charCodeAt(n) << (8 * (n & 3)));
  return { length: text.length, words };
}

/** A block of lines in UTF-8, filled from the front. It knows JSON's texts and integers, but no fields. */
export class LineBytes {
  readonly #bytes = new Uint8Array(BLOCK_BYTES + LONGEST_LINE);
  readonly #view = new DataView(this.#bytes.buffer);
  readonly #encoder = new TextEncoder();
  #end = 0;

  /** Where the next byte goes. Set it back to take away what came after. */
  get end(): number {
    return this.#end;
  }
  set end(end: number) {
    this.#end = end;
  }

  /** Whether the block is to be handed on before the next line. */
  get isFull(): boolean {
    return this.#end >= BLOCK_BYTES;
  }

  /** What was put in. Good until more is. */
  get filled(): Uint8Array {
    return this.#bytes.subarray(0, this.#end);
  }

  /** Puts a whole line. */
  line(line: string): void {
    const { read, written } = this.#encoder.encodeInto(line, this.#bytes.subarray(this.#end));
    if (read < line.length)
      throw new Error(`Defect in LineBytes: a line has ${line.length} characters. Please report this`);
    this.#end += written;
  }

  /** Puts a constant, four bytes at once; what the last of them have too many is written over. */
  constant({ words, length }: Constant): void {
    let at = this.#end;
    for (let n = 0; n < words.length; n++, at += 4) this.#view.setInt32(at, words[n] as number, true);
    this.#end += length;
  }

  /** Puts an integer of 32 bits. */
  integer(value: number): void {
    const bytes = this.#bytes;
    let at = this.#end;
    bytes[at] = MINUS; // written over unless it counts
    at += value < 0 ? 1 : 0;
    let rest = Math.abs(value);
    for (let limit = 10; limit <= rest; limit *= 10) at += 1;
    this.#end = at + 1;
    do {
      const tens = Math.floor(rest / 10);
      bytes[at--] = ZERO + rest - tens * 10;
      rest = tens;
    } while (rest > 0);
  }

  /** Puts integers with commas between them, in quotes. */
  integers(a: number, b: number, c: number, d: number): void {
    this.#bytes[this.#end++] = QUOTE;
    this.integer(a);
    this.#bytes[this.#end++] = COMMA;
    this.integer(b);
    this.#bytes[this.#end++] = COMMA;
    this.integer(c);
    this.#bytes[this.#end++] = COMMA;
    this.integer(d);
    this.#bytes[this.#end++] = QUOTE;
  }

  /**
   * Puts a text in quotes, byte for byte as `JSON.stringify` has it. False when it has a character of the classes not
   * wanted, or one that takes `JSON.stringify` itself to write; then some of it may stand there.
   *
   * Every character is looked at once, for all of that. A regular expression for each rule, one for escapes, and an
   * encoder behind them cost three times as much.
   *
   * @param classes the classes of each character below 256, as bits
   */
  text(text: string, classes: Int32Array, unwanted: number): boolean {
    const bytes = this.#bytes;
    let at = this.#end;
    bytes[at++] = QUOTE;
    let n = 0;
    for (; n < text.length; n++) {
      const code = text.charCodeAt(n);
      if (code > 0x7f || classes[code] !== 0) break;
      bytes[at++] = code;
    }
    this.#end = at;
    if (n < text.length && !this.#rest(text, n, classes, unwanted | CONTROL)) return false;
    bytes[this.#end++] = QUOTE;
    return true;
  }

  /** The same for what comes behind plain ASCII, where a text has more than that. */
  #rest(text: string, from: number, classes: Int32Array, unwanted: number): boolean {
    const bytes = this.#bytes;
    let at = this.#end;
    for (let n = from; n < text.length; n++) {
      const code = text.charCodeAt(n);
      const own = code < 256 ? (classes[code] as number) : 0;
      if (own !== 0) {
        if ((own & unwanted) !== 0) return false;
        if ((own & ESCAPED) !== 0) bytes[at++] = BACKSLASH;
      }
      if (code < 0x80) {
        bytes[at++] = code;
      } else if (code < 0x800) {
        bytes[at++] = 0xc0 | (code >> 6);
        bytes[at++] = 0x80 | (code & 0x3f);
      } else if (code < 0xd800 || code > 0xdfff) {
        bytes[at++] = 0xe0 | (code >> 12);
        bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
        bytes[at++] = 0x80 | (code & 0x3f);
      } else {
        const pair = text.codePointAt(n++) as number;
        if (pair < 0x10000) return false; // half of one
        bytes[at++] = 0xf0 | (pair >> 18);
        bytes[at++] = 0x80 | ((pair >> 12) & 0x3f);
        bytes[at++] = 0x80 | ((pair >> 6) & 0x3f);
        bytes[at++] = 0x80 | (pair & 0x3f);
      }
    }
    this.#end = at;
    return true;
  }
}
