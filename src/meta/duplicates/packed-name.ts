/**
 * Names as 32-bit words: four characters a word where every one is below U+0100, else two. Equal names have equal
 * words, and whatever a string holds comes back as it was, halves of surrogate pairs too. UTF-8 would give those up,
 * and an encoder's call costs more than the loop for names of this length.
 *
 * A name's *head* is its length and its width in one number, and says how many words follow.
 */

/** The head of a name that is not there: unlike that of any name, the empty one included. */
export const ABSENT = -1;

/** How many words a name takes at most. */
export const mostWords = (name: string | undefined): number =>
  name === undefined ? 0 : (name.length + 1) >>> 1;

/** How many words belong to this head. */
export const wordsOf = (head: number): number => {
  if (head === ABSENT) return 0;
  const length = head >>> 1;
  return (head & WIDE) === 0 ? (length + 3) >>> 2 : (length + 1) >>> 1;
};

/** Writes the words of a name at a place, and gives its head. */
export function packName(name: string | undefined, words: Int32Array, at: number): number {
  if (name === undefined) return ABSENT;
  if (packNarrow(name, words, at)) return name.length << 1;
  packWide(name, words, at);
  return (name.length << 1) | WIDE;
}

/** The name that was packed at a place, given its head. */
export function unpackName(head: number, words: Int32Array, at: number): string {
  const length = head >>> 1;
  const unitAt = (head & WIDE) === 0 ? narrowUnit : wideUnit;
  let name = '';
  for (let from = 0; from < length; from += UNITS_IN_A_CALL) {
    const units: number[] = [];
    const to = Math.min(length, from + UNITS_IN_A_CALL);
    for (let index = from; index < to; index++) units.push(unitAt(words, at, index));
    name += String.fromCharCode(...units);
  }
  return name;
}

const narrowUnit = (words: Int32Array, at: number, index: number) =>
  ((words[at + (index >>> 2)] as number) >>> (8 * (index & 3))) & 0xff;

const wideUnit = (words: Int32Array, at: number, index: number) =>
  ((words[at + (index >>> 1)] as number) >>> (16 * (index & 1))) & 0xffff;

const WIDE = 1;
const UNITS_IN_A_CALL = 4_096; // arguments lie on the stack

/** False when a character does not fit into a byte: what was written then means nothing. */
function packNarrow(name: string, words: Int32Array, start: number): boolean {
  const { length } = name;
  let at = start;
  let seen = 0;
  let index = 0;
  for (; index + 4 <= length; index += 4) {
    const a = name.charCodeAt(index);
    const b = name.charCodeAt(index + 1);
    const c = name.charCodeAt(index + 2);
    const d = name.charCodeAt(index + 3);
    seen |= a | b | c | d;
    words[at++] = a | (b << 8) | (c << 16) | (d << 24);
  }
  if (index < length) {
    let word = 0;
    for (let shift = 0; index < length; index++, shift += 8) {
      const unit = name.charCodeAt(index);
      seen |= unit;
      word |= unit << shift;
    }
    words[at] = word;
  }
  return seen < 0x100;
}

function packWide(name: string, words: Int32Array, start: number): void {
  const { length } = name;
  for (let index = 0; index < length; index += 2) {
    const second = index + 1 < length ? name.charCodeAt(index + 1) : 0;
    words[start + (index >>> 1)] = name.charCodeAt(index) | (second << 16);
  }
}
