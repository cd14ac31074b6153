import { keysOf } from '../../meta/read/keys-of.ts';
import type { RawRow } from '../model/raw-row.ts';

/** What `JSON.parse` does not tell of an object's text. */
type FromText = Pick<RawRow, 'keysTwice' | 'exactDigits' | 'nestedDigits'>;

/**
 * Finds keys that stand twice, and the digits of integers that JavaScript's numbers cannot hold, by a scan of the text; and
 * does without where the object shows that there are none.
 *
 * @param object as `JSON.parse` has read the text
 * @param keyEnds how often the text has `":`, by `KeyEnds`
 */
export function factsOfText(
  text: string,
  object: Readonly<Record<string, unknown>>,
  keyEnds: number,
): FromText | undefined {
  let keys = 0;
  let isRounded = false;
  let isNested = false;
  for (const key in object) {
    keys += 1;
    const value = object[key];
    if (typeof value === 'number' && isUnsafe(value)) isRounded = true;
    else if (typeof value === 'object' && value !== null) isNested = true;
  }
  if (isNested && MANY_DIGITS.test(text)) isRounded = true;
  // Each key is followed by `":` where no blank stands between. As many of them as keys that differ: none stands twice.
  if (!isRounded && keyEnds === keys) return undefined;
  return scanned(text, object);
}

/** The least that an integer has which JavaScript's numbers cannot hold. */
const MANY_DIGITS = /\d{16}/;

const isUnsafe = (value: number): boolean =>
  value > Number.MAX_SAFE_INTEGER || value < -Number.MAX_SAFE_INTEGER;

const NUMBER = /-?[\d.eE+-]+/y;

function scanned(text: string, object: Readonly<Record<string, unknown>>): FromText | undefined {
  const seen = new Set<string>();
  const twice = new Set<string>();
  const digits = new Map<string, string>();
  const nested = new Map<string, string>();
  for (const { name, valueAt } of keysOf(text)) {
    if (seen.has(name)) twice.add(name);
    seen.add(name);
    const value = object[name]; // of a key that stands twice the last counts, whose digits come last, too
    if (typeof value === 'object' && value !== null) {
      const inside = digitsInside(text, valueAt);
      if (inside !== undefined) nested.set(name, inside);
    }
    if (typeof value !== 'number' || !isUnsafe(value)) continue;
    NUMBER.lastIndex = valueAt;
    const [literal] = NUMBER.exec(text) ?? [];
    if (literal !== undefined) digits.set(name, literal);
  }
  if (twice.size === 0 && digits.size === 0 && nested.size === 0) return undefined;
  return {
    nestedDigits: nested.size === 0 ? undefined : nested,
    keysTwice: twice.size === 0 ? undefined : [...twice],
    exactDigits: digits.size === 0 ? undefined : digits,
  };
}

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[[\]{}]/gy;
const BETWEEN = /[^"\d[\]{}-]*/y;

/** The first integer of a list or an object that JavaScript's numbers cannot hold. @param from where the value begins */
function digitsInside(text: string, from: number): string | undefined {
  let depth = 0;
  for (let at = from; at < text.length; ) {
    BETWEEN.lastIndex = at;
    TOKEN.lastIndex = at + (BETWEEN.exec(text)?.[0].length ?? 0);
    const [token] = TOKEN.exec(text) ?? [];
    if (token === undefined) return undefined;
    at = TOKEN.lastIndex;
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (!token.startsWith('"') && Number.isInteger(Number(token)) && isUnsafe(Number(token)))
      return token;
    if (depth === 0) return undefined;
  }
  return undefined;
}

/** Counts how often `":` stands in parts of a text, one part after the other. */
export class KeyEnds {
  /** Each byte a character: that is faster to search than characters of several bytes. */
  readonly #bytes: string;
  #colon = -1;

  constructor(bytes: Buffer) {
    this.#bytes = bytes.toString('latin1');
  }

  /** NaN where a blank stands before a colon: keys cannot be counted by their ends then. */
  count(start: number, end: number): number {
    const bytes = this.#bytes;
    let count = 0;
    if (this.#colon < start) this.#colon = colonFrom(bytes, start);
    for (; this.#colon < end; this.#colon = colonFrom(bytes, this.#colon + 1)) {
      const before = bytes.charCodeAt(this.#colon - 1);
      if (before === QUOTE) count += 1;
      else if (before <= SPACE) return Number.NaN;
    }
    return count;
  }
}

const [QUOTE, SPACE] = [0x22, 0x20];

function colonFrom(bytes: string, start: number): number {
  const at = bytes.indexOf(':', start);
  return at === -1 ? bytes.length : at;
}
