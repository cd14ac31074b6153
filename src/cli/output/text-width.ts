import stringWidth from 'string-width';

/** How many columns of a terminal a text takes: a Chinese character takes two, a combining one none. */
export const widthOf = (text: string): number => stringWidth(text);

/** The beginning of a text that has room in so many columns. No character is cut in two. */
export function cutToWidth(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let cut = '';
  let width = 0;
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) {
    width += widthOf(segment);
    if (width > columns) break;
    cut += segment;
  }
  return cut;
}

/**
 * Fields of a line, each filled up to so many columns of a terminal, so that those of other lines stand below it. What is wider
 * moves the rest of its line; empty fields at the end are left out.
 */
export const inColumns = (fields: readonly string[], widths: readonly number[]): string =>
  fields
    .map((field, n) => field + ' '.repeat(Math.max(0, (widths[n] ?? 0) - widthOf(field))))
    .join('  ')
    .trimEnd();
