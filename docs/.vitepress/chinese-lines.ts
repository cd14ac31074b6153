import type { MarkdownRenderer } from 'vitepress';

/** What is written without blanks between words, and its punctuation. */
const CHINESE = '[\\p{Script=Han}\\u3000-\\u303F\\uFF00-\\uFFEF]';
const ENDS = new RegExp(`${CHINESE}$`, 'u');
const BEGINS = new RegExp(`^${CHINESE}`, 'u');

/** The end of a line between two Chinese characters is none in the page: browsers would show a blank. */
export function joinChineseLines(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push('chinese-lines', ({ tokens }) => {
    for (const { children } of tokens)
      for (const [at, token] of (children ?? []).entries()) {
        if (token.type !== 'softbreak' || children === null) continue;
        const before = children.slice(0, at).findLast(hasText)?.content ?? '';
        const after = children.slice(at + 1).find(hasText)?.content ?? '';
        if (ENDS.test(before) && BEGINS.test(after)) Object.assign(token, { type: 'text', content: '' });
      }
  });
}

/** Not what only opens or closes a link or another form of letters. */
const hasText = ({ content }: { readonly content: string }): boolean => content !== '';
