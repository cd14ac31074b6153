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

test.each(pages)('%s has no line of 120 characters or more, but for rows of tables', (page) => {
  const lines = readFileSync(join(root, page), 'utf8').split('\n');
  const isRow = (line: string) => line.trimStart().startsWith('|'); // Markdown cannot wrap a row
  const long = lines.flatMap((line, at) =>
    line.length > LONGEST && !isRow(line) ? [`${page}:${at + 1} has ${line.length} characters`] : [],
  );
  expect(long).toEqual([]);
});
