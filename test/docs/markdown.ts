import { slugOf } from '../../docs/.vitepress/slug.ts';

/** A block of code of a page. */
export interface CodeBlock {
  readonly language: string;
  /** What stands behind the language, such as `run`. */
  readonly mark: string;
  readonly text: string;
  /** The line of its first line in the page, from 1. */
  readonly line: number;
}

const FENCE = /^( *)```(\w*) *(\S*).*\n([\s\S]*?)^ *```$/gm;

export const codeBlocks = (page: string): readonly CodeBlock[] =>
  [...page.matchAll(FENCE)].map(
    ({ 1: indent = '', 2: language = '', 3: mark = '', 4: text = '', index }) => ({
      ...{ language, mark, text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), '') },
      line: page.slice(0, index).split('\n').length + 1,
    }),
  );

/** A page without its code, in which what looks like a link is none. */
const proseOf = (page: string): string =>
  page.replaceAll(FENCE, '').replaceAll(/(`+)[^`][\s\S]*?\1/g, (code) => code.replaceAll(/[[\]()]/g, ' '));

/** The targets of the links of a page: `images.md#decoding`. */
export const linksOf = (page: string): readonly string[] =>
  [...proseOf(page).matchAll(/\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)/g)].map(([, target = '']) => target);

/** The anchors that the headings of a page make. */
export function anchorsOf(page: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const headings = [...page.replaceAll(FENCE, '').matchAll(/^#{1,6} (.*)$/gm)].map(([, text = '']) =>
    slugOf(text.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')),
  );
  return new Set(
    headings.map((slug) => {
      const before = seen.get(slug) ?? 0;
      seen.set(slug, before + 1);
      return before === 0 ? slug : `${slug}-${before}`;
    }),
  );
}
