import { describe, expect, test } from 'vitest';
import { MetaLineParser } from '../../src/meta/meta-line-parser.ts';
import type { MetaSource } from '../../src/meta/read/meta-source.ts';
import type { MetaLineIssue } from '../../src/meta/rules/meta-issue.ts';
import { collect } from '../shared/async/collect.ts';

const GOOD = '{"OperationType":"ADD","ProductId":"1","PicName":"a.jpg","CustomContent":""}';
const GBK = Uint8Array.of(0xc9, 0xcc, 0xc6, 0xb7); // 商品 in GBK
const bytes = (text: string) => new TextEncoder().encode(text);
const parse = (source: MetaSource, options = {}) => collect(new MetaLineParser(options).parse(source));

const places = (issues: readonly MetaLineIssue[]) =>
  issues.map(({ code, severity, line, column, offset }) => ({ code, severity, line, column, offset }));

describe('lines as a whole', () => {
  test.each([
    ['META_BLANK_LINE', 'warning', '', undefined],
    ['META_BLANK_LINE', 'warning', '  \t', undefined],
    ['META_CARRIAGE_RETURN', 'warning', `${GOOD}\r`, '1'],
    ['META_BYTE_ORDER_MARK', 'warning', `\uFEFF${GOOD}`, '1'],
  ])('have %s as a %s when the line is %j', async (code, severity, text, productId) => {
    const [line] = await parse(`${text}\n`);
    expect(line?.issues.map((issue) => [issue.code, issue.severity, issue.column, issue.field])).toEqual([
      [code, severity, 1, null],
    ]);
    expect(line?.record?.productId).toBe(productId);
  });

  test('have META_CARRIAGE_RETURN at their own offset when every line ends with CRLF', async () => {
    const lines = await parse(`${GOOD}\r\n${GOOD}\r\n`);
    // the line is 76 bytes long, CR and LF follow
    expect(lines.map(({ issues }) => places(issues))).toEqual(
      [0, 78].map((offset, at) => [
        { code: 'META_CARRIAGE_RETURN', severity: 'warning', line: at + 1, column: 1, offset },
      ]),
    );
  });

  test('have META_LAST_LINE_UNENDED when no line feed ends the file', async () => {
    const lines = await parse(`${GOOD}\n${GOOD}`);
    expect(lines.map(({ record }) => record?.productId)).toEqual(['1', '1']);
    expect(lines.map(({ issues }) => places(issues))).toEqual([
      [],
      [{ code: 'META_LAST_LINE_UNENDED', severity: 'warning', line: 2, column: 1, offset: 77 }],
    ]);
  });

  test('have META_INVALID_UTF8 at its first byte and leave the lines around them alone when one is GBK', async () => {
    const gbk = [bytes('{"OperationType":"ADD","ProductId":"'), GBK, bytes('","PicName":"a.jpg"}\n')];
    const lines = await parse([bytes(`${GOOD}\n`), ...gbk, bytes(`${GOOD}\n`)]);
    expect(lines.map(({ record }) => record?.productId)).toEqual(['1', undefined, '1']);
    // 36 characters stand before it in the line, and 77 bytes before the line
    expect(lines.map(({ issues }) => places(issues))).toEqual([
      [],
      [{ code: 'META_INVALID_UTF8', severity: 'error', line: 2, column: 37, offset: 113 }],
      [],
    ]);
    expect(lines[1]?.issues[0]?.message).toContain('it can be read as GBK');
    // 77 + 36 + 4 + 21
    expect(lines[2]?.offset).toBe(138);
  });

  test.each([
    ['the byte is the first', [0xff], 1, 0],
    ['text of several bytes stands before it', ['商品😀', [0xc0], 'a'], 5, 10], // 2 + 2 UTF-16 units, 6 + 4 bytes
    ['a character is cut off at the end', ['a商', [0xe5, 0x93]], 3, 4],
    ['a byte order mark stands before it', ['\uFEFFab', [0xff]], 3, 5],
    ['it is half a pair of surrogates', ['a', [0xed, 0xa0, 0x80]], 2, 1],
  ] as const)('have META_INVALID_UTF8 at its place when %s', async (_, parts, column, offset) => {
    const all = parts.map((part) =>
      typeof part === 'string' ? bytes(part) : Uint8Array.of(...[part].flat()),
    );
    const [line] = await parse([...all, bytes('\n')]);
    expect(places(line?.issues ?? [])).toEqual([
      { code: 'META_INVALID_UTF8', severity: 'error', line: 1, column, offset },
    ]);
  });

  test('have META_LINE_TOO_LONG and leave the next line alone when one exceeds the cap in bytes', async () => {
    const fits = `${GOOD.slice(0, -3)}""}`;
    const long = `${GOOD.slice(0, -2)}商"}`; // one character more, but 3 bytes
    const lines = await parse(`${long}\n${fits}\n`, { maxLineBytes: 78 });
    expect(lines.map(({ issues }) => places(issues))).toEqual([
      [{ code: 'META_LINE_TOO_LONG', severity: 'error', line: 1, column: 1, offset: 0 }],
      [],
    ]);
    expect(lines[1]).toMatchObject({ line: 2, offset: 80, record: { productId: '1' } });
    expect(await parse(`${long}\n`, { maxLineBytes: 79 })).toMatchObject([{ issues: [] }]);
  });

  test('have none when the file is empty', async () => {
    expect(await parse('')).toEqual([]);
    expect(await parse(new Uint8Array(0))).toEqual([]);
    expect(await parse([])).toEqual([]);
  });

  test('are not split when a string holds U+2028, U+2029, U+0085 or an escaped line feed', async () => {
    const content = 'a\u2028b\u2029c\u0085d\ne';
    const [line, ...more] = await parse(
      `${JSON.stringify({ ...JSON.parse(GOOD), CustomContent: content })}\n`,
    );
    expect(more).toEqual([]);
    expect(line?.record).toMatchObject({ customContent: content });
    expect(line?.issues).toEqual([]);
  });
});

