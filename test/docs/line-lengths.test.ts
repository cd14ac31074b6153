import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const LONGEST = 119;

const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join('docs', path)),
];

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
  const long = prose(readFileSync(join(root, page), 'utf8')).filter(([, line]) => line.length > LONGEST);
  expect(long.map(([at, line]) => `${page}:${at} has ${line.length} characters`)).toEqual([]);
});
