import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { MetaFixCode } from '../../../src/meta/fix/meta-fix-code.ts';
import { META_FIXES } from '../../../src/meta/fix/meta-fixes.ts';
import { fixFile, isError, lintFile, utf16 } from './fix-file.ts';
import { LEFT_ALONE } from './left-alone.ts';

const ROWS = Object.entries(META_FIXES).map(
  ([code, row]) => [code as MetaFixCode, { encoding: 'utf-8', ...row }] as const,
);
const sourceOf = ({ before, encoding }: { before: string; encoding: string }) =>
  encoding === 'utf-16le' ? utf16(before) : before;

describe('fixMeta', () => {
  test.each(ROWS)('repairs as the table says when the damage is %s', async (code, row) => {
    const { text, notes, summary } = await fixFile(sourceOf(row));
    expect(text).toBe(row.after);
    expect(notes.map((note) => note.code)).toContain(code);
    expect(notes.filter(isError)).toEqual([]);
    expect(summary.leftOut).toBe(0);
  });

  test.each(ROWS)('leaves what was repaired as it is when the damage was %s', async (_, { after }) => {
    const { text, notes, summary } = await fixFile(after);
    expect([text, notes]).toEqual([after, []]);
    expect(summary.kept).toBe(summary.lines);
    expect((await lintFile(after)).errors).toEqual([]);
  });

  test.each(LEFT_ALONE)('leaves a line out and tells $code when it has $what', async ({ line, code }) => {
    const { text, notes, summary } = await fixFile(`${line}\n`);
    expect(text).toBe('');
    expect(notes.map((note) => [note.severity, note.code])).toEqual([['error', code]]);
    expect(summary).toMatchObject({ lines: 1, leftOut: 1, written: 0, errors: 1 });
  });
});

/** As the page shows what cannot be seen. */
const shown = (text: string) =>
  text.replaceAll('\u{feff}', '<U+FEFF>').replaceAll('\r', '␍').replaceAll('\n', '␊');

describe('docs/meta-fixes.md', () => {
  const page = readFileSync(new URL('../../../docs/meta-fixes.md', import.meta.url), 'utf8');
  const rowsOf = (title: string) =>
    page
      .split(/^## /m)
      .find((section) => section.startsWith(title))
      ?.split('\n')
      .filter((line) => line.startsWith('|'))
      .slice(2);

  test('has every repair of the table with its example, and no other', () => {
    const expected = ROWS.map(([code, { does, because, before, after, encoding }]) => {
      const source = `\`${shown(before)}\`${encoding === 'utf-8' ? '' : ' in UTF-16'}`;
      return `| \`${code}\` | ${does} | ${because} | ${source} | \`${shown(after)}\` |`;
    });
    expect(rowsOf('What is repaired')).toEqual(expected);
  });

  test('has everything that is left alone, and nothing else', () => {
    expect(rowsOf('What is not repaired')).toEqual(
      LEFT_ALONE.map(({ what, because, code }) => `| ${what} | ${because} | \`${code}\` |`),
    );
  });
});
