import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openBytes } from '../../../src/catalogue/source/open-bytes.ts';
import { loadYauzl } from '../../../src/catalogue/workbook/load-yauzl.ts';
import { openWorkbook } from '../../../src/catalogue/workbook/open-workbook.ts';
import { openFilesBelow } from '../../support/open-files.ts';
import { testFolder, writeFileIn } from '../catalogue-files.ts';
import { inChunks, rowsIn } from '../raw-rows.ts';
import { makeWorkbook, textRow, type WorkbookParts, workbookParts, zipOf } from './make-workbook.ts';

const folder = testFolder();
let files = 0;

async function open(bytes: Uint8Array) {
  files += 1;
  const path = writeFileIn(folder, `${files}.xlsx`, bytes);
  return openWorkbook(await openBytes(path));
}

/** The rows below a header of one cell: the line of each, and its cells or its reason. */
async function read(parts: WorkbookParts) {
  const opened = await open(makeWorkbook({ ...parts, rows: `${textRow(1, 'Id')}${parts.rows}` }));
  return (await rowsIn(opened))
    .slice(1)
    .map(({ place, cells, passedOver }) => [place.line, cells ?? passedOver]);
}

/** The text of a cell, in XML. */
async function cell(xml: string, parts: WorkbookParts = {}) {
  const [[, cells] = []] = await read({ ...parts, rows: `<row r="2">${xml}</row>` });
  return Array.isArray(cells) ? cells[0] : cells;
}

const FORMATS = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="00000"/><numFmt numFmtId="165" formatCode="yyyy&quot;年&quot;m"/><numFmt numFmtId="166" formatCode="[Red]0.00&quot;days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${[0, 14, 22, 164, 165, 166, 21].map((id) => `<xf numFmtId="${id}"/>`).join('')}</cellXfs></styleSheet>`;

