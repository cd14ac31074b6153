import { describe, expect, it } from 'vitest';
import { DOCS, READMES, textOf } from './pages.ts';

/** All that is for users in English, which the build lists in llms.txt. */
const PAGES = [...READMES, ...DOCS].filter((path) => !/(?:^|[./])zh\b/.test(path));
const guides = PAGES.filter((path) => !path.startsWith('docs/decisions/'));

describe('llms.txt', () => {
  const listed = [...textOf('llms.txt').matchAll(/^- \[[^\]]*\]\(([^)]*)\)/gm)].map(([, path]) => path);

  it('lists every page when pages lie in folders, and each once', () => {
    expect(listed.toSorted()).toEqual([...PAGES, 'CHANGELOG.md'].toSorted());
  });

  it('has the text of every page but decisions in llms-full.txt when it is built', () => {
    const full = textOf('llms-full.txt');
    for (const path of guides) expect(full.includes(`<!-- ${path} -->\n\n`), path).toBe(true);
  });
});
