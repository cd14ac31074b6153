import { describe, expect, test } from 'vitest';
import { readObjectLines } from '../../../src/catalogue/json/read-object-lines.ts';
import fc from '../../support/properties.ts';
import { inChunks, inShort, linesOf, rawRows } from '../raw-rows.ts';

const rowsOf = (content: string | Uint8Array, sizes?: readonly number[]) =>
  rawRows(readObjectLines(inChunks(Buffer.from(content), sizes), 'shop.jsonl'));
const messages = async (content: string | Uint8Array) =>
  (await rowsOf(content)).flatMap(({ issues }) => issues.map(({ message }) => message));

describe('readObjectLines', () => {
  test('gives each line its object, and counts blank lines', async () => {
    expect(inShort(await rowsOf('{"id":1}\r\n\n \t\r\n{"id":2},\n{"id":3}'))).toEqual([
      [1, 1, { id: 1 }],
      [2, 1, 'empty'],
      [3, 1, 'empty'],
      [4, 1, { id: 2 }],
      [5, 1, { id: 3 }],
    ]);
  });

  test.each([
    ['{"id":1', /^The line is not JSON: /],
    ['[{"id":1}]', /^The line is \[\{"id":1\}\]: it must be a JSON object$/],
    ['null', /^The line is null: it must be a JSON object$/],
    ['{"id":NaN}', /^The line has NaN or Infinity, which JSON has not: write null/],
    ['{"text":"a: NaN","id":-Infinity}', /^The line has NaN or Infinity/],
    [`{'id': '1', 'text': None}`, /^The line is a Python dict and not JSON: write it with json\.dumps\(\)/],
    ['{"id": None}', /^The line is a Python dict/],
    ['{"id":undefined}', /^The line has undefined/],
    ['{id:"1"}', /^The line has keys without double quotes/],
    ['{“id”:“1”}', /^The line has curly quotes/],
    ['{"id":1,}', /^The line has a comma before a closing bracket/],
    ['{"id":1} // first', /^The line has a comment/],
    ['{"id":1}{"id":2}', /^The line holds several objects/],
    ['{"text":"NaN, None: //"', /^The line is not JSON: /],
  ])('reads on when a line is %s', async (line, message) => {
    const rows = await rowsOf(`${line}\n{"id":2}\n`);
    expect(rows.map(({ object }) => object)).toEqual([undefined, { id: 2 }]);
    expect(rows[0]?.issues).toEqual([
      { code: 'CATALOGUE_UNREADABLE', severity: 'error', path: [], message: expect.stringMatching(message) },
    ]);
  });

  test('takes an object with any commas behind it, and refuses commas alone', async () => {
    const rows = await rowsOf(`{"id":1}${', '.repeat(100_000)}\n,,\n , ,\n{"id":2},\n`);
    expect(rows.map(({ object }) => object)).toEqual([{ id: 1 }, undefined, undefined, { id: 2 }]);
    expect(rows[1]?.issues[0]?.message).toMatch(/^The line is not JSON: /);
  });

  test.each([
    ['blanks behind an object', `{"id":1}${' '.repeat(1_000_000)}x`],
    ['blanks and a comma behind an object', `{"id":1}${' '.repeat(500_000)},${' '.repeat(500_000)}x`],
    ['quotes in a text that is not closed', `{"id":"${'\\"'.repeat(500_000)}`],
    ['brackets', `{"id":1${'} '.repeat(500_000)}x`],
    ['commas', `{"id":1${', '.repeat(500_000)}x`],
  ])('says within a second that a line is not JSON for a megabyte of %s', async (_, line) => {
    const start = performance.now();
    expect(await messages(`{"id":1}\n${line}\n`)).toEqual([expect.stringMatching(/^The line is not JSON: /)]);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test('reads on when a line is not UTF-8', async () => {
    const rows = await rowsOf(Buffer.from('{"id":1}\n{"id":"caf\xe9"}\n{"id":2}\n', 'latin1'));
    expect(inShort(rows)).toEqual([
      [1, 1, { id: 1 }],
      [2, 1, 'The line is not UTF-8: save the file as UTF-8'],
      [3, 1, { id: 2 }],
    ]);
    expect(await messages(Buffer.from('{"id":"\xba\xec\xd0\xac"}', 'latin1'))).toEqual([
      "The line is not UTF-8: it may be GB18030: if it is, give the encoding 'gb18030' (--encoding gb18030); else save the file as UTF-8",
    ]);
  });

  test.each([
    ['text', 'x'],
    ['blank', ' '],
    ['cut inside a character', '商'], // 2 ** 20 is no multiple of its 3 bytes
  ])('reads on when a line is longer than a mebibyte and %s', async (_, character) => {
    const content = `${character.repeat(2 ** 20 + 1)}\n{"id":2}\n`;
    for (const sizes of [undefined, [65_536]])
      expect(inShort(await rowsOf(content, sizes))).toEqual([
        [1, 1, 'The line is longer than 1,048,576 bytes'],
        [2, 1, { id: 2 }],
      ]);
  });

  test('ends when a line does not end within 64 MiB', async () => {
    let given = 0;
    const endless = (async function* () {
      const chunk = Buffer.alloc(2 ** 20, 'x');
      for (; ; given += chunk.length) yield chunk;
    })();
    await expect(rawRows(readObjectLines(endless, 'shop.jsonl'))).rejects.toThrow(
      'Cannot read catalogue "shop.jsonl" as a line of it is longer than 67,108,864 bytes: write one JSON object per line',
    );
    expect(given).toBe(2 ** 26);
  });

  test.each([
    ['{"id":1,"id":2}', ['id']],
    ['{"id":1,"i\\u0064":2}', ['id']],
    ['{"id" :1,"id"\t:2,"a":"\\":\\":"}', ['id']],
    ['{"a":{"id":1,"id":2},"id":1}', undefined],
    ['{"__proto__":1,"__proto__":2}', ['__proto__']],
    ['{"a":"\\":","b":1}', undefined],
  ])('finds the keys that %s has twice', async (line, keysTwice) => {
    expect((await rowsOf(line))[0]?.keysTwice).toEqual(keysTwice);
  });

  test('keeps a key __proto__ apart from the prototype', async () => {
    const [row] = await rowsOf('{"__proto__":{"image":"a.jpg"},"id":1}');
    expect(row?.object?.['image']).toBeUndefined();
    expect(Object.keys(row?.object ?? {})).toEqual(['__proto__', 'id']);
  });

  test.each([
    ['{"id":1610521604143693812}', [['id', '1610521604143693812']]],
    ['{"a":-9007199254740993,"b":9007199254740991}', [['a', '-9007199254740993']]],
    ['{"id":9007199254740993,"id":1}', undefined],
    ['{"id":1,"id":9007199254740993}', [['id', '9007199254740993']]],
    ['{"i\\u0064": 12345678901234567890.0}', [['id', '12345678901234567890.0']]],
    ['{"a":{"id":9007199254740993}}', undefined],
    ['{"id":"9007199254740993"}', undefined],
  ])('keeps the digits of %s', async (line, digits) => {
    const [row] = await rowsOf(line);
    expect(row?.exactDigits === undefined ? undefined : [...row.exactDigits]).toEqual(digits);
  });

  test('property: rows and lines are the same however the file is cut', async () => {
    const line = fc.oneof(
      fc.json(),
      fc.constantFrom('', ' ', '{"id":1}', '{"id":NaN}', '{"红":"鞋"},', '{"id":1,"id":2}'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(line.map((text) => text.replaceAll('\n', ' '))),
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }),
        async (lines, sizes) => {
          const content = lines.map((text) => `${text}\n`).join('');
          const rows = await rowsOf(content, sizes);
          expect(rows).toEqual(await rowsOf(content));
          expect(linesOf(rows)).toBe(lines.length);
        },
      ),
    );
  });

  test('property: keys twice and digits are found exactly, however a text is spelt', async () => {
    const key = fc.constantFrom('id', 'a', 'b"', '":', '__proto__', '红');
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }).map((one) => JSON.stringify(one)),
      fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
      fc.constantFrom('"\\":"', '{"id":1,"id":2}'),
    );
    const blank = fc.constantFrom('', ' ', '\t', '\r');
    const escaped = (text: string) =>
      [...text].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(key, fc.boolean(), blank, value)), async (members) => {
        const text = members.map(
          ([name, isEscaped, space, json]) =>
            `${isEscaped ? `"${escaped(name)}"` : JSON.stringify(name)}${space}:${space}${json}`,
        );
        const [row] = await rowsOf(`{${text.join(',')}}`);
        const names = members.map(([name]) => name);
        const twice = new Set(names.filter((name, at) => names.indexOf(name) !== at));
        expect(new Set(row?.keysTwice)).toEqual(twice);
        const last = new Map(members.map(([name, , , json]) => [name, json]));
        const unsafe = [...last].filter(
          ([, json]) => /^-?\d+$/.test(json) && !Number.isSafeInteger(Number(json)),
        );
        for (const [name, json] of unsafe) expect(row?.exactDigits?.get(name)).toBe(json);
      }),
    );
  });
});
