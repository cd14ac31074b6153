import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { GROUPS, WITHOUT_CHINESE } from '../../docs/.vitepress/pages.ts';
import { anchorsOf, codeBlocks, linksOf } from './markdown.ts';
import { DOCS, READMES, ROOT, textOf } from './pages.ts';

const PAGES = [...READMES, 'CONTRIBUTING.md', 'CHANGELOG.md', 'AGENTS.md', ...DOCS];

/** What is wrong with a link, or undefined. */
function trouble(page: string, link: string): string | undefined {
  if (/^[a-z]+:/i.test(link)) {
    return URL.canParse(link) && /^(?:https|mailto):/.test(link) ? undefined : `${link} is no https URL`;
  }
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(page, '..', decodeURIComponent(path));
  if (!existsSync(join(ROOT, target))) return `${link}: there is no ${target}`;
  if (anchor === undefined || !target.endsWith('.md')) return undefined;
  return anchorsOf(textOf(target)).has(decodeURIComponent(anchor)) ? undefined : `${link}: no such heading`;
}

test.each(PAGES)('every link of %s leads somewhere', (page) => {
  const troubles = linksOf(textOf(page)).map((link) => trouble(page, link));
  expect(troubles.filter((one) => one !== undefined)).toEqual([]);
});

const inDocs = DOCS.map((path) => path.slice('docs/'.length, -'.md'.length));
const chinese = inDocs.filter((path) => path.startsWith('zh/')).map((path) => path.slice('zh/'.length));
const english = inDocs.filter((path) => !path.startsWith('zh/'));
const reasonOf = (path: string) => WITHOUT_CHINESE[path] ?? WITHOUT_CHINESE[path.split('/')[0] ?? ''];

describe('the READMEs of the two languages', () => {
  const pictures = (page: string) => linksOf(textOf(page)).filter((link) => link.endsWith('.png'));
  const code = (page: string) =>
    codeBlocks(textOf(page)).map(({ text }) => text.replaceAll(/\s*(?:\/\/|#) .*$/gm, ''));

  it('link each other, and have the same code and pictures', () => {
    expect(linksOf(textOf('README.md'))).toContain('README.zh-CN.md');
    expect(linksOf(textOf('README.zh-CN.md'))).toContain('README.md');
    expect(code('README.zh-CN.md')).toEqual(code('README.md'));
    expect(pictures('README.zh-CN.md')).toEqual(pictures('README.md'));
  });

  it('have pictures of less than 150 kB', () => {
    expect(pictures('README.md')).toHaveLength(2);
    for (const path of pictures('README.md'))
      expect(statSync(join(ROOT, path)).size, path).toBeLessThan(150_000);
  });
});

describe('the pages of the two languages', () => {
  it('are the same, but for those that have a reason', () => {
    expect(english.filter((path) => reasonOf(path) === undefined)).toEqual(chinese);
  });

  it('are those of the sidebar', () => {
    const listed = GROUPS.flatMap(({ pages }) => pages);
    const expected = english.filter((path) => path !== 'index' && !path.startsWith('decisions/'));
    expect(new Set(listed.map(({ path }) => path))).toEqual(new Set(expected));
    for (const { path, zh } of listed)
      expect([path, zh === undefined]).toEqual([path, reasonOf(path) !== undefined]);
  });

  it('have the same blocks of code where they are run', async () => {
    for (const page of ['start-emulator.md', 'recipes/testing.md']) {
      const runs = (text: string) =>
        [...text.matchAll(/^```\w+ (?:run|background)\n[\s\S]*?^```$/gm)].map(([block]) => block);
      expect(runs(textOf(`docs/zh/${page}`))).toEqual(runs(textOf(`docs/${page}`)));
    }
  });
});
