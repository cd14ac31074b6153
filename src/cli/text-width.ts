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
