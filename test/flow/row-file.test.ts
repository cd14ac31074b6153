import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TableRow } from '../../src/catalogue/rows/table-form.ts';
import { type NumberedOutcome, notSubmitted } from '../../src/import/entry-outcome.ts';
import { KeptRows, RowKeeper } from '../../src/import/plan/kept-rows.ts';
import { RowFile } from '../../src/import/state/row-file.ts';
import {
  type CatalogueEntry,
  type CatalogueOptions,
  type CatalogueRow,
  type CatalogueSource,
  type ColumnReport,
  readCatalogue,
} from '../../src/index.ts';
import { formatRegion } from '../../src/meta/model/region.ts';
import { csvRow } from '../../src/shared/text/csv-row.ts';
import fc from '../support/properties.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'row-file-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const path = () => join(folder, 'refused.csv');

/** What a catalogue holds: its entries, and its rows as a table has them. */
async function contentOf(source: CatalogueSource, options: CatalogueOptions = {}) {
  const reports: ColumnReport[] = [];
  const catalogue = readCatalogue(source, { ...options, onColumns: (report) => reports.push(report) });
  const entries: CatalogueRow[] = [];
  const rows: TableRow[] = [];
  catalogue.keepRows((_, row) => rows.push(row));
  for await (const entry of catalogue) entries.push(entry);
  return { entries, rows, report: reports[0] };
}

const issue = (code: string, message: string) => ({ code, severity: 'error', path: [], message }) as const;

const refusal = (number: number, line: number, ...issues: NumberedOutcome['issues']): NumberedOutcome =>
  notSubmitted(
    { number, place: { source: null, line, lines: 1 }, productId: null, picName: null },
    'refused',
    issues,
  );

/** Keeps the rows of a catalogue for the time of a block. */
async function keep(source: CatalogueSource, options: CatalogueOptions = {}): Promise<KeptRows> {
  const catalogue = readCatalogue(source, options);
  using keeper = new RowKeeper(folder);
  catalogue.keepRows((head, row, entries) => keeper.add(head, row, entries));
  for await (const _ of catalogue);
  await keeper.finish();
  return new KeptRows(folder);
}

/** Refuses every entry of a catalogue. Returns the path of its refused.csv. */
async function refuse(source: CatalogueSource, options: CatalogueOptions = {}): Promise<string> {
  using kept = await keep(source, options);
  using file = new RowFile(path(), kept);
  let number = 0;
  for await (const { place } of readCatalogue(source, options))
    file.add(refusal(++number, place.line, issue('IMAGE_MISSING', 'The image does not exist, "so" mend it')));
  return path();
}

/** Of a file that `RowFile` wrote: the cells of the catalogue. */
const ownCells = ({ rows }: { readonly rows: readonly TableRow[] }) =>
  rows.map(({ cells }) => cells.slice(2));

const PARTS = ['"', '""', ',', ';', '|', '\t', '\n', '\r\n', '\r', '=', '+', '-', '@', "'", '\\', '\\"'];
const cell = fc.oneof(
  fc
    .array(fc.constantFrom(...PARTS, ' ', 'a', '1', '商品', '😀', '\u00A0', '\uFEFF', '\u2028', '\0'), {
      maxLength: 5,
    })
    .map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme' }),
);
const isFilled = (cells: readonly string[]) => cells.some((one) => !/^[\s\0]*$/.test(one));
const HEADER = ['ProductId', 'Image', 'Title, "in full"', 'CustomContent', ' Price '];

