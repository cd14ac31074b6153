import { expect, test } from 'vitest';
import { DOCS, READMES, textOf } from './pages.ts';

const LONGEST = 119;

const pages = [...READMES, 'CONTRIBUTING.md', 'CHANGELOG.md', ...DOCS];

/** The lines that can be wrapped: no row of a table, and no line of a block of code. */
function prose(text: string): readonly (readonly [at: number, line: string])[] {
  let isCode = false;
  return text.split('\n').flatMap((line, at) => {
    const isFence = line.trimStart().startsWith('```');
    if (isFence) isCode = !isCode;
    return isCode || isFence || line.trimStart().startsWith('|') ? [] : [[at + 1, line] as const];
  });
}

test.each(pages)('%s has no line of 120 characters or more, but for code and rows of tables', (page) => {
  const long = prose(textOf(page)).filter(([, line]) => line.length > LONGEST);
  expect(long.map(([at, line]) => `${page}:${at} has ${line.length} characters`)).toEqual([]);
});
