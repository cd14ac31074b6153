import { describe, expect, test } from 'vitest';
import { readCatalogue } from '../../src/catalogue/read-catalogue.ts';
import { passes } from '../../src/shared/errors/issue.ts';
import { collect } from '../shared/async/collect.ts';
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
/** A letter on both sides: what becomes of blanks around a value, and of names, other tests have. */
const content = fc.oneof(
  fc.constant(''),
  cell.map((text) => `x${text.replace(/(?![\t\r\n])\p{Cc}/gu, '')}y`),
);
const name = fc.constantFrom('', '1', 'a-1', '商品', 'a 1.jpg', 'b.png');
const table: fc.Arbitrary<Table> = fc.array(fc.tuple(name, name, content, content, content), {
  maxLength: 6,
});

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

/** A row of blank cells is passed over. */
const isFilled = (row: readonly string[]) => row.some((one) => one.trim() !== '');

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
          fc.pre(rows.some(isFilled));
          const path = file(`any.${extension}`, written(rows, delimiter, lineEnd));
          const read = await collect(readCatalogue(path));
          expect(read.map(({ entry }) => entry)).toEqual(rows.filter(isFilled).map(entryOf));
          expect(read.map(({ place }) => place.line)).toEqual(
            firstLines(rows).filter((_, at) => isFilled(rows[at] ?? [])),
          );
          expect(read.every(({ entry, issues }) => (entry === undefined) === !passes(issues))).toBe(true);
        },
      ),
      runs,
    );
  });

  test('gives the same rows for the same table as JSON lines, as an array and as a stream', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        fc.pre(rows.length > 0); // an empty file is an error
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

  test('accounts for every line when lines are anything, with a row for each that has text', async () => {
    const line = fc.oneof(
      fc.constantFrom('', '  ', '{}', '{"id":1,"image":"a.jpg"}', '[1]', '{"id":', '\r'),
      fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ' ')),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 10 }), async (lines) => {
        fc.pre(lines.some((text) => text.trim() !== '')); // an empty file is an error
        const reading = readCatalogue(file('any.jsonl', lines.join('\n')));
        const read = await collect(reading);
        const { length } = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
        expect(reading.summary.lines).toBe(length);
        const isDocument = /^[[{](?!.*[\]}]\s*$)|^\[/.test(
          lines.find((text) => text.trim() !== '')?.trim() ?? '',
        );
        if (isDocument) return; // one whose objects may take several lines
        const expected = lines.flatMap((text, at) => (text.trim() === '' ? [] : [at + 1]));
        expect(read.map(({ place }) => place.line)).toEqual(expected);
      }),
      runs,
    );
  });
});
