import { describe, expect, test } from 'vitest';
import { MetaLineParser } from '../../src/meta/meta-line-parser.ts';
import type { MetaSource } from '../../src/meta/read/meta-source.ts';
import type { MetaLineIssue } from '../../src/meta/rules/meta-issue.ts';
import { collect } from '../shared/async/collect.ts';

const GOOD = '{"OperationType":"ADD","ProductId":"1","PicName":"a.jpg","CustomContent":""}';
const parse = (source: MetaSource, options = {}) => collect(new MetaLineParser(options).parse(source));

const places = (issues: readonly MetaLineIssue[]) =>
  issues.map(({ code, severity, line, column, offset }) => ({ code, severity, line, column, offset }));

/** The issues of the first line of a text, which ends with a line feed. */
const first = async (line: string) => places((await parse(`${line}\n`)).at(0)?.issues ?? []);

describe('META_NOT_JSON', () => {
  test.each([
    // {"ProductId": is 13 characters, the value and a comma follow
    ['a comma stands before the brace', '{"ProductId":1,}', 16, 15],
    ['the same comes after CJK text', '{"ProductId":"商品",}', 19, 22], // two characters of 3 bytes each
    ['the same comes after an emoji', '{"ProductId":"😀",}', 19, 20], // two UTF-16 units, 4 bytes
    ['a comma is missing', '{"A":1 "B":2}', 8, 7],
    ['names have single quotes', "{'A':1}", 2, 1],
    ['a value is missing', '{"A":}', 6, 5],
    ['it is a comment', '// shoes', 1, 0],
    ['a string has a raw tab', '{"A":"\t"}', 6, 5],
    ['it is a word', 'ADD', 1, 0],
  ])('has its place when %s', async (_, line, column, offset) => {
    expect(await first(line)).toEqual([
      { code: 'META_NOT_JSON', severity: 'error', line: 1, column, offset },
    ]);
  });

  test('counts from the first character and the fourth byte when a byte order mark stands before it', async () => {
    expect(await first('\uFEFF{"ProductId":"商品",}')).toEqual([
      { code: 'META_BYTE_ORDER_MARK', severity: 'warning', line: 1, column: 1, offset: 3 },
      { code: 'META_NOT_JSON', severity: 'error', line: 1, column: 19, offset: 25 },
    ]);
  });

  test('counts bytes from the start of the file when lines stand before it', async () => {
    const lines = await parse(`{"ProductId":"商品"}\n{"A":}\n`);
    // 18 characters, two of them with 2 bytes more, and the line feed
    expect(lines[1]?.offset).toBe(23);
    expect(places(lines[1]?.issues ?? [])).toEqual([
      { code: 'META_NOT_JSON', severity: 'error', line: 2, column: 6, offset: 28 },
    ]);
  });

  test.each([
    ['a mark stands inside the file', `${GOOD}\n\uFEFF${GOOD}\n`, 'an unexpected character'],
    ['an array is open', '[1\n', 'no closing bracket'],
    ['a text is open', '"b\n', 'a string without its closing quote'],
    ['a word stands after an object', '{} x\n', 'an unexpected character'],
    ['an array stands after an object', '{"A":1}[]\n', 'more text after the object'],
    ['an escape is unknown', '{"A":"\\x"}\n', 'an unknown escape'],
  ])('says what is wrong when %s', async (_, text, what) => {
    const issues = (await parse(text)).flatMap((line) => line.issues);
    expect(issues.map(({ message }) => message)).toEqual([`The line is not JSON: ${what}`]);
  });

  test.each([
    ['arrays', '['.repeat(100_000)],
    ['objects', '{"A":'.repeat(100_000)],
  ])('is an issue and no crash when %s are nested a hundred thousand deep', async (_, line) => {
    expect(await first(line)).toEqual([
      { code: 'META_NOT_JSON', severity: 'error', line: 1, column: 1, offset: 0 },
    ]);
  });
});

describe('META_SEVERAL_OBJECTS', () => {
  test.each([
    ['one follows the other', '{"A":1}{"B":2}', 8, 7],
    ['a space stands between them', '{"A":1} {"B":2}', 9, 8],
    ['a comma stands between them', '{"A":1},{"B":2}', 8, 7],
    ['the first holds CJK text', '{"A":"商"}{"B":2}', 10, 11],
    ['there are three', '{}{}{}', 3, 2],
    ['the second is not whole', '{}{"B":', 3, 2],
  ])('points at what follows the first object when %s', async (_, line, column, offset) => {
    expect(await first(line)).toEqual([
      { code: 'META_SEVERAL_OBJECTS', severity: 'error', line: 1, column, offset },
    ]);
  });
});

