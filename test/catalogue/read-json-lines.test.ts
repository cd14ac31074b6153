import { describe, expect, test } from 'vitest';
import { a, b, codes, entries, GBK, messages, rowsOf, testFolder, writeFileIn } from './catalogue-files.ts';

const folder = testFolder();
const file = (name: string, content: string | Uint8Array) => writeFileIn(folder, name, content);
const jsonLines = (content: string | Uint8Array) => rowsOf(file('catalogue.jsonl', content));

describe('readCatalogue of JSON lines', () => {
  test('gives each line its entry, with numbers as ids', async () => {
    const path = file(
      'two.ndjson',
      '\uFEFF{"productId":1,"image":"a.jpg"}\r\n{"ProductId":"2","Image":"b.jpg"}',
    );
    expect(await rowsOf(path)).toEqual([
      { place: { source: path, line: 1, lines: 1 }, entry: a, issues: [] },
      { place: { source: path, line: 2, lines: 1 }, entry: b, issues: [] },
    ]);
  });

  test('keeps types', async () => {
    const entry = { ...a, crop: false, intAttr: 0, categoryId: 0, region: { x1: 1, x2: 2, y1: 3, y2: 4 } };
    expect(entries(await jsonLines(JSON.stringify({ ...entry, strAttr: null, strAttr2: '' })))).toEqual([
      entry,
    ]);
  });

  test('counts blank lines and gives no row for them', async () => {
    expect(codes(await jsonLines('\n{"id":1,"image":"a.jpg"}\n \t\r\n{"id":2,"image":"b.jpg"}\n\n'))).toEqual(
      [[2], [4]],
    );
  });

  test.each([
    ['{"id":1', /^The line is not JSON: /],
    ['null', /^The line is null: it must be a JSON object$/],
    ['7', /^The line is 7: it must be a JSON object$/],
  ])('reads on when a line is %s', async (line, message) => {
    const rows = await jsonLines(`${line}\n{"id":2,"image":"b.jpg"}\n`);
    expect(codes(rows)).toEqual([[1, 'CATALOGUE_UNREADABLE'], [2]]);
    expect(messages(rows)[0]).toMatch(message);
  });

  test('reads on when a line is GBK', async () => {
    const rows = await jsonLines(
      Buffer.concat([Buffer.from('{"id":"'), GBK, Buffer.from('"}\n{"id":2,"image":"b.jpg"}\n')]),
    );
    expect(codes(rows)).toEqual([[1, 'CATALOGUE_ENCODING'], [2]]);
    expect(messages(rows)).toEqual([expect.stringMatching(/^The line is not UTF-8.*save the file as UTF-8/)]);
  });

  test.each([
    ['text', 'x'],
    ['blank', ' '],
    ['cut inside a character', '商'], // 2 ** 20 is no multiple of its 3 bytes
  ])('reads on when a line is longer than a mebibyte and %s', async (_, character) => {
    const rows = await jsonLines(`${character.repeat(2 ** 20 + 1)}\n{"id":2,"image":"b.jpg"}\n`);
    expect(codes(rows)).toEqual([[1, 'CATALOGUE_UNREADABLE'], [2]]);
    expect(messages(rows)).toEqual(['The line is longer than 1,048,576 bytes']);
  });

  test.each([
    ['productId', 1.5],
    ['productId', true],
    ['image', { src: 'a.jpg' }],
    ['intAttr', '1.5'],
    ['crop', 'maybe'],
    ['region', 7],
  ])('says so when %s is %j', async (name, value) => {
    const [row] = await jsonLines(JSON.stringify({ ...a, [name]: value }));
    expect(row).toMatchObject({ entry: undefined, issues: [{ code: 'CATALOGUE_VALUE', path: [name] }] });
    expect(row?.issues).toHaveLength(1);
  });

  test('takes a key named __proto__ for a column it does not know', async () => {
    const [row] = await jsonLines('{"id":1,"image":"a.jpg","__proto__":{"crop":true}}');
    expect(row?.entry).toEqual(a);
    expect(row?.entry?.crop).toBeUndefined();
  });
});
