import { describe, expect, test } from 'vitest';
import { jsonLayout } from '../../../src/catalogue/json/json-layout.ts';
import { readDocument } from '../../../src/catalogue/json/read-document.ts';
import fc from '../../support/properties.ts';
import { inChunks, inShort, linesOf, rawRows } from '../raw-rows.ts';

async function rowsOf(content: string | Uint8Array, sizes?: readonly number[]) {
  const bytes = Buffer.from(content);
  const layout = jsonLayout(bytes, true, 'shop.json');
  if (layout.kind !== 'document') throw new Error(`${layout.kind} is no document`);
  return rawRows(readDocument(inChunks(bytes, sizes), 'shop.json', layout.member));
}

const short = async (content: string | Uint8Array) => inShort(await rowsOf(content));
const IS_NAN = expect.stringMatching(/^The item has NaN/);

describe('readDocument', () => {
  test('reads an array, with an object a line and with several', async () => {
    expect(await short('[\n {"id":1},\n\n {"id":2}, {"id":3}\n]\n')).toEqual([
      [1, 1, 'wrapper'],
      [2, 1, { id: 1 }],
      [3, 1, 'empty'],
      [4, 1, { id: 2 }],
      [4, 0, { id: 3 }],
      [5, 1, 'wrapper'],
    ]);
  });

  test('reads objects over several lines, one after the other', async () => {
    expect(await short('{\n "id": 1\n}\n{\n "id": 2,\n "a": [{}]\n}')).toEqual([
      [1, 3, { id: 1 }],
      [4, 4, { id: 2, a: [{}] }],
    ]);
  });

  test('reads several objects in a line, and lines that end with CR alone', async () => {
    expect(await short('{"id":1}{"id":2} {"id":3},{"id":4}')).toEqual([
      [1, 1, { id: 1 }],
      [1, 0, { id: 2 }],
      [1, 0, { id: 3 }],
      [1, 0, { id: 4 }],
    ]);
    expect(await short('{"id":1}\r{"id":2}\r')).toEqual([
      [1, 1, { id: 1 }],
      [1, 0, { id: 2 }],
    ]);
  });

  test.each([
    ['opens the list', '{"products":[\n{"id":1},\n{"id":2}\n]}\n', [1, 'wrapper'], [2], [3], [4, 'wrapper']],
    ['has the first object', '{"n":2,"tags":[{"a":1}],"items":[{"id":1},\n{"id":2}]}\n', [1], [2]],
    ['names it with escapes', '{"\\u4ea7\u54c1":[{"id":1},\n{"id":2}]}\n', [1], [2]],
  ])('reads a list inside an object when the first line %s', async (_, content, ...lines) => {
    const all = await short(content);
    expect(all.filter(([, , row]) => typeof row === 'object').map(([, , row]) => row)).toEqual([
      { id: 1 },
      { id: 2 },
    ]);
    expect(all.map(([line, , row]) => (typeof row === 'string' ? [line, row] : [line]))).toEqual(lines);
  });

  test('reads pages one after the other, empty ones too', async () => {
    const pages = '{"items":[{"id":1}],"page":1}\n{"items":[],"page":2}\n{"items":[{"id":2},{"id":3}]}\n';
    expect(await short(pages)).toEqual([
      [1, 1, { id: 1 }],
      [2, 1, 'wrapper'],
      [3, 1, { id: 2 }],
      [3, 0, { id: 3 }],
    ]);
  });

  test('takes the list whose items name a product when an object has several', async () => {
    expect(await short('{"tags":[{"a":1},{"a":2}],"products":[{"id":1}]}')).toEqual([[1, 1, { id: 1 }]]);
  });

  test.each(['{"products":[]}', '{\n"page": 1,\n"products": []\n}\n', '{"products":[],"next":null}\n'])(
    'throws when the list in %j is empty',
    (content) => {
      expect(() => jsonLayout(Buffer.from(content), true, 'shop.json')).toThrow(
        'Cannot read catalogue "shop.json" as it has no row: "products" is an empty list',
      );
    },
  );

  test('reads the one member that holds objects', async () => {
    expect(
      await short(
        '{"count":2,"pages":[1,2],\n"products":[{"id":1},\n{"id":2,"x":[{}]}],\n"next":{"a":[{}]}}',
      ),
    ).toEqual([
      [1, 1, 'wrapper'],
      [2, 1, { id: 1 }],
      [3, 1, { id: 2, x: [{}] }],
      [4, 1, 'wrapper'],
    ]);
  });

  test('reads a member whose name is written with escapes', async () => {
    expect(await short('{"\\u5546\\u54c1":[{"\\u7f16\\u53f7":"\\u7ea2\\\\u978b"}]}')).toEqual([
      [1, 1, { 编号: '红\\u978b' }],
    ]);
  });

  test('reads a wrapped catalogue that is longer than its beginning', async () => {
    const items = Array.from({ length: 20_000 }, (_, id) => ({ id, image: `${id}.jpg` }));
    const bytes = Buffer.from(JSON.stringify({ products: items }));
    const layout = jsonLayout(bytes.subarray(0, 262_144), false, null);
    expect(layout).toEqual({ kind: 'document', member: true, notes: [] });
    const rows = await rawRows(readDocument(inChunks(bytes, [65_536]), null, true));
    expect(rows.map(({ object }) => object)).toEqual(items);
  });

  test('takes an object for a row when it names an image, though a member holds objects', async () => {
    expect(await short('{\n"attributes":[{"a":1}],\n"image":"a.jpg"\n}')).toEqual([
      [1, 4, { attributes: [{ a: 1 }], image: 'a.jpg' }],
    ]);
  });

  test('refuses one broken item and reads on at the next line that begins like it', async () => {
    expect(await short('[\n  {"id":1},\n  {"id":NaN},\n  {"id":3}\n]')).toEqual([
      [1, 1, 'wrapper'],
      [2, 1, { id: 1 }],
      [3, 1, IS_NAN],
      [4, 1, { id: 3 }],
      [5, 1, 'wrapper'],
    ]);
    expect(await short('[\n {\n  "id": NaN,\n  "a": {\n   "b": 1\n  }\n },\n {\n  "id": 2\n }\n]')).toEqual([
      [1, 1, 'wrapper'],
      [2, 6, IS_NAN],
      [8, 3, { id: 2 }],
      [11, 1, 'wrapper'],
    ]);
  });

  test('tells an item that is not closed before the next', async () => {
    expect(await short('[\n{"id":1,\n{"id":2}\n]')).toEqual([
      [1, 1, 'wrapper'],
      [2, 1, 'The item is not closed before the next one begins'],
      [3, 1, { id: 2 }],
      [4, 1, 'wrapper'],
    ]);
  });

  test('tells items that are no objects', async () => {
    expect(await short('[1,"x",null,\n[2],{"id":1}]\n7')).toEqual([
      [1, 1, 'The item is 1: it must be a JSON object'],
      [1, 0, 'The item is "x": it must be a JSON object'],
      [1, 0, 'The item is null: it must be a JSON object'],
      [2, 1, 'The item is [2]: it must be a JSON object'],
      [2, 0, { id: 1 }],
      [3, 1, 'The item is 7: it must be a JSON object'],
    ]);
  });

  test.each([
    [
      'inside an object',
      '[\n{"id":1},\n{"id":',
      [3, 1, 'The item is not closed: the file ends inside it, so that it may be cut'],
    ],
    [
      'between objects',
      '[\n{"id":1},\n',
      [
        2,
        0,
        'The file ends before the array around its objects is closed: it may be cut, and rows may be missing',
      ],
    ],
  ])('tells that a file ends %s', async (_, content, last) => {
    expect(await short(content)).toEqual([[1, 1, 'wrapper'], [2, 1, { id: 1 }], last]);
  });

  test('reads on when an item is not UTF-8', async () => {
    const content = Buffer.from('[\n{"id":"caf\xe9"},\n{"id":2}\n]', 'latin1');
    const rows = await rowsOf(content);
    expect(rows.flatMap(({ issues }) => issues.map(({ code }) => code))).toEqual(['CATALOGUE_ENCODING']);
    expect(rows.flatMap(({ object }) => object ?? [])).toEqual([{ id: 2 }]);
  });

  test('refuses what is nested a million deep, wherever it begins', async () => {
    const tooDeep = 'The item is nested too deeply to be a row';
    expect(await short('['.repeat(1_000_000))).toEqual([[1, 1, tooDeep]]);
    const bytes = Buffer.from(`{\n"a":${'{"a":'.repeat(1_000_000)}`);
    expect(inShort(await rawRows(readDocument(inChunks(bytes, [65_536]), null, undefined)))).toEqual([
      [1, 2, tooDeep],
    ]);
  });

  test('refuses an item longer than a mebibyte and reads on; ends at one of 8 MiB', async () => {
    const long = (length: number) => Buffer.from(`[\n{"a":"${'x'.repeat(length)}"},\n{"id":2}\n]`);
    const read = (bytes: Buffer) => rawRows(readDocument(inChunks(bytes, [65_536]), 'shop.json', undefined));
    expect(inShort(await read(long(2 ** 20)))).toEqual([
      [1, 1, 'wrapper'],
      [2, 1, 'The item is longer than 1,048,576 bytes'],
      [3, 1, { id: 2 }],
      [4, 1, 'wrapper'],
    ]);
    await expect(read(long(2 ** 23 + 2 ** 20))).rejects.toThrow(
      'Cannot read catalogue "shop.json" as what begins in line 2 does not end within 8,388,608 bytes: it is no row, or damaged',
    );
  });

  test('tells the layout within a second when blanks follow the first object', () => {
    const start = performance.now();
    const head = Buffer.from(`{"id":1}${' '.repeat(250_000)}x`);
    expect(jsonLayout(head, true, null)).toEqual({ kind: 'lines' });
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test.each<[string, string, string, number, string?]>([
    ['a text behind the rows', '{"products":[\n{"id":1}],\n"note":"', 'x', 3],
    ['a text between rows', '[\n{"id":1},\n"', 'x', 3],
    ['a number between rows', '[\n{"id":1},\n', '1', 3, '1,048,576'],
    ['a number in a row', '[\n{"id":', '1', 2, '1,048,576'],
    ['blanks between rows', '[\n{"id":1}', ' ', 2],
    ['blank lines between rows', '[\n{"id":1},', '\n', 2],
  ])('ends at %s that does not end', async (_, begin, character, line, most = '8,388,608') => {
    const endless = async function* () {
      yield Buffer.from(begin);
      for (;;) yield Buffer.from(character.repeat(65_536));
    };
    await expect(
      rawRows(readDocument(endless(), 'shop.json', begin[0] === '{' || undefined)),
    ).rejects.toThrow(
      `as what begins in line ${line} does not end within ${most} bytes: it is no row, or damaged`,
    );
  });

  test('finds keys twice and digits', async () => {
    const [row] = await rowsOf('[{"id": 1, "id": 1610521604143693812}]');
    expect(row).toMatchObject({ keysTwice: ['id'], exactDigits: new Map([['id', '1610521604143693812']]) });
  });

  test('property: the objects are those that were written, each line once, however the file is laid out and cut', async () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }));
    const layouts = [
      (objects: readonly object[]) => JSON.stringify(objects),
      (objects: readonly object[]) => JSON.stringify(objects, null, 2),
      (objects: readonly object[]) => inAscii(JSON.stringify(objects)),
      (objects: readonly object[]) => objects.map((one) => JSON.stringify(one, null, '\t')).join('\n'),
      (objects: readonly object[]) => `[${objects.map((one) => JSON.stringify(one)).join(',\r\n')}]\n`,
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.array(object, { minLength: 1 }),
        fc.constantFrom(...layouts),
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }),
        async (objects, layout, sizes) => {
          const content = layout(objects);
          const rows = await rawRows(readDocument(inChunks(Buffer.from(content), sizes), null, undefined));
          expect(rows.flatMap((row) => row.object ?? [])).toEqual(JSON.parse(JSON.stringify(objects)));
          expect(rows.flatMap(({ issues }) => issues)).toEqual([]);
          expect(linesOf(rows)).toBe(content.replace(/\n$/, '').split('\n').length);
        },
      ),
    );
  });

  test('property: every line of a damaged document is part of one row, however it is cut', async () => {
    const piece = fc.constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"',
        '"a"',
        '"a":',
        '1',
        'NaN',
        '\n',
        '\n',
        '\n{',
        ' ',
        '{"id":1}',
        '\\',
      ],
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 40 }),
        fc.constantFrom(undefined, true as const, 'a'),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        async (pieces, member, sizes) => {
          const bytes = Buffer.from(pieces.join(''));
          const read = (chunks: AsyncIterable<Uint8Array>) => rawRows(readDocument(chunks, null, member));
          const rows = await read(inChunks(bytes));
          expect(await read(inChunks(bytes, sizes))).toEqual(rows);
          const lines = bytes.toString().split('\n');
          expect(linesOf(rows)).toBe(lines.length - (lines.at(-1) === '' ? 1 : 0));
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('jsonLayout', () => {
  const layoutOf = (content: string, isWhole = true) => jsonLayout(Buffer.from(content), isWhole, 'a.json');

  test.each([
    ['{"id":1}\n{"id":2}', 'lines'],
    ['{"id":1\n{"id":2}', 'lines'],
    ['{"id":1', 'lines'],
    [`{'id':1}\n{'id':2}`, 'lines'],
    ['', 'lines'],
    ['7\n', 'lines'],
    ['\n[{"id":1}]', 'document'],
    ['{\n"id":1}', 'document'],
    ['{"id":1,\n"a":2}', 'document'],
    ['{"id":1}{"id":2}\n', 'document'],
    ['{"products":[{"id":1}]}', 'document'],
    ['{"OperationType":"ADD","ProductId":"1","PicName":"a.jpg"}', 'meta'],
    ['{"operator":"ADD","item_id":"1","cat_id":0,"pic_list":["a.jpg"]}', 'meta'],
    ['{"OperationType":"ADD","ProductId":"1","PicName":"a.jpg","Image":"b.jpg"}', 'lines'],
  ])('takes %j for %s', (content, kind) => {
    expect(layoutOf(content).kind).toBe(kind);
  });

  test('takes the member with the most objects, and names the others', () => {
    expect(layoutOf('{"categories":[{"id":1}],"products":[{"id":1},{"id":2}]}')).toEqual({
      kind: 'document',
      member: 'products',
      notes: ['Rows are the items of "products": "categories" is left alone'],
    });
  });

  test('says once what the bulk format of Elasticsearch is', () => {
    expect(() => layoutOf('{"index":{"_id":"1"}}\n{"id":1}\n')).toThrow(
      /^Cannot read catalogue "a.json" as it is in the bulk format of Elasticsearch/,
    );
  });
});

/** A text of JSON with escapes for all that is not ASCII, as Python writes it. */
const inAscii = (text: string): string =>
  text.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
