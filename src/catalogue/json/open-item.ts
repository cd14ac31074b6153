import { TokenType } from '@streamparser/json';
import { joinBytes } from '../../shared/text/join-bytes.ts';
import { MAX_JSON_DEPTH, MAX_ROW_BYTES } from '../model/limits.ts';

/** The bytes of an item, or the first of them. */
export interface ItemBytes {
  readonly bytes: Uint8Array;
  readonly isCut: boolean;
}

/** An item of a document whose end has not come yet: what is open in it, and its bytes. */
export class OpenItem {
  readonly line: number;
  /** The blanks that its first line begins with. */
  readonly indent: number;
  /** For each bracket that is open whether it is an object's. */
  readonly #open: boolean[] = [];
  #last: TokenType = TokenType.COLON;
  #key: unknown;
  /** Where the item begins in the bytes at hand. */
  #from: number;
  #pieces: Uint8Array[] = [];
  #kept = 0;
  #length = 0;

  constructor(line: number, indent: number, from: number) {
    this.line = line;
    this.indent = indent;
    this.#from = from;
  }

  /** Whether an object can come next. */
  get canHoldObject(): boolean {
    if (this.#open.at(-1)) return this.#last === TokenType.COLON;
    return this.#last === TokenType.COMMA || this.#last === TokenType.LEFT_BRACKET;
  }

  /** Whether a token is the first object of the member that holds the rows. @param member true for any */
  opensRows(token: TokenType, member: string | true): boolean {
    return (
      token === TokenType.LEFT_BRACE &&
      this.#last === TokenType.LEFT_BRACKET &&
      this.#open.length === 2 &&
      (member === true || this.#key === member)
    );
  }

  take(token: TokenType, value: unknown): 'open' | 'closed' | 'tooDeep' {
    if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) {
      this.#open.push(token === TokenType.LEFT_BRACE);
      if (this.#open.length > MAX_JSON_DEPTH) return 'tooDeep';
    } else if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) {
      this.#open.pop();
    } else if (token === TokenType.STRING && this.#open.length === 1 && this.#last !== TokenType.COLON) {
      this.#key = value;
    }
    this.#last = token;
    return this.#open.length === 0 ? 'closed' : 'open';
  }

  /** The next bytes are the item's from the first on. */
  enter(): void {
    this.#from = 0;
  }

  /** Copies the bytes at hand, as far as there is room. Returns how long the item is by now. */
  keep(bytes: Uint8Array): number {
    const piece = bytes.subarray(this.#from);
    const room = MAX_ROW_BYTES - this.#kept;
    if (room > 0) {
      this.#pieces.push(new Uint8Array(piece.subarray(0, room)));
      this.#kept += Math.min(room, piece.length);
    }
    this.#length += piece.length;
    return this.#length;
  }

  /** The bytes that were kept. */
  get kept(): Uint8Array {
    return joinBytes(this.#pieces);
  }

  /** The item's bytes. @param end where it ends in the bytes at hand */
  textWith(bytes: Uint8Array, end: number): ItemBytes {
    const last = bytes.subarray(this.#from, end);
    return {
      bytes: this.#pieces.length === 0 ? last : joinBytes([...this.#pieces, last]),
      isCut: this.#length + last.length > MAX_ROW_BYTES,
    };
  }
}
