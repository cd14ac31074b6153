import { createMarkdownRenderer } from 'vitepress';
import { describe, expect, test } from 'vitest';
import { codeBlocks } from './markdown.ts';
import { DOCS, textOf } from './pages.ts';

const FENCED = /^( *)```[\s\S]*?^ *```$/gm;

/** What a page has, whatever the language of its words: the levels of its headings, its items and its rows of tables. */
function formOf(path: string) {
  const page = textOf(path);
  const prose = page.replaceAll(FENCED, '');
  const lines = (pattern: RegExp) => prose.match(pattern) ?? [];
  return {
    headings: lines(/^#+(?= )/gm),
    items: lines(/^ *(?:-|\d+\.) /gm).length,
    rows: lines(/^ *\|/gm).length,
    blocks: codeBlocks(page).map(({ language, mark }) => `${language} ${mark}`.trim()),
  };
}

/** What is in the language of the page: comments, and the flag that asks for the language. */
const IN_ITS_LANGUAGE = / *(?:\/\/|#)(?= ).*$| *\/\*\*.*\*\/$| --lang zh\b/gm;

/** The code of a page without what is in the language of the page. */
const codeOf = (path: string): readonly string[] =>
  codeBlocks(textOf(path))
    .filter(({ language }) => ['ts', 'json', 'sh'].includes(language))
    .map(({ text }) => text.replaceAll(IN_ITS_LANGUAGE, ''));

const renderer = await createMarkdownRenderer('docs');

const PAIRS = DOCS.filter((path) => path.startsWith('docs/zh/')).map(
  (path) => [path, path.replace('docs/zh/', 'docs/')] as const,
);

describe.each(PAIRS)('%s', (chinese, english) => {
  test(`has the headings, items, tables and blocks of code that ${english} has`, () => {
    expect(formOf(chinese)).toEqual(formOf(english));
  });

  test(`has the code that ${english} has, but for comments`, () => {
    expect(codeOf(chinese)).toEqual(codeOf(english));
  });

  test('has no asterisks that mark nothing, as those between a full stop and a Chinese character do', () => {
    const made = renderer.render(textOf(chinese).replaceAll(FENCED, ''));
    expect(made.replaceAll(/<code[\s\S]*?<\/code>/g, '')).not.toContain('**');
  });
});