describe('parseLine', () => {
  test('reads a line of the number it is given', () => {
    expect(new MetaLineParser().parseLine(GOOD, 7)).toEqual({
      line: 7,
      offset: 0,
      record: { operationType: 'ADD', productId: '1', picName: 'a.jpg', customContent: '' },
      issues: [],
    });
    expect(new MetaLineParser().parseLine('{}', 7).issues.map(({ line }) => line)).toEqual([7, 7]);
  });

  test('holds to the cap', () => {
    const codes = (maxLineBytes: number) =>
      new MetaLineParser({ maxLineBytes }).parseLine(GOOD).issues.map(({ code }) => code);
    expect(codes(75)).toEqual(['META_LINE_TOO_LONG']);
    expect(codes(76)).toEqual([]); // the line is 76 bytes long
  });
});

describe('MetaLineParser', () => {
  test.each([
    [
      { serviceType: 'shoes' },
      TypeError,
      /'serviceType' must be one of product, .*: current value is "shoes"/,
    ],
    [{ profile: 'lax' }, TypeError, /'profile' must be one of documented, strict: current value is "lax"/],
    [{ maxLineBytes: 0 }, RangeError, /'maxLineBytes' must be an integer of at least 1: current value is 0/],
    [{ maxLineBytes: 1.5 }, RangeError, /current value is 1\.5/],
    [{ maxLineBytes: '9' }, RangeError, /current value is "9"/],
  ])('throws before it reads when options are %j', (options, type, message) => {
    const construct = () => new MetaLineParser(options as object);
    expect(construct).toThrow(type);
    expect(construct).toThrow(message);
  });

  test('takes the nine sample lines of the help page without an error', async () => {
    const kkk = 'k1:v1,k2:v2,k3:v3';
    const add = (productId: string, picName: string, rest: object) =>
      JSON.stringify({ OperationType: 'ADD', ProductId: productId, PicName: picName, ...rest });
    const samples = [
      add('1000', 'girl_cloth1.jpg', {
        CategoryId: 0,
        IntAttr: 0,
        StrAttr: 'value1',
        CustomContent: kkk,
        Region: '20,40,60,80',
      }),
      add('1000', 'girl_cloth2.jpg', {
        CategoryId: 0,
        IntAttr: 0,
        StrAttr: 'value2',
        CustomContent: kkk,
        Region: '20,40,60,80',
      }),
      add('1001', 'girl_cloth3.jpg', { CategoryId: 1, CustomContent: kkk }),
      add('1002', 'girl_cloth4.jpg', { CategoryId: 0, CustomContent: kkk, Crop: false }),
      add('1003', 'girl_cloth7.jpg', { CustomContent: 'https://www.aliyun.com/imagesearch/girl_cloth7.jpg' }),
      add('1003', 'girl_cloth6.jpg', { CustomContent: kkk }),
      add('1006', 'girlCloth/girl_cloth10.jpg', { CustomContent: kkk }),
      '{"OperationType": "DELETE","ProductId": "1004","PicName": "fengyi.jpg"}',
      '{"OperationType": "DELETE","ProductId": "1005"}',
    ];
    for (const profile of ['documented', 'strict']) {
      const lines = await parse(`${samples.join('\n')}\n`, { profile });
      expect(lines.map(({ record }) => record?.productId)).toEqual(
        '1000 1000 1001 1002 1003 1003 1006 1004 1005'.split(' '),
      );
      expect(lines.flatMap(({ issues }) => issues.map(({ code, line }) => [code, line]))).toEqual([
        ['META_DELETE_WHOLE_PRODUCT', 9],
      ]);
      expect(lines[0]?.record).toEqual({
        operationType: 'ADD',
        productId: '1000',
        picName: 'girl_cloth1.jpg',
        categoryId: 0,
        intAttr: 0,
        strAttr: 'value1',
        customContent: kkk,
        region: { x1: 20, x2: 40, y1: 60, y2: 80 },
      });
    }
  });
});
