/**
 * Characters that nobody sees, or that look like a plain space: the first and the last of each range. Two names that differ by one
 * look the same, and the object of such a name is not found. None is part of a surrogate pair.
 */
export const INVISIBLE_RANGES = [
  [0x00a0, 0x00a0], // no-break space
  [0x00ad, 0x00ad], // soft hyphen
  [0x034f, 0x034f], // combining grapheme joiner
  [0x061c, 0x061c], // Arabic letter mark
  [0x115f, 0x1160], // Hangul fillers
  [0x180b, 0x180e], // Mongolian selectors and separator
  [0x2000, 0x200f], // spaces of set widths, zero width characters, marks of direction
  [0x2028, 0x202f], // separators, embeddings and overrides of direction, narrow no-break space
  [0x205f, 0x206f], // mathematical space, word joiner, invisible operators, isolates of direction
  [0x3164, 0x3164], // Hangul filler
  [0xfeff, 0xfeff], // byte order mark
  [0xffa0, 0xffa0], // halfwidth Hangul filler
] as const;

const escaped = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`;

/** The same as they stand in the brackets of a regular expression. */
export const INVISIBLE = INVISIBLE_RANGES.map(([first, last]) =>
  first === last ? escaped(first) : `${escaped(first)}-${escaped(last)}`,
).join('');

const ONE = new RegExp(`[${INVISIBLE}]`, 'u');

/** The first invisible character of a text, such as `U+200B`; undefined for a text without one. */
export function invisibleCharacter(text: string): string | undefined {
  const found = ONE.exec(text)?.[0];
  return found === undefined
    ? undefined
    : `U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
