/**
 * Half of a surrogate pair, as a character class of a regular expression: with the flag `u` it matches only where the other half
 * is missing.
 */
export const LONE_SURROGATES = '\\ud800-\\udfff';

const LONE = new RegExp(`[${LONE_SURROGATES}]`, 'u');

/**
 * The first code unit that is half of a surrogate pair without the other half, such as `U+D83D`; undefined when there is no such
 * unit. UTF-8 cannot encode it: `encodeURIComponent` throws, and `TextEncoder` writes U+FFFD instead.
 */
export function loneSurrogate(text: string): string | undefined {
  const unit = LONE.exec(text)?.[0];
  return unit === undefined ? undefined : `U+${unit.charCodeAt(0).toString(16).toUpperCase()}`;
}
