import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { describe, expect, test } from 'vitest';
import { DELIMITERS } from '../../../src/catalogue/model/raw-row.ts';
import { cellsOfLine } from '../../../src/catalogue/table/record-cells.ts';
import fc from '../../support/properties.ts';
import { cellsOf, hasError, tableOf } from './table-of.ts';

const HEADER = ['id', 'image', 'content', 'price'];
const PIECES = [
  '"',
  '""',
  ',',
  ';',
  '\t',
  '|',
  '\n',
  '\r\n',
  '\r',
  '商品',
  '😀',
  ' ',
  'a',
  '\uFEFF',
  '\\',
  '#',
  '\0',
  '=',
];

const piece = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ unit: 'grapheme' }));
const cell = fc.array(piece, { maxLength: 5 }).map((parts) => parts.join(''));
const row = fc.array(cell, { minLength: HEADER.length, maxLength: HEADER.length });
const chunk = fc.integer({ min: 1, max: 40 });
const delimiter = fc.constantFrom(...DELIMITERS);

/** A row of blank cells is passed over. */
const isRow = (cells: readonly string[]) => cells.some((one) => !/^[\s\0]*$/.test(one));

const linesIn = (text: string) =>
  text.split(/\r\n|\r|\n/).length - (/[\r\n]$/.test(text) || text === '' ? 1 : 0);

describe('openTable', () => {
  test('reads the cells that a conforming writer wrote, at any chunking', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row.filter(isRow), { minLength: 1, maxLength: 6 }),
        delimiter,
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        chunk,
        async (table, by, end, quoted, size) => {
          const write = (row: readonly string[]) =>
            stringify([row], { delimiter: by, record_delimiter: end, quoted, quoted_match: /[\r\n\uFEFF]/ });
          const written = [HEADER, ...table].map(write);
          fc.pre(by !== '\t' || !written.some((one) => readsAsLines(one.slice(0, -end.length))));
          const text = written.join('');
          const { header, rows } = await tableOf(text, { delimiter: by, chunk: size });
          expect(header).toEqual(HEADER);
          expect(cellsOf(rows)).toEqual(table);
          expect(rows.reduce((sum, { place }) => sum + place.lines, 0)).toBe(linesIn(text));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('reads what csv-parse reads when every quote is closed, with the delimiter that it recognises', async () => {
    const simple = fc.string({ unit: fc.constantFrom('a', '"', ' ', '商', '.'), minLength: 1, maxLength: 4 });
    const rows = fc.array(fc.array(simple, { minLength: 4, maxLength: 4 }).filter(isRow), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(rows, delimiter, fc.boolean(), chunk, async (table, by, quoted, size) => {
        const text = stringify([HEADER, ...table], { delimiter: by, quoted });
        const { rows: read, recognised } = await tableOf(text, { chunk: size });
        expect(recognised.delimiter).toBe(by);
        expect(cellsOf(read)).toEqual(parse(text, { delimiter: by, from: 2 }));
      }),
      { numRuns: 200 },
    );
  });

  test('makes every line of any file part of exactly one row, at any chunking alike', async () => {
    const anything = fc.oneof(
      fc.array(piece, { maxLength: 60 }).map((parts) => Buffer.from(parts.join(''))),
      fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes)),
    );
    await fc.assert(
      fc.asyncProperty(anything, delimiter, chunk, async (bytes, by, size) => {
        const file = Buffer.concat([Buffer.from(`${HEADER.join(by)}\n1${by}a.jpg\n`), bytes]);
        const whole = await tableOf(file, { delimiter: by });
        expect(await tableOf(file, { delimiter: by, chunk: size })).toEqual(whole);
        let next = 1;
        for (const { place } of whole.rows) {
          expect(place.line).toBe(next);
          next += place.lines;
        }
        expect(next - 1).toBe(linesIn(file.toString('latin1')));
      }),
      { numRuns: 1000 },
    );
  });

  test('gives every full row of lines without quotes, whatever quotes stand before them', async () => {
    const broken = fc.string({ unit: fc.constantFrom('"', ',', 'a', '\n', ' '), maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(broken, async (damage) => {
        const { rows } = await tableOf(`id,image\n1,a.jpg\n${damage}\n${'2,b.jpg\n'.repeat(5)}`);
        const last = rows.flatMap((one) => (hasError(one) ? [] : [one.cells?.join() ?? '']));
        // One of them may be the end of a quoted cell: then the row says how many lines it took.
        expect(last.filter((one) => one.endsWith('2,b.jpg')).length).toBe(5);
      }),
      { numRuns: 500 },
    );
  });
});

/** Between tabs the quotes of a row are text when more than half of its lines have as many cells as the header. */
function readsAsLines(text: string): boolean {
  const lines = text.split(/\r\n|\r|\n/);
  const full = lines.map((line) => cellsOfLine(line, '\t')).filter(isFull);
  return lines.length > 1 && full.length * 2 > lines.length;
}

const isFull = (cells: readonly string[]) =>
  cells.length >= HEADER.length && !isRow(cells.slice(HEADER.length));
