/** Controls, and signs that turn the direction of writing: with them, a name could look like another one. */
const UNSEEN = /[\p{Cc}\p{Bidi_Control}]/gu;

/** A text for people, in which what nobody can see is named by its code point. */
export const visibleText = (text: string): string =>
  text.replace(UNSEEN, (sign) => `\\u{${sign.charCodeAt(0).toString(16)}}`);