describe('META_OBJECT_UNFINISHED and META_LINE_TORN', () => {
  test.each([
    ['a brace is open', '{', 'no closing brace'],
    ['a comma ends it', '{"A":1,', 'no property name where one must stand'],
    ['a key ends it', '{"A"', 'no colon where one must stand'],
    ['a colon ends it', '{"A":', 'no value where one must stand'],
    ['a value ends it', '{"A":1', 'no closing brace'],
    ['a bracket is open', '{"A":[1', 'no closing bracket'],
    ['a string is open', '{"A":"b', 'a string without its closing quote'],
    ['a key is open', '{"A', 'a string without its closing quote'],
    ['spaces follow', '{"A":1,  ', 'no property name where one must stand'],
  ])('differ by the line feed when %s', async (_, text, what) => {
    const [ended] = await parse(`${text}\n`);
    expect(ended?.issues.map(({ code, message }) => [code, message])).toEqual([
      [
        'META_OBJECT_UNFINISHED',
        `The line ends inside the object (${what}): one line holds one whole object`,
      ],
    ]);
    const [torn] = await parse(text);
    expect(torn?.issues.map(({ code, message }) => [code, message])).toEqual([
      ['META_LAST_LINE_UNENDED', 'The last line has no line feed: the file may have been cut off'],
      ['META_LINE_TORN', `The last line ends inside the object (${what}): the file was cut off`],
    ]);
    expect(torn?.issues[1]?.column).toBe(ended?.issues[0]?.column);
  });

  test('are found in every line when one object stands in several', async () => {
    const lines = await parse('{\n"ProductId":"1",\n"PicName":"a.jpg"\n}\n');
    expect(lines.map(({ issues }) => issues.map(({ code }) => code))).toEqual([
      ['META_OBJECT_UNFINISHED'],
      ['META_NOT_JSON'],
      ['META_NOT_JSON'],
      ['META_NOT_JSON'],
    ]);
  });
});

describe('META_NUL', () => {
  test('points at the first one when a file is UTF-16', async () => {
    const file = new Uint8Array(Buffer.from(`${GOOD}\n`, 'utf16le'));
    const lines = await parse(file);
    expect(lines.map(({ issues }) => places(issues))).toEqual([
      [{ code: 'META_NUL', severity: 'error', line: 1, column: 2, offset: 1 }],
      [
        { code: 'META_LAST_LINE_UNENDED', severity: 'warning', line: 2, column: 1, offset: 153 },
        { code: 'META_NUL', severity: 'error', line: 2, column: 1, offset: 153 },
      ],
    ]);
  });

  test('is found when a NUL stands in a string, and not when it is an escape', async () => {
    const [raw] = await parse('{"ProductId":"a\0"}\n');
    expect(raw?.issues.map(({ code, column }) => [code, column])).toEqual([['META_NUL', 16]]);
    const [escaped] = await parse(`${GOOD.replace('"1"', '"\\u0000"')}\n`);
    expect(escaped?.issues.map(({ code }) => code)).toEqual(['META_CONTROL_CHARACTER']);
  });
});