describe('RowFile', () => {
  it('writes cells that are read as they were when a catalogue is a table of anything', async () => {
    const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: HEADER.length }), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom(',', ';', '|'), async (table, delimiter) => {
        const filled = table.filter(isFilled);
        fc.pre(filled.length > 0);
        const bytes = Buffer.from([HEADER, ...filled].map((cells) => csvRow(cells, delimiter)).join(''));
        const source = () => ({ bytes: [bytes], name: 'shop.csv' });
        const before = await contentOf(source(), { delimiter });
        const after = await contentOf(await refuse(source(), { delimiter }));
        expect(ownCells(after)).toEqual(before.rows.map(({ cells }) => cells));
        expect(ownCells(after)).toEqual(filled);
        expect(after.report).toMatchObject({ delimiter, columns: before.report?.columns });
      }),
      { numRuns: 100 },
    );
  });

  it('writes rows that are read as the same entries when a catalogue has objects', async () => {
    const content = cell.map((text) => `x${text.replace(/(?![\t\r\n])[\p{Cc}\uFFFD]/gu, '')}y`);
    const name = fc.constantFrom('1', 'a-1', '商品', 'b 2');
    const image = fc.constantFrom(
      'a.jpg',
      'b 2.png',
      'shoes/商品.webp',
      'https://shop.example/a.jpg?size=1,2',
    );
    const integer = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
    const side = fc.nat({ max: 9_999 });
    const entry = fc.record(
      {
        operationType: fc.constantFrom('ADD' as const, 'DELETE' as const),
        productId: fc.oneof(name, integer, fc.bigInt({ min: 1n, max: 10n ** 18n })),
        image: fc.oneof(image, fc.uniqueArray(image, { minLength: 2, maxLength: 4 })),
        categoryId: integer,
        customContent: fc.oneof(
          content,
          fc.dictionary(name, content),
          fc.double({ noNaN: true, min: -1, max: 1 }),
        ),
        intAttr2: integer,
        strAttr: content,
        crop: fc.boolean(),
        region: fc.record({ x1: side, x2: side, y1: side, y2: side }),
      },
      { requiredKeys: ['productId', 'image'] },
    );
    /** Of several images, addresses stand behind paths: their order means nothing. */
    const meant = (rows: readonly CatalogueRow[]) =>
      rows
        .map(({ entry: read }) => {
          const region = read?.region;
          return { ...read, region: typeof region === 'object' ? formatRegion(region) : region };
        })
        .toSorted((one, other) => String(one.image).localeCompare(String(other.image)));
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 5 }), async (objects) => {
        const catalogue = objects as unknown as CatalogueEntry[];
        const before = await contentOf(catalogue);
        const after = await contentOf(await refuse(catalogue));
        expect(meant(after.entries)).toEqual(meant(before.entries));
        expect(after.rows).toHaveLength(objects.length);
      }),
      { numRuns: 100 },
    );
  });

  it.each<[string, CatalogueSource, CatalogueOptions, readonly (readonly string[])[]]>([
    [
      'names are given, of which an object has one',
      [
        { sku: '1', photo: 'a.jpg' },
        { code: '2', photo: 'b.jpg', more: 'c.jpg' },
      ] as never,
      { columns: { productId: ['sku', 'code'], image: ['photo', 'more'] } },
      [
        ['1', 'a.jpg'],
        ['2', 'b.jpg'],
        ['2', 'c.jpg'],
      ],
    ],
    [
      'objects name a field each in its own way',
      [
        { id: '1', file: 'a.jpg' },
        { SKU: '2', Image: 'b.jpg', image_2: 'c.jpg' },
      ] as never,
      {},
      [
        ['1', 'a.jpg'],
        ['2', 'b.jpg'],
        ['2', 'c.jpg'],
      ],
    ],
    [
      'images are parted by a separator that is given',
      [{ id: '1', image: ['a', 'b'] }] as never,
      { imageSeparator: '|' },
      [
        ['1', 'a'],
        ['1', 'b'],
      ],
    ],
    [
      'objects have the names of increment.meta',
      [{ OperationType: 'ADD', ProductId: '1', PicName: 'a.jpg' }] as never,
      {},
      [['1', 'a.jpg']],
    ],
    [
      'a preset is given',
      [{ sku: '1', base_image: '/a.jpg', additional_images: 'no_selection' }] as never,
      { preset: 'magento' },
      [['1', 'a.jpg']],
    ],
  ])('writes rows that are read with the same options when %s', async (_, source, options, expected) => {
    const { entries } = await contentOf(await refuse(source, options), options);
    expect(entries.map(({ entry }) => [entry?.productId, entry?.image])).toEqual(expected);
  });

  it('fills in what a row shares with the first of its product when it comes to stand alone', async () => {
    const text = 'Handle,Image Src,CustomContent\nshoe,/a.jpg,k:v\nshoe,b.jpg,\nshoe,c.jpg,own:1\n';
    const source = () => ({ bytes: [Buffer.from(text)], name: 'shop.csv' });
    using kept = await keep(source());
    using file = new RowFile(path(), kept);
    for (const number of [2, 3])
      file.add(refusal(number, number + 1, issue('IMAGE_MISSING', 'No such file')));
    const { entries, report } = await contentOf(path());
    expect(report?.preset).toBe('shopify');
    expect(entries.map(({ entry }) => entry)).toEqual([
      { productId: 'shoe', image: 'b.jpg', customContent: 'k:v' },
      { productId: 'shoe', image: 'c.jpg', customContent: 'own:1' },
    ]);
  });

  it('adds columns that no reading takes for a field', async () => {
    const { report } = await contentOf(await refuse([{ productId: '1', image: 'a.jpg' }]));
    expect(report).toMatchObject({
      ignored: ['import_code', 'import_remedy'],
      suggestions: [],
      alternatives: [],
    });
  });

  it('writes the same file again when its own rows are refused again', async () => {
    const first = readFileSync(await refuse([{ productId: '1', image: 'a.jpg' }]), 'utf8');
    const source = { bytes: [Buffer.from(first)], name: 'refused.csv' };
    expect(readFileSync(await refuse(source), 'utf8')).toBe(first.replace('Row 1:', 'Row 2:'));
  });

  it('keeps cells that the header has no names for, and those that are missing, when rows are of other lengths', async () => {
    const text = 'Id,Image\n1,a.jpg,behind,the last\n2\n';
    const { rows } = await contentOf(await refuse({ bytes: [Buffer.from(text)], name: 'shop.csv' }));
    expect(ownCells({ rows })).toEqual([['1', 'a.jpg', 'behind', 'the last'], ['2']]);
  });

  it.each<[string, CatalogueSource, string]>([
    [
      'a line is no JSON',
      { bytes: [Buffer.from('{"id":1,"image":"a.jpg"\n{"id":2,"image":"b.jpg"}\n')], name: 'shop.jsonl' },
      'It could not be read, and so its cells are empty',
    ],
    [
      'a quote opens a cell that nothing closes',
      { bytes: [Buffer.from('Id,Image\n1,"a.jpg\nmore')], name: 'shop.csv' },
      'Of its 2 lines the first one alone stands here',
    ],
    [
      'an image was handed over as bytes',
      [{ productId: '1', picName: 'a.jpg', image: new Uint8Array(3) }],
      'Its image was handed over as bytes, which no cell holds: name a file here',
    ],
    [
      'a key stands twice',
      { bytes: [Buffer.from('{"id":1,"image":"a.jpg","image":"b.jpg"}\n')], name: 'shop.jsonl' },
      'Of values that mean one field, one alone stands here',
    ],
  ])('says what the cells do not hold when %s', async (_, source, lacks) => {
    const text = readFileSync(await refuse(source), 'utf8');
    expect(text.split('\r\n')[1]).toContain(`mend it. ${lacks}"`);
  });

  it('writes no number whose digits are not certain, so that none is taken for another', async () => {
    const json = '{"id":12345678901234567890,"image":"a.jpg","content":{"ean":12345678901234567890}}\n';
    const source = { bytes: [Buffer.from(json)], name: 'shop.jsonl' };
    const { rows, entries } = await contentOf(await refuse(source));
    expect(ownCells({ rows })[0]).toEqual(
      expect.arrayContaining(['12345678901234567890', '{"ean":"\uFFFD"}']),
    );
    expect(entries[0]?.issues.map(({ code }) => code)).toEqual(['CATALOGUE_ENCODING']);
  });

  it('has a row once, with what is told of each of its entries, when several are refused', async () => {
    const images = (count: number) => Array.from({ length: count }, (_, n) => `${n}.jpg`);
    const catalogue = [
      { productId: '1', image: images(2) },
      { productId: '2', image: images(13) },
    ] as never;
    using kept = await keep(catalogue);
    using file = new RowFile(path(), kept);
    const add = (number: number, line: number) =>
      file.add(refusal(number, line, issue(`CODE_${number % 2}`, `No file ${number}`)));
    add(1, 1);
    for (let number = 3; number <= 15; number += 1) add(number, 2);
    add(2, 1); // told of late, as a DELETE that its ADD was to replace
    const { rows } = await contentOf(path());
    const told = rows.map(({ cells }) => cells.slice(0, 2));
    expect(told[0]).toEqual(['CODE_1', 'Row 1: No file 1']);
    expect(told[1]?.[0]).toBe('CODE_1 CODE_0');
    expect(told[1]?.[1]).toMatch(
      /^Row 2: No file 3\. .*\. No file 12\. More of its images are to be corrected$/,
    );
    expect(rows).toHaveLength(2);
  });

  it.each([
    ['=cmd()', "'=cmd()"],
    ['+49 170', "'+49 170"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['-1+cmd()', "'-1+cmd()"],
    [' =1', "' =1"],
    ['\t1', "'\t1"],
    ['＝1', "'＝1"],
    ["'=1", "''=1"],
    ['-5', '-5'],
    ['-5.25', '-5.25'],
    ["'tis", "'tis"],
  ])(
    'has the cell %j of a catalogue as %j, which no spreadsheet runs, and reads it as it was',
    async (cell, kept) => {
      const bytes = Buffer.from(
        [
          ['Id', 'Image', 'CustomContent'],
          ['1', 'a.jpg', cell],
        ]
          .map((row) => csvRow(row, ';'))
          .join(''),
      );
      const file = await refuse({ bytes: [bytes], name: 'shop.csv' }, { delimiter: ';' });
      const written = readFileSync(file, 'utf8').split('\r\n')[1];
      expect(written?.endsWith(csvRow(['a.jpg', kept], ';').trimEnd())).toBe(true);
      expect(ownCells(await contentOf(file))).toEqual([['1', 'a.jpg', cell]]);
    },
  );

  it('keeps a spreadsheet from running the code of a service, and the name of a column', async () => {
    const bytes = Buffer.from('Id,Image,=cmd()\n1,a.jpg,\n');
    using kept = await keep({ bytes: [bytes], name: 'shop.csv' });
    using file = new RowFile(path(), kept);
    file.add(refusal(1, 1, issue('=cmd()', '=cmd()')));
    const [header, row] = readFileSync(path(), 'utf8').split('\r\n');
    expect(header).toBe("\uFEFFimport_code,import_remedy,Id,Image,'=cmd()");
    expect(row).toBe("'=cmd(),Row 1: =cmd(),1,a.jpg,");
    expect((await contentOf(path())).report?.ignored).toContain('=cmd()');
  });

  it('leaves the cells of a catalogue alone that no import has written', async () => {
    const { rows } = await contentOf({ bytes: [Buffer.from("Id,Image\n'=1,a.jpg\n")], name: 'shop.csv' });
    expect(rows[0]?.cells).toEqual(["'=1", 'a.jpg']);
  });

  it('makes no file until there is a row, and removes that of a run before', async () => {
    await refuse([{ productId: '1', image: 'a.jpg' }]);
    using kept = await keep([{ productId: '1', image: 'a.jpg' }]);
    using file = new RowFile(path(), kept);
    expect(existsSync(path())).toBe(false);
    file.add(refusal(1, 1, issue('IMAGE_MISSING', 'No such file')));
    expect(existsSync(path())).toBe(true);
  });
});

describe('KeptRows', () => {
  it.each(['rows.jsonl', 'rows.index'])(
    'names the file that is missing or was changed when it is %s',
    async (name) => {
      using _ = await keep([{ productId: '1', image: 'a.jpg' }]);
      writeFileSync(join(folder, name), '');
      using kept = new KeptRows(folder);
      expect(() => kept.rowOf(1)).toThrow(`${name}" must be as it was written; restore`);
      rmSync(join(folder, name));
      expect(() => new KeptRows(folder)).toThrow(`${name}" must be as it was written; restore`);
    },
  );
});
