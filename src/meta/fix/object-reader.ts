import { LINE_FEED } from '../../shared/text/lines.ts';
import type { ByteWindow } from './byte-window.ts';

/**
 * What the reader came to: the end of an object; the end of a line; a byte order mark at the beginning of a line; a bracket
 * or comma between objects; a byte that can stand nowhere there; an object longer than allowed; no more bytes.
 */
export type Found = 'object' | 'lineEnd' | 'mark' | 'outside' | 'fault' | 'tooLong' | 'more';

const [TAB, RETURN, SPACE, QUOTE, COMMA, BACKSLASH] = [0x09, 0x0d, 0x20, 0x22, 0x2c, 0x5c];
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];
const MARK = [0xef, 0xbb, 0xbf] as const;
/** Deeper brackets are no record's. The limit also bounds how often a line is read again. */
const DEEPEST = 32;

/** What may begin a line inside an object, by the last character of the lines before and the innermost bracket. */
const FOLLOWERS: Readonly<Record<string, RegExp>> = {
  '{{': /["}]/,
  '{,': /["}]/,
  '{:': /[^}\],:]/,
  '[[': /[^}:,]/,
  '[,': /[^}:,]/,
};
const AFTER_VALUE = /[,:}\]]/;

/**
 * Finds objects in a stream of bytes by their braces and quotes alone: whether what stands between the braces is JSON, the
 * reader of its fields decides. Every line feed is a check: no string goes over it, and the next line must be able to go on.
 */
export class ObjectReader {
  /** Offset of the next byte. */
  at = 0;
  /** Offset of the open object's brace; -1 between objects. */
  start = -1;
  readonly #maxBytes: number;
  #lineStart = 0;
  /** Open brackets: how many, and their kinds as bits, the innermost lowest; 1 for `[`. */
  #depth = 0;
  #kinds = 0;
  #isInString = false;
  /** The last character of the lines before, until this line's first one was compared with it. */
  #before = '';
  #skips = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Forgets the open object: the caller took it, or gives it up. */
  close(): void {
    this.start = -1;
    this.#depth = 0;
    this.#kinds = 0;
    this.#isInString = false;
    this.#before = '';
  }

  /** Gives up the open object, and goes on between objects. @param at offset of a line's first byte */
  restart(at: number): void {
    this.at = at;
    this.#lineStart = at;
    this.close();
    this.#skips = false;
  }

  /** Gives up the open object, and the rest of the line. */
  skipLine(): void {
    this.close();
    this.#skips = true;
  }

  read(window: ByteWindow): Found {
    if (this.#skips) return this.#skip(window);
    return this.start === -1 ? this.#readOutside(window) : this.#readInside(window);
  }

  #readOutside(window: ByteWindow): Found {
    const { buffer, origin, end } = window;
    while (this.at < end) {
      const byte = buffer[this.at - origin] as number;
      if (byte === OPEN_BRACE) {
        this.start = this.at;
        return this.#readInside(window);
      }
      if (byte === MARK[0] && this.at === this.#lineStart) return this.#readMark(window);
      if (byte === LINE_FEED) return this.#endLine();
      if (byte === OPEN_BRACKET || byte === CLOSE_BRACKET || byte === COMMA) {
        this.at += 1;
        return 'outside';
      }
      if (!isSpace(byte)) return 'fault';
      this.at += 1;
    }
    return 'more';
  }

  #readMark({ buffer, origin, end }: ByteWindow): Found {
    const bytes = buffer.subarray(this.at - origin, Math.min(this.at + MARK.length, end) - origin);
    if (!bytes.every((byte, n) => byte === MARK[n])) return 'fault';
    if (bytes.length < MARK.length) return 'more';
    this.at += MARK.length;
    return 'mark';
  }

