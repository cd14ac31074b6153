import { describe, expect, test } from 'vitest';
import { readCatalogue } from '../../src/catalogue/read-catalogue.ts';
import { collect } from '../shared/collect.ts';
import fc from '../support/properties.ts';
import { testFolder, writeFileIn } from './catalogue-files.ts';

const folder = testFolder();
const file = (name: string, content: string) => writeFileIn(folder, name, content);

const COLUMNS = ['ProductId', 'Image', 'CustomContent', 'StrAttr', 'Price'] as const;
type Table = readonly (readonly string[])[];

/** Text of any kind, with much of what a format might stumble over; no replacement characters. */
const cell = fc.oneof(
  fc
    .array(
      fc.constantFrom(
        '"',
        '""',
        ',',
        '\t',
        '\n',
        '\r\n',
        '\r',
        '商品',
        '😀',
        ' ',
        'a',
        '\uFEFF',
        '\u2028',
        '\\',
        "'",
      ),
      {
        maxLength: 5,
      },
    )
    .map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\uFFFD', '')),
);
const table: fc.Arbitrary<Table> = fc.array(
  fc.array(cell, { minLength: COLUMNS.length, maxLength: COLUMNS.length }),
  { maxLength: 6 },
);

/** Writes as RFC 4180 says: quoted where a cell needs it, quotes doubled. */
function written(rows: Table, delimiter: string, lineEnd: string): string {
  const quoted = (one: string) =>
    one.includes(delimiter) || /["\r\n\uFEFF]/.test(one) ? `"${one.replaceAll('"', '""')}"` : one;
  return [COLUMNS, ...rows].map((row) => `${row.map(quoted).join(delimiter)}${lineEnd}`).join('');
}

/** The entry that a row of cells stands for: empty cells say nothing. */
function entryOf([productId, image, customContent, strAttr]: readonly string[]) {
  if (productId === '' || image === '') return undefined;
  const set = Object.entries({ productId, image, customContent, strAttr }).filter(
    ([, value]) => value !== '',
  );
  return Object.fromEntries(set);
}

/** The line on which each row begins. */
function firstLines(rows: Table): number[] {
  let next = 2; // the header takes the first
  return rows.map((row) => {
    const first = next;
    next += 1 + (row.join(',').match(/\r\n|\n|\r/g) ?? []).length;
    return first;
  });
}

const asObjects = (rows: Table) =>
  rows.map((row) => Object.fromEntries(COLUMNS.map((name, at) => [name, row[at] ?? ''])));

describe('readCatalogue', () => {
  const runs = { numRuns: 120 };

  test('gives one row with its values and its line for every record of a CSV or TSV file', async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom(['csv', ','] as const, ['tsv', '\t'] as const),
        fc.constantFrom('\n', '\r\n'),
        async (rows, [extension, delimiter], lineEnd) => {
          const path = file(`any.${extension}`, written(rows, delimiter, lineEnd));
          const read = await collect(readCatalogue(path));
          expect(read.map(({ entry }) => entry)).toEqual(rows.map(entryOf));
          expect(read.map(({ place }) => place.line)).toEqual(firstLines(rows));
          expect(read.every(({ entry, issues }) => (entry === undefined) === issues.length > 0)).toBe(true);
        },
      ),
      runs,
    );
  });

  test('gives the same rows for the same table as JSON lines, as an array and as a stream', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const objects = asObjects(rows);
        const lines = file('any.jsonl', objects.map((one) => `${JSON.stringify(one)}\n`).join(''));
        const stream = (async function* () {
          yield* objects;
        })();
        for (const source of [lines, objects, stream]) {
          const read = await collect(readCatalogue(source));
          expect(read.map(({ entry }) => entry)).toEqual(rows.map(entryOf));
          expect(read.map(({ place }) => place.line)).toEqual(rows.map((_, at) => at + 1));
        }
      }),
      runs,
    );
  });

  test('gives one row for every line with text when lines are anything', async () => {
    const line = fc.oneof(
      fc.constantFrom('', '  ', '{}', '{"id":1,"image":"a.jpg"}', '[1]', '{"id":', '\r'),
      fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ' ')),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 10 }), async (lines) => {
        const read = await collect(readCatalogue(file('any.jsonl', lines.join('\n'))));
        const expected = lines.flatMap((text, at) => (text.trim() === '' ? [] : [at + 1]));
        expect(read.map(({ place }) => place.line)).toEqual(expected);
      }),
      runs,
    );
  });
});

test('rows of a CSV file have numbers that rise, whatever the file holds', async () => {
  const pieces = ['"', '""', ',', '\n', '\r', '\r\n', 'a', ' ', 'b,c', '\uFEFF'];
  const anyText = fc
    .array(fc.constantFrom(...pieces), { maxLength: 40 })
    .map((parts) => `ProductId,Image\n${parts.join('')}`);
  await fc.assert(
    fc.asyncProperty(anyText, async (text) => {
      const rows = await collect(readCatalogue(await file('rising.csv', text)));
      const lines = rows.map(({ place }) => place.line);
      expect(lines).toEqual([...new Set(lines)].toSorted((one, other) => one - other));
    }),
    { numRuns: 300, seed: 20_261_128 },
  );
});
