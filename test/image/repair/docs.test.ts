import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { IMAGE_RULES } from '../../../src/image/image-rules.ts';
import { REPAIR_ISSUES } from '../../../src/image/repair/repair-issue.ts';
import { IMAGE_REPAIRS, REPAIRS_OF } from '../../../src/image/repair/repair-steps.ts';

const page = await readFile(new URL('../../../docs/image-repair.md', import.meta.url), 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| `IMAGE_REPAIR'));
const unquoted = (text: string) => text.replaceAll('`', '');

test('docs/image-repair.md has every code, and no other, with the words of the tables', () => {
  const ought = [
    ...Object.entries(IMAGE_REPAIRS).map(([code, { does }]) => `| ${code} | ${does} |`),
    ...Object.entries(REPAIR_ISSUES).map(([code, means]) => `| ${code} | ${unquoted(means)} |`),
  ];
  const found = rows.map((row) => unquoted(row).replace(/ (untouched|keep their values|change) \|$/, ''));
  expect(found.sort()).toEqual(ought.sort());
});

test('docs/image-repair.md says of every issue of an image what is done about it', () => {
  const codes = Object.keys(IMAGE_RULES).filter((code) => code in REPAIRS_OF);
  expect(codes.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
});

test('the depth of a repair is what docs/image-repair.md says of its pixels', () => {
  const said = {
    name: ['untouched'],
    lossless: ['untouched', 'keep their values'],
    pixels: ['change'],
    nothing: [],
  };
  for (const [code, { depth }] of Object.entries(IMAGE_REPAIRS)) {
    const row = rows.find((line) => line.includes(`\`${code}\``)) ?? '';
    expect([code, said[depth].some((words: string) => row.endsWith(`| ${words} |`))]).toEqual([code, true]);
  }
});
