const HASH = 0x23;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Counts the numbers in the pixels of a PNM in text; in a bitmap each digit is a number. A comment runs from # to the
 * end of its line and separates numbers as white space does. Nothing else belongs there, so bits 4 and 5 are set for
 * digits only. Without a branch for each byte, random digits take no longer than any others.
 */
export function countPpmNumbers(text: Uint8Array, bitmap: boolean): number {
  const separated = bitmap ? 0 : 1;
  let numbers = 0;
  for (let at = 0; at < text.length; ) {
    let afterDigit = 0;
    for (; at < text.length && text[at] !== HASH; at++) {
      const code = text[at] as number;
      const digit = (code >> 4) & (code >> 5) & 1;
      numbers += digit & ~(afterDigit & separated);
      afterDigit = digit;
    }
    while (at < text.length && text[at] !== LINE_FEED && text[at] !== CARRIAGE_RETURN) at++;
  }
  return numbers;
}
