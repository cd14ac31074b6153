/**
 * What a terminal would obey, or show as nothing: control characters (C0, C1, DEL), line and paragraph separators, controls of
 * direction, halves of surrogate pairs, and everything invisible (zero width, soft hyphen, byte order mark, variation
 * selectors, tags). Combining characters are visible, and stay.
 */
const UNPRINTABLE =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]/gu;

const ASCII = /^[\x20-\x7e]*$/; // nearly every text, and this test is quick

const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, '0');

/** A text in one line, with escapes such as `\u001b` for what nobody could see or trust. Applied again, it changes nothing. */
export function printable(text: string): string {
  if (ASCII.test(text)) return text;
  return text.replace(UNPRINTABLE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`; // as bash and zsh write them, too
  });
}

/** A value as JSON in one line, with the same characters escaped: what is parsed is the same. */
export function printableJson(value: object): string {
  const json = JSON.stringify(value);
  if (ASCII.test(json)) return json;
  return json.replace(UNPRINTABLE, (character) =>
    Array.from({ length: character.length }, (_, at) => `\\u${hex(character.charCodeAt(at), 4)}`).join(''),
  );
}
