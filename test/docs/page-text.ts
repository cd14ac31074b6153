/** How pages that are written from tables show texts. */

const COLUMNS = 116;

/** Lines of a paragraph, broken between words; what has a meaning in Markdown is escaped, but for code. */
export function wrapped(text: string, before = ''): string {
  const lines = [''];
  for (const word of text.replace(/[\\*<]/g, '\\$&').split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && before.length + last.length + 1 + word.length > COLUMNS) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.map((line) => before + line).join('\n');
}

/** An example under its label, whose further lines begin where the first one does. */
export const labelled = (label: string, text: string) =>
  `${label}  ${text.replaceAll('\n', `\n${' '.repeat(label.length + 2)}`)}`;

const UNSEEN: Readonly<Record<string, string>> = {
  '\r': '<CR>',
  '\0': '<NUL>',
  '\ufeff': '<U+FEFF>',
  '\u{d800}': '<bytes C9 CC>',
};

/** An example that can be read: nothing unseen, and no long run of one character. */
export function shown(example: string): string {
  if (example === '') return '<nothing>';
  return example
    .replace(/(.)\1{19,}/g, (run, one: string) => `${one}{${run.length}}`)
    .replace(/[\r\0\ufeff\ud800]/g, (one) => UNSEEN[one] ?? one)
    .replace(
      /\p{Cf}|\u00a0/gu,
      (one) => `<U+${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}>`,
    )
    .replace(/\n$/, '<LF>');
}