describe('META_NOT_OBJECT', () => {
  test.each([
    ['null', 'null'],
    ['a number', '42'],
    ['a string', '"ADD"'],
    ['a boolean', 'true'],
    ['an empty array', '[]'],
    ['an array of objects', `[${GOOD}]`],
    ['an array nested fifty thousand deep', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
  ])('is found when the line is %s', async (_, line) => {
    expect(await first(line)).toEqual([
      { code: 'META_NOT_OBJECT', severity: 'error', line: 1, column: 1, offset: 0 },
    ]);
  });
});

describe('META_DUPLICATE_KEY', () => {
  const line = (rest: string) => `{"OperationType":"ADD","PicName":"a.jpg","CustomContent":"",${rest}}`;

  test('points at the second value and refuses the line when a key stands twice', async () => {
    // up to the comma before ProductId: 1 + 15+1+5+1 + 9+1+7+1 + 15+1+2+1 = 60; "ProductId":"1", is 16, "ProductId": 12
    const [parsed] = await parse(`${line('"ProductId":"1","ProductId":"2"')}\n`);
    expect(parsed?.record).toBeUndefined();
    expect(places(parsed?.issues ?? [])).toEqual([
      { code: 'META_DUPLICATE_KEY', severity: 'error', line: 1, column: 89, offset: 88 },
    ]);
    expect(parsed?.issues[0]?.field).toBe('ProductId');
  });

  test.each([
    ['the values are equal', '"ProductId":"1","ProductId":"1"'],
    ['the values are numbers', '"ProductId":"1","IntAttr":1,"IntAttr":2'],
    ['one key is written with an escape', '"ProductId":"1","Product\\u0049d":"2"'],
    ['values hold quotes', '"ProductId":"\\"","ProductId":"\\"\\""'],
    ['a value between them is nested', '"ProductId":"1","More":{"ProductId":[""]},"ProductId":"2"'],
  ])('is found when %s', async (_, rest) => {
    const codes = (await first(line(rest))).map(({ code }) => code);
    expect(codes).toContain('META_DUPLICATE_KEY');
  });

  test.each([
    ['a value looks like a key', '"ProductId":"\\"ProductId\\":\\"1\\""'],
    ['the same key stands in another object', '"ProductId":"1","More":{"ProductId":"2","PicName":1}'],
  ])('is not found when %s', async (_, rest) => {
    const codes = (await first(line(rest))).map(({ code }) => code);
    expect(codes).not.toContain('META_DUPLICATE_KEY');
  });
});

describe('META_UNKNOWN_KEY', () => {
  const messageOf = async (key: string) => {
    const [line] = await parse(`${GOOD.slice(0, -1)},${JSON.stringify(key)}:1}\n`);
    expect(line?.record).toBeDefined();
    return line?.issues.map(({ code, severity, field, message }) => ({ code, severity, field, message }));
  };

  test.each([
    ['StrAttr1', 'and has no effect'],
    ['item_id', ': did you mean "ProductId"?'],
    ['pic_list', ': did you mean "PicName"?'],
    ['cust_content', ': did you mean "CustomContent"?'],
    ['商品', 'and has no effect'],
    ['', 'and has no effect'],
    ['__proto__', 'and has no effect'],
    ['constructor', 'and has no effect'],
    ['intAttr', ': did you mean "IntAttr"?'],
    ['INTATTR2', ': did you mean "IntAttr2"?'],
    ['Category_ID', ': did you mean "CategoryId"?'],
    ['str attr 4', ': did you mean "StrAttr4"?'],
  ])('is a warning with advice when the key is %j', async (key, end) => {
    const message = `${JSON.stringify(key)} is not a field of increment.meta${end.startsWith(':') ? '' : ' '}${end}`;
    expect(await messageOf(key)).toEqual([
      { code: 'META_UNKNOWN_KEY', severity: 'warning', field: key, message },
    ]);
  });

  test('stays fast when a line has sixty thousand of them', { timeout: 60_000 }, async () => {
    const keys = Array.from({ length: 60_000 }, (_, at) => `"k${at}":1`).join();
    const [line] = await parse(`{${keys}}\n`);
    const unknown = line?.issues.filter(({ code }) => code === 'META_UNKNOWN_KEY') ?? [];
    expect(unknown).toHaveLength(21);
    expect(unknown.reduce((sum, { count = 1 }) => sum + count, 0)).toBe(60_000);
  });
});

describe('META_WRONG_TYPE', () => {
  test.each([
    ['ProductId', 1000, 'a string'],
    ['ProductId', null, 'a string'],
    ['PicName', ['a.jpg'], 'a string'],
    ['CustomContent', { k: 'v' }, 'a string'],
    ['CategoryId', '0', 'an integer without quotes'],
    ['CategoryId', 1.5, 'an integer without quotes'],
    ['IntAttr', 9007199254740992, 'an integer without quotes'],
    ['IntAttr', true, 'an integer without quotes'],
    ['Crop', 'false', 'true or false without quotes'],
    ['Crop', 0, 'true or false without quotes'],
    ['Region', '20,40,60', 'a string of four non-negative integers, "x1,x2,y1,y2"'],
    ['Region', '-1,40,60,80', 'a string of four non-negative integers, "x1,x2,y1,y2"'],
    ['Region', '20, 40, 60, 80', 'a string of four non-negative integers, "x1,x2,y1,y2"'],
    ['Region', [20, 40, 60, 80], 'a string of four non-negative integers, "x1,x2,y1,y2"'],
    ['Region', { x1: 20, x2: 40, y1: 60, y2: 80 }, 'a string of four non-negative integers, "x1,x2,y1,y2"'],
  ])('is found when %s is %j', async (field, value, expected) => {
    const [line] = await parse(`${JSON.stringify({ ...JSON.parse(GOOD), [field]: value })}\n`);
    expect(line?.record).toBeUndefined();
    expect(line?.issues).toHaveLength(1);
    expect(line?.issues[0]).toMatchObject({
      code: 'META_WRONG_TYPE',
      severity: 'error',
      field,
      message: `${field} is ${JSON.stringify(value)}: it must be ${expected}`,
    });
  });

  test('points at the value when CJK text stands before it', async () => {
    // {"OperationType":"ADD", is 23, "ProductId":"商品", 17, "PicName": 10; the two characters have 2 bytes more each
    const line = '{"OperationType":"ADD","ProductId":"商品","PicName":7,"CustomContent":""}';
    expect(await first(line)).toEqual([
      { code: 'META_WRONG_TYPE', severity: 'error', line: 1, column: 51, offset: 54 },
    ]);
    expect(await first(`\uFEFF${line}`)).toEqual([
      { code: 'META_BYTE_ORDER_MARK', severity: 'warning', line: 1, column: 1, offset: 3 },
      { code: 'META_WRONG_TYPE', severity: 'error', line: 1, column: 51, offset: 57 },
    ]);
  });

  test('takes 1.0 and 1e2 for the integers they are', async () => {
    const [line] = await parse(`${GOOD.slice(0, -1)},"IntAttr":1.0,"IntAttr2":1e2}\n`);
    expect(line?.record).toMatchObject({ intAttr: 1, intAttr2: 100 });
  });
});
