import { expect, test } from 'vitest';
import { picNameOfImage } from '../../../src/catalogue/model/pic-name-of-image.ts';
import { passes } from '../../../src/shared/errors/issue.ts';
import fc from '../../support/properties.ts';
import { codes, entries, objectRows, tableRows } from './read-rows.ts';

const HEADER = [
  'ProductId',
  'Image',
  'PicName',
  'CustomContent',
  'IntAttr',
  'Crop',
  'OperationType',
  'Category',
];

/** Text of any kind, with much of what stands in catalogues. */
const cell = fc.oneof(
  fc.constantFrom(
    '',
    '1',
    'a.jpg',
    'a.jpg,b.jpg',
    'NULL',
    '="1"',
    "'1",
    '1.0',
    '1E+05',
    'true',
    'DELETE',
    ' ',
    '\u00a0',
  ),
  fc.constantFrom(
    'https://x.example/a.jpg',
    '/a.jpg',
    'C:\\a.jpg',
    'oss://b/k',
    'a.mp4',
    '1,800',
    '\ud83d',
    '\0',
  ),
  fc.string({ unit: 'binary' }),
);
const row = fc.array(cell, { maxLength: HEADER.length + 2 });

test('a row of any cells makes entries without an error, and refusals with one', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 4 }), (table) => {
      for (const rows of tableRows(HEADER, table)) {
        expect(typeof rows === 'string').toBe(false); // no preset says that rows may bring nothing
        expect(rows.length).toBeGreaterThan(0);
        for (const one of rows) {
          if (typeof one === 'string') continue;
          expect(one.entry !== undefined).toBe(passes(one.issues));
          expect(one.names !== undefined).toBe(one.entry === undefined);
        }
      }
    }),
    { numRuns: 500 },
  );
});

test('an object of any values makes rows and never an exception', () => {
  fc.assert(
    fc.property(
      fc.record({
        ProductId: fc.anything(),
        Image: fc.anything(),
        CustomContent: fc.anything(),
        Crop: fc.anything(),
      }),
      (object) => {
        const rows = objectRows(object);
        expect(rows.length).toBeGreaterThan(0);
        for (const { entry, issues } of rows) expect(entry !== undefined).toBe(passes(issues));
      },
    ),
    { numRuns: 500 },
  );
});

test('a row of plain values is read as it is written, with blanks around or without', () => {
  const word = fc.stringMatching(/^[A-Z][a-z]{3,9}$/).filter((text) => !/^(?:Null|Nan|None)$/.test(text));
  const blanks = fc.stringMatching(/^[ \t]{0,3}$/);
  fc.assert(
    fc.property(
      word,
      word,
      fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      blanks,
      (id, text, number, around) => {
        const cells = [id, `${id}.jpg`, '', text, String(number), '', '', ''].map(
          (one) => around + one + around,
        );
        const [rows] = tableRows(HEADER, [cells]);
        expect(codes(rows as never)).toEqual([]);
        expect(entries(rows as never)).toEqual([
          { productId: id, image: `${id}.jpg`, customContent: text, intAttr: number },
        ]);
      },
    ),
  );
});

test('the name of a URL is one that increment.meta takes, whatever the URL', () => {
  fc.assert(
    fc.property(
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.string({ unit: 'binary' }),
      (url, path) => {
        for (const one of [url, `https://x.example/${path}`]) {
          if (!URL.canParse(one)) continue;
          const name = picNameOfImage(one);
          expect(name).toMatch(/\.[A-Za-z0-9]{1,8}$/);
          expect(name).not.toMatch(/^\/|\/$|\/\/|\\|\p{Cc}|(?:^|\/)\.{1,2}(?:\/|$)/u);
        }
      },
    ),
    { numRuns: 300 },
  );
});