describe('openWorkbook', () => {
  test('gives header and rows of the first sheet, each row by its number', async () => {
    const opened = await open(
      makeWorkbook({
        rows: `${textRow(2, 'ProductId', 'Image')}${textRow(3, '1', 'a.jpg')}<row r="5"><c r="B5"/></row>${textRow(7, '2', '', 'x')}<row r="9"/>`,
        sheets: [
          '<sheet name="Notes" sheetId="2" state="hidden" r:id="rId2"/>',
          '<sheet name="Products" sheetId="1" r:id="rId1"/>',
        ],
      }),
    );
    expect(opened.header).toEqual(['ProductId', 'Image']);
    expect(opened.recognised).toEqual({
      format: 'xlsx',
      sheet: 'Products',
      notes: ['Read the sheet "Products"; left alone: "Notes"'],
    });
    expect(
      (await rowsIn(opened)).map(({ place, cells, passedOver }) => [
        place.line,
        place.lines,
        cells ?? passedOver,
      ]),
    ).toEqual([
      [1, 1, 'empty'],
      [2, 1, 'header'],
      [3, 1, ['1', 'a.jpg']],
      [4, 3, 'empty'],
      [7, 1, ['2', '', 'x']],
      [8, 2, 'empty'],
    ]);
  });

  test('reads texts that cells share, of several runs, without how they are pronounced', async () => {
    const texts =
      '<sst><si><t>a &amp; b</t></si><si><r><t>红</t></r><r><t>鞋</t></r><rPh sb="0" eb="1"><t>hong</t></rPh></si><si><t>a_x000A_b</t></si></sst>';
    const rows = '<row r="2"><c t="s"><v>1</v></c><c t="s"><v>0</v></c><c t="s"><v>2</v></c></row>';
    expect(await read({ texts, rows })).toEqual([[2, ['红鞋', 'a & b', 'a\nb']]]);
  });

  test.each([
    ['<c><v>1000</v></c>', '1000'],
    ['<c><v>6.93217123456E+12</v></c>', '6932171234560'],
    ['<c><v>1.61052160414369E+18</v></c>', '1610521604143690000'],
    ['<c><v>-1E+20</v></c>', '-100000000000000000000'],
    ['<c><v>19.989999999999998</v></c>', '19.99'],
    ['<c><v>0.1</v></c>', '0.1'],
    ['<c s="3"><v>123</v></c>', '00123'],
    ['<c s="1"><v>45292</v></c>', '2024-01-01'],
    ['<c s="1"><v>59</v></c>', '1900-02-28'],
    ['<c s="1"><v>61</v></c>', '1900-03-01'],
    ['<c s="2"><v>45292.5</v></c>', '2024-01-01T12:00:00'],
    ['<c s="6"><v>0.75</v></c>', '18:00:00'],
    ['<c s="4"><v>45292</v></c>', '2024-01-01'],
    ['<c s="5"><v>2</v></c>', '2'],
    ['<c t="b"><v>1</v></c>', 'true'],
    ['<c t="b"><v>0</v></c>', 'false'],
    ['<c t="e"><v>#N/A</v></c>', '#N/A'],
    ['<c t="str"><f>A1&amp;"x"</f><v>Idx</v></c>', 'Idx'],
    ['<c><f>1+1</f><v>2</v></c>', '2'],
    ['<c t="d"><v>2024-01-01</v></c>', '2024-01-01'],
    ['<x:c xmlns:x="y"><x:v>7</x:v></x:c>', '7'],
  ])('gives %s as %s', async (xml, text) => {
    expect(await cell(xml, { styles: FORMATS })).toBe(text);
  });

  test('counts days from 1904 where the workbook says so', async () => {
    const properties = '<workbookPr date1904="1"/>';
    expect(await cell('<c s="1"><v>43830</v></c>', { styles: FORMATS, properties })).toBe('2024-01-01');
  });

  test('reads a stream and gzip as well', async () => {
    const bytes = makeWorkbook({ rows: `${textRow(1, 'Id')}${textRow(2, '7')}` });
    for (const source of [bytes, gzipSync(bytes)]) {
      const opened = await openWorkbook(await openBytes({ bytes: inChunks(source, [100]) }));
      expect((await rowsIn(opened)).map(({ cells }) => cells)).toEqual([undefined, ['7']]);
    }
  });

  test('gives many rows in batches', async () => {
    const many = Array.from({ length: 20_000 }, (_, n) => textRow(n + 2, `p${n}`, 'a.jpg')).join('');
    const rows = await read({ rows: many });
    expect(rows).toHaveLength(20_000);
    expect(rows.at(-1)).toEqual([20_001, ['p19999', 'a.jpg']]);
  });

  const sheet = (xml: string) => ({ ...workbookParts({}), 'xl/worksheets/sheet1.xml': xml });
  const bomb = Buffer.alloc(40_000_000, ' ').toString();
  const inRow = (xml: string) => makeWorkbook({ rows: `${textRow(1, 'Id')}<row r="2">${xml}</row>` });

  test.each<[string, () => Uint8Array, RegExp]>([
    ['is no zip file', () => Buffer.from('PK\x03\x04 no'), /its zip data is damaged/],
    ['is cut', () => makeWorkbook({}).subarray(0, 800), /its zip data is damaged/],
    [
      'is another zip file',
      () => zipOf({ 'a.txt': 'a' }),
      /it has no workbook inside: it may be another kind/,
    ],
    ['has no sheet', () => makeWorkbook({ sheets: [] }), /it has no sheet/],
    ['is empty', () => makeWorkbook({}), /its first sheet, "Products", is empty/],
    ['has damaged XML', () => zipOf(sheet('<worksheet><sheetData><row></c>')), /its XML is damaged/],
    ['ends inside its XML', () => zipOf(sheet('<worksheet><sheetData>')), /its XML is damaged/],
    ['has entities', () => zipOf(sheet('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')), /document type/],
    ['is nested deeply', () => zipOf(sheet('<a>'.repeat(300_000))), /nested too deeply/],
    [
      'is a bomb in its sheet',
      () => zipOf(sheet(bomb)),
      /more than 300 times its compressed form: a zip bomb/,
    ],
    [
      'is a bomb in its texts',
      () => zipOf({ ...workbookParts({}), 'xl/sharedStrings.xml': bomb }),
      /sharedStrings\.xml has 40,000,000 bytes, more than 300 times its compressed form/,
    ],
    [
      'says less than it has',
      () => zipOf(sheet(bomb), { 'xl/worksheets/sheet1.xml': 1000 }),
      /its part xl\/worksheets\/sheet1\.xml is damaged/,
    ],
    [
      'says more than is read',
      () => zipOf(workbookParts({}), { 'xl/sharedStrings.xml': 2 ** 31 }),
      /sharedStrings\.xml has 2,147,483,648 bytes, more than 67,108,864/,
    ],
    [
      'has a million columns',
      () => inRow('<c r="BDWGN2"><v>1</v></c>'),
      /cell BDWGN2 in row 2 is out of its order|beyond/,
    ],
    [
      'has cells twice',
      () => inRow('<c r="B2"><v>1</v></c><c r="A2"><v>1</v></c>'),
      /cell A2 in row 2 is out of its order/,
    ],
    [
      'has rows twice',
      () => makeWorkbook({ rows: textRow(1, 'Id') + textRow(1, '1') }),
      /row 1 follows row 1/,
    ],
    ['refers to no text', () => inRow('<c t="s"><v>7</v></c>'), /a cell refers to a text that is not there/],
    [
      'has an endless cell',
      () => inRow(`<c><v>${'1'.repeat(100_000)}</v></c>`),
      /a cell is longer than Excel allows/,
    ],
    [
      'has an endless cell with its text inside',
      () => inRow(`<c t="inlineStr"><is><t>${'x'.repeat(100_000)}</t></is></c>`),
      /a cell is longer than Excel allows/,
    ],
    [
      'has an endless row',
      () =>
        inRow(
          Array.from({ length: 50 }, (_, n) => `<c t="inlineStr"><is><t>${digits(n)}</t></is></c>`).join(''),
        ),
      /row 2 holds more than 1,048,576 characters/,
    ],
    [
      'has an endless text',
      () =>
        zipOf({
          ...workbookParts({}),
          'xl/sharedStrings.xml': `<sst><si><t>${'x'.repeat(100_000)}</t></si></sst>`,
        }),
      /a text is longer than Excel allows/,
    ],
    [
      'has an endless element',
      () => inRow(`<c ${Array.from({ length: 2000 }, (_, n) => `a${n}=""`).join(' ')}/>`),
      /an element with too many attributes/,
    ],
  ])('says so when a workbook %s', async (_, make, message) => {
    const reading = open(make()).then(rowsIn);
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toThrow(/^Cannot read workbook ".+\.xlsx" as /);
    await expect.poll(() => openFilesBelow(folder)).toEqual([]);
  });

  test('closes the file when rows are closed before the first', async () => {
    const { rows } = await open(makeWorkbook({ rows: textRow(1, 'Id') }));
    expect(openFilesBelow(folder)).toHaveLength(1);
    await rows.return();
    await expect.poll(() => openFilesBelow(folder)).toEqual([]);
  });
});

test('loadYauzl names the command that installs yauzl when it is missing', async () => {
  const cause = new Error('Cannot find module');
  await expect(loadYauzl(() => Promise.reject(cause))).rejects.toMatchObject({
    code: 'YAUZL_MISSING',
    message: expect.stringMatching(/npm install yauzl$/),
    cause,
  });
});

/** About 29,000 characters that compress as text does. */
const digits = (n: number) =>
  Array.from({ length: 6000 }, (_, k) => ((n * 6000 + k) * 7919) % 99_991).join('');
