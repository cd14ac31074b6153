import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { codeRows, columnRows, presetRows } from './catalogue-page.ts';

const page = readFileSync(new URL('../../docs/catalogue.md', import.meta.url), 'utf8');

/** The rows of a table of the page, by the first words of its head. */
function rowsUnder(head: string): readonly string[] {
  const lines = page.split('\n');
  const first = lines.findIndex((line) => line.startsWith(`| ${head}`)) + 2;
  const end = lines.findIndex((line, at) => at >= first && !line.startsWith('|'));
  return lines.slice(first, end);
}

test.each([
  ['columns', 'column | type', columnRows],
  ['presets', 'preset | file', presetRows],
  ['codes', 'code | severity', codeRows],
])('the page of catalogues has the table of %s that the code has', (_, head, rows) => {
  expect(rowsUnder(head)).toEqual(rows());
});
