/**
 * The words of a text, for the search: Chinese has no blanks between them. The site takes this function as its source text, so
 * that it uses nothing beside it.
 */
export const wordsOf = (text: string): string[] =>
  [...new Intl.Segmenter('zh', { granularity: 'word' }).segment(text)].flatMap(({ segment, isWordLike }) =>
    isWordLike ? [segment] : [],
  );
