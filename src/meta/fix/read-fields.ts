import { findSyntaxFault } from '../read/find-syntax-fault.ts';
import { type Field, fieldOf, type SourceObject } from './source-object.ts';

type Fields = Pick<SourceObject, 'fields' | 'trailingComma'>;

/** The fields of an object's text; where the text stops being JSON, if it does. */
export function readFields(text: string): Fields | { readonly faultAt: number } {
  const reader = new FieldReader(text);
  if (reader.readObject()) return reader;
  return { faultAt: findSyntaxFault(text, { allowTrailingComma: true })?.at ?? 0 };
}

const [QUOTE, BACKSLASH, COMMA, COLON, SPACE] = [0x22, 0x5c, 0x2c, 0x3a, 0x20];
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];

const SPACES = /[ \t\r\n]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
const LITERAL = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/y;

/** Reads an object of JSON that may have trailing commas. Every method fails where the text is not that. */
class FieldReader implements Fields {
  readonly fields: Field[] = [];
  trailingComma: number | undefined;
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readObject(): boolean {
    return this.#readItems(CLOSE_BRACE, this.#readField) !== undefined && this.#at === this.#text.length;
  }

  #readField(): true | undefined {
    const rawName = this.#readName();
    if (rawName === undefined) return undefined;
    const name = rawName.includes('\\') ? (JSON.parse(`"${rawName}"`) as string) : rawName;
    const at = this.#at;
    const value = this.#readValue();
    if (value === undefined) return undefined;
    this.fields.push(fieldOf(name, rawName, value, at));
    return true;
  }

  /** A key without its quotes, and the colon behind it. */
  #readName(): string | undefined {
    const start = this.#next() === QUOTE ? this.#at + 1 : -1;
    const end = start === -1 ? -1 : this.#stringEnd();
    if (end === -1) return undefined;
    this.#at = end;
    if (this.#next() !== COLON) return undefined;
    this.#at += 1;
    this.#skipSpace();
    return this.#text.slice(start, end - 1);
  }

  /** A value without space between its parts. */
  #readValue(): string | undefined {
    const first = this.#next();
    if (first === QUOTE) return this.#take(this.#stringEnd());
    if (first === OPEN_BRACE) return joined('{', this.#readItems(CLOSE_BRACE, this.#readMember), '}');
    if (first === OPEN_BRACKET) return joined('[', this.#readItems(CLOSE_BRACKET, this.#readValue), ']');
    return this.#take(matchEnd(LITERAL, this.#text, this.#at));
  }

  #readMember(): string | undefined {
    const name = this.#readName();
    const value = name === undefined ? undefined : this.#readValue();
    return value === undefined ? undefined : `"${name}":${value}`;
  }

  #readItems<T>(close: number, readItem: () => T | undefined): readonly T[] | undefined {
    const items: T[] = [];
    let comma: number | undefined;
    for (this.#at += 1; this.#next() !== close; ) {
      if (items.length > 0 && comma === undefined) return undefined;
      const item = readItem.call(this);
      if (item === undefined) return undefined;
      items.push(item);
      comma = this.#next() === COMMA ? this.#at++ : undefined;
    }
    this.#at += 1;
    this.trailingComma ??= comma;
    return items;
  }

  /** The place behind the string that begins here, or -1. */
  #stringEnd(): number {
    const text = this.#text;
    for (let at = this.#at + 1; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit === QUOTE) return at + 1;
      if (unit === BACKSLASH) at = matchEnd(ESCAPE, text, at) - 1;
      if (unit < SPACE || at < 0) return -1;
    }
    return -1;
  }

  #take(end: number): string | undefined {
    const start = this.#at;
    this.#at = end;
    return end > start ? this.#text.slice(start, end) : undefined;
  }

  /** The next character that is no space; not a number behind the last one. */
  #next(): number {
    const unit = this.#text.charCodeAt(this.#at);
    if (unit > SPACE) return unit;
    this.#skipSpace();
    return this.#text.charCodeAt(this.#at);
  }

  #skipSpace(): void {
    if (this.#text.charCodeAt(this.#at) <= SPACE) this.#at = matchEnd(SPACES, this.#text, this.#at);
  }
}

/** The place behind a match that begins here; -1 without one. */
function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

const joined = (open: string, items: readonly string[] | undefined, close: string) =>
  items && `${open}${items.join()}${close}`;
