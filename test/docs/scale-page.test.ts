import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { figureRows, planRows } from './scale-page.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const page = read('docs/scale.md');

/** The rows of a table of the page, by the first words of its head. */
function rowsUnder(head: string): readonly string[] {
  const lines = page.split('\n');
  const first = lines.findIndex((line) => line.startsWith(`| ${head}`)) + 2;
  const end = lines.findIndex((line, at) => at >= first && !line.startsWith('|'));
  return lines.slice(first, end);
}

test.each([
  ['plans', 'images |', planRows],
  ['figures', 'figure |', figureRows],
])('the page of scale has the table of %s that planImport() computes', (_, head, rows) => {
  expect(rowsUnder(head)).toEqual(rows());
});

test('the page of scale shows how a catalogue is divided as the example does it', () => {
  const [, shown = ''] = /```ts\n(const instanceOf.*?)```/s.exec(page) ?? [];
  expect(shown).not.toBe('');
  expect(read('examples/two-instances.ts')).toContain(shown);
});