  #readInside({ buffer, origin, end }: ByteWindow): Found {
    const limit = this.start + this.#maxBytes;
    const stop = Math.min(end, limit) - origin;
    let at = this.at - origin;
    let found: Found = limit <= end ? 'tooLong' : 'more';
    while (at < stop) {
      if (this.#isInString) {
        at = stopIn(STRING_STOPS, buffer, at, stop);
        if (at === stop) break;
        if (buffer[at] === LINE_FEED) {
          found = 'fault';
          break;
        }
        if (buffer[at] === BACKSLASH) {
          if (at + 1 === stop) break; // the next byte may be a line feed, which nothing escapes
          at += buffer[at + 1] === LINE_FEED ? 1 : 2;
          continue;
        }
        this.#isInString = false;
        at += 1;
      }
      at = stopIn(this.#before === '' ? STOPS : NO_SPACE, buffer, at, stop);
      if (at === stop) break;
      const step = this.#step(buffer, at);
      if (step === 'fault') {
        found = step;
        break;
      }
      at += 1;
      if (step === 'go') continue;
      found = step;
      break;
    }
    this.at = at + origin;
    if (found === 'lineEnd') this.#lineStart = this.at;
    return found;
  }

  /** Takes a byte that stands in no string. */
  #step(buffer: Uint8Array, at: number): 'go' | 'fault' | 'object' | 'lineEnd' {
    const byte = buffer[at] as number;
    if (byte === LINE_FEED) {
      if (this.#before === '') this.#before = lastCharacter(buffer, at);
      return 'lineEnd';
    }
    if (this.#before !== '' && !this.#canGoOn(byte)) return 'fault';
    if (byte === QUOTE) this.#isInString = true;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) return this.#openBracket(byte) ? 'go' : 'fault';
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      if (!this.#closeBracket(byte)) return 'fault';
      if (this.#depth === 0) return 'object';
    }
    return 'go';
  }

  #openBracket(byte: number): boolean {
    if (this.#depth === DEEPEST) return false;
    this.#depth += 1;
    this.#kinds = (this.#kinds << 1) | (byte === OPEN_BRACKET ? 1 : 0);
    return true;
  }

  #closeBracket(byte: number): boolean {
    if ((this.#kinds & 1) !== (byte === CLOSE_BRACKET ? 1 : 0)) return false;
    this.#depth -= 1;
    this.#kinds >>>= 1;
    return true;
  }

  #canGoOn(byte: number): boolean {
    const bracket = (this.#kinds & 1) === 0 ? '{' : '[';
    const followers = FOLLOWERS[bracket + this.#before] ?? AFTER_VALUE;
    this.#before = '';
    return followers.test(String.fromCharCode(byte));
  }

  #endLine(): Found {
    this.at += 1;
    this.#lineStart = this.at;
    return 'lineEnd';
  }

  #skip({ buffer, origin, end }: ByteWindow): Found {
    const feed = buffer.subarray(0, end - origin).indexOf(LINE_FEED, this.at - origin);
    this.at = feed === -1 ? end : feed + origin;
    if (feed === -1) return 'more';
    this.#skips = false;
    return this.#endLine();
  }
}

/** A table with 1 for the bytes that a search stops at. */
const stopsAt = (isStop: (byte: number) => boolean) =>
  Uint8Array.from({ length: 256 }, (_, byte) => (isStop(byte) ? 1 : 0));
const STRING_STOPS = stopsAt((byte) => [QUOTE, BACKSLASH, LINE_FEED].includes(byte));
const STOPS = stopsAt((byte) =>
  [QUOTE, LINE_FEED, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET].includes(byte),
);
const NO_SPACE = stopsAt((byte) => !isSpace(byte));

function stopIn(stops: Uint8Array, buffer: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && stops[buffer[at] as number] === 0) at += 1;
  return at;
}

function isSpace(byte: number): boolean {
  return byte === SPACE || byte === TAB || byte === RETURN;
}

/** The last character before a place that is no space; an object's brace is one. */
function lastCharacter(buffer: Uint8Array, from: number): string {
  let at = from - 1;
  while (isSpace(buffer[at] as number) || buffer[at] === LINE_FEED) at -= 1;
  return String.fromCharCode(buffer[at] as number);
}
