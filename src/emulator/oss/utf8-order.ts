/**
 * Orders texts as their UTF-8 bytes would be. JavaScript compares UTF-16 units, which puts emoji and the like
 * (surrogates, from U+D800) before U+E000 to U+FFFF; lifting the surrogates above those gives the order of bytes.
 */
export function byUtf8(one: string, other: string): number {
  const shorter = Math.min(one.length, other.length);
  for (let i = 0; i < shorter; i++) {
    const [a, b] = [one.charCodeAt(i), other.charCodeAt(i)];
    if (a !== b) return lifted(a) - lifted(b);
  }
  return one.length - other.length;
}

const lifted = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);
