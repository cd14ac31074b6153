import { describe, expect, test } from 'vitest';
import { A, B, fixFile } from './fix-file.ts';

const PRETTY = (line: string) => JSON.stringify(JSON.parse(line), null, 2);

describe('fixMeta, of objects and lines', () => {
  test.each([
    ['an array in one line', `[${A},${B}]\n`],
    ['an array without a last line feed', `[${A},${B}]`],
    ['a pretty array', `[\n${PRETTY(A)},\n${PRETTY(B)}\n]\n`],
    ['an array whose objects share a line', `[\n${PRETTY(A)}, ${PRETTY(B)}]\n`],
    ['an object behind the end of another', `${PRETTY(A)} ${B}\n`],
    ['a trailing comma in the array', `[\n${A},\n${B},\n]\n`],
    ['commas only', `${A},\n${B},\n`],
    ['commas in front', `${A}\n,${B}\n`],
    ['two arrays', `[${A}]\n[${B}]\n`],
    ['nothing between objects', `${A}${B}\n`],
    ['pretty objects', `${PRETTY(A)}\n${PRETTY(B)}\n`],
    ['blank lines inside objects', `${PRETTY(A).replaceAll('\n', '\n\n')}\n${B}\n`],
    ['CRLF inside objects', `${PRETTY(A).replaceAll('\n', '\r\n')}\r\n${B}\r\n`],
    ['carriage returns only', `${A}\r${B}\r`],
    ['a byte order mark before each line', `\uFEFF${A}\n\uFEFF${B}\n`],
  ])('writes one line for each object when there is %s', async (_, source) => {
    const { text, notes, summary } = await fixFile(source);
    expect(text).toBe(`${A}\n${B}\n`);
    expect(notes.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(summary).toMatchObject({ leftOut: 0, written: 2, adds: 2 });
  });

  test('accounts for each object and reports every line around them when an array is pretty', async () => {
    const { summary, told } = await fixFile(`[\n${PRETTY(A)},\n\n${PRETTY(B)}\n]\n`);
    const counts = { lines: 13, objects: 2, unreadable: 0, kept: 0, fixed: 2, leftOut: 0, written: 2 };
    expect(summary).toMatchObject(counts);
    expect(told).toEqual([
      '1:1 META_FIXED_ARRAY',
      '2:1 META_FIXED_OBJECT_OVER_LINES',
      '6:2 META_FIXED_ARRAY',
      '7:1 META_FIXED_BLANK_LINE',
      '8:1 META_FIXED_OBJECT_OVER_LINES',
      '13:1 META_FIXED_ARRAY',
    ]);
  });

  test.each([
    ['inside a string', '{"OperationType":"ADD","ProductId":"1'],
    ['behind a comma', '{"OperationType":"ADD",'],
    ['behind a colon', '{"OperationType":"ADD","PicName":'],
    ['behind a brace', '{'],
    ['behind a bracket', '{"pic_list":['],
  ])('loses no other line when one is torn %s', async (_, torn) => {
    const { text, summary } = await fixFile(`${A}\n${torn}\n${A}\n${B}\n`);
    expect(text).toBe(`${A}\n${A}\n${B}\n`);
    expect(summary).toMatchObject({ lines: 4, kept: 3, leftOut: 1 });
  });

  test.each([
    ['no object', 'oops', '2:1 META_NOT_JSON'],
    ['a number', '42', '2:1 META_NOT_OBJECT'],
    ['more behind it', `${B} oops`, '2:59 META_NOT_JSON'],
    ['a closing brace too many', `${B}}`, '2:58 META_NOT_JSON'],
    ['single quotes', "{'ProductId':'1'}", '2:2 META_NOT_JSON'],
    ['a comment', `${B} // shoe`, '2:59 META_NOT_JSON'],
    ['brackets that do not match', '{"pic_list":["a.jpg"}', '2:21 META_NOT_JSON'],
  ])('leaves out the whole line as lint tells it when it has %s', async (_, line, told) => {
    const found = await fixFile(`${A}\n${line}\n${B}\n`);
    expect(found.text).toBe(`${A}\n${B}\n`);
    expect(found.told).toEqual([told]);
  });

  test('tells where the rest of a line is left out when the objects before it were written', async () => {
    const { text, told, notes, summary } = await fixFile(`${A}${B}${B} oops\n`);
    expect(text).toBe(`${A}\n${B}\n`); // the third is held back: what stands behind it may belong to it
    expect(told).toEqual(['1:115 META_NOT_JSON', '1:1 META_FIXED_SEVERAL_OBJECTS']);
    expect(notes[0]?.message).toContain('column 173');
    expect(summary).toMatchObject({ lines: 1, leftOut: 1, written: 2, errors: 1 });
  });

  test('writes the objects before one that is torn', async () => {
    const { text, told, summary } = await fixFile(`${A}${B}{"ProductId":"3"\n${B}\n`);
    expect(text).toBe(`${A}\n${B}\n${B}\n`);
    expect(told).toEqual(['1:115 META_OBJECT_UNFINISHED', '1:1 META_FIXED_SEVERAL_OBJECTS']);
    const counts = { lines: 2, objects: 3, unreadable: 1, kept: 1, fixed: 2, leftOut: 1, written: 3 };
    expect(summary).toMatchObject(counts);
  });

  test('writes the objects before one that the end of the file tears', async () => {
    const { text, told, summary } = await fixFile(`${A}${B}{"ProductId":"3"`);
    expect(text).toBe(`${A}\n${B}\n`);
    expect(told).toEqual([
      '1:115 META_OBJECT_UNFINISHED',
      '1:1 META_FIXED_SEVERAL_OBJECTS',
      '1:131 META_FIXED_LAST_LINE',
    ]);
    expect(summary).toMatchObject({ objects: 2, unreadable: 1, fixed: 2, leftOut: 1, errors: 1 });
  });

  test('leaves out an object over lines with all its lines when something stands behind it', async () => {
    const { text, told, summary } = await fixFile(`${PRETTY(A)} oops\n${B}\n`);
    expect(text).toBe(`${B}\n`);
    expect(told).toEqual(['1:1 META_NOT_JSON']);
    expect(summary).toMatchObject({ lines: 6, objects: 1, unreadable: 1, kept: 1, leftOut: 1 });
  });

  test('leaves out an object over lines with all its lines when it breaks a rule', async () => {
    const { text, told, summary } = await fixFile(`${PRETTY(A.replace('a.jpg', 'a'))}\n${B}\n`);
    expect(text).toBe(`${B}\n`);
    expect(told).toEqual(['4:14 META_PIC_NAME_EXTENSION']);
    expect(summary).toMatchObject({ lines: 6, objects: 2, unreadable: 0, kept: 1, leftOut: 1 });
  });

  test('joins a thousand lines, and no more', async () => {
    const over = (lines: number) => `{${'\n'.repeat(lines - 1)}${A.slice(1)}\n`;
    expect((await fixFile(over(1_000))).summary).toMatchObject({ lines: 1_000, fixed: 1 });
    const { text, summary, told } = await fixFile(over(1_001) + B);
    // left out: the brace, and what is no object without it
    expect([text, summary.leftOut, summary.unreadable]).toEqual([`${B}\n`, 2, 2]);
    expect(told.filter((note) => note.endsWith('META_FIXED_BLANK_LINE'))).toHaveLength(999);
  });

  test('joins as many bytes as a line may have, and no more', async () => {
    const object = PRETTY(A);
    const { length } = object;
    expect((await fixFile(object, { maxLineBytes: length })).summary).toMatchObject({ written: 1 });
    const { told, summary } = await fixFile(object, { maxLineBytes: length - 1 });
    expect(told[0]).toBe('1:2 META_OBJECT_UNFINISHED'); // as lint reports the brace
    expect(summary).toMatchObject({ lines: 5, written: 0, leftOut: 5, unreadable: 5 });
  });

  test('reads a line of any length in pieces when its objects are short', async () => {
    const names = Array.from({ length: 200 }, (_, n) => A.replace('a.jpg', `商品😀${n}.jpg`));
    for (const maxLineBytes of [100, 101, 102, 103, 4_096]) {
      const { text, summary } = await fixFile(`[${names.join(', ')}]`, { maxLineBytes });
      expect(text).toBe(names.map((name) => `${name}\n`).join(''));
      expect(summary).toMatchObject({ lines: 1, objects: 200, fixed: 200, written: 200 });
    }
  });

  test('leaves out the rest of a long line when an object in it is too long', async () => {
    const long = B.replace('b.jpg', `${'x'.repeat(200)}.jpg`);
    const source = `${A}\n[${A},${A},${A},${long},${B}]\n${B}\n`;
    const { text, told, summary } = await fixFile(source, { maxLineBytes: 100 });
    expect(text).toBe(`${A}\n${A}\n${A}\n${A}\n${B}\n`);
    expect(told).toEqual([
      '2:176 META_LINE_TOO_LONG',
      '2:1 META_FIXED_ARRAY',
      '2:1 META_FIXED_SEVERAL_OBJECTS',
    ]);
    expect(summary).toMatchObject({ lines: 3, kept: 2, leftOut: 1 });
  });

  test('stays fast when every line begins an object that has no end', { timeout: 60_000 }, async () => {
    const { summary } = await fixFile('{"a":\n'.repeat(5_000));
    expect(summary).toMatchObject({ lines: 5_000, leftOut: 5_000 });
  });

  test('stays fast when an object has sixty thousand keys', { timeout: 60_000 }, async () => {
    const keys = Array.from({ length: 60_000 }, (_, n) => `"k${n}":1`).join();
    const line = `{"OperationType":"add",${keys},"k0":2,"ProductId":"1","PicName":"a.jpg"}\n`;
    const { summary } = await fixFile(line);
    expect(summary).toMatchObject({ lines: 1, leftOut: 1 });
  });

  test('tells that nothing is there when the source holds no object', async () => {
    for (const [source, lines] of [
      ['', 0],
      ['\n \n', 2],
      ['[]', 1],
    ] as const) {
      const { notes, summary } = await fixFile(source);
      expect(notes.at(-1)?.code).toBe('META_EMPTY');
      expect(summary).toMatchObject({ lines, objects: 0, leftOut: 0, written: 0, errors: 1 });
    }
  });
});

describe('the notes of fixMeta', () => {
  test('have the place in the source when objects stand over several lines and behind each other', async () => {
    const source =
      '\uFEFF[{"OperationType":"ADD",\n "ProductId":"商品","PicName":"a.jpg","IntAttr":"5"},{"OperationType":"add","ProductId":"😀"\n,"PicName":"b"}]\n';
    const { told, notes } = await fixFile(source);
    expect(told).toEqual([
      '1:2 META_FIXED_OBJECT_OVER_LINES',
      '2:47 META_FIXED_INTEGER', //  "ProductId":"商品", is 18, "PicName":"a.jpg", 18, "IntAttr": 10
      '1:1 META_FIXED_BYTE_ORDER_MARK',
      '1:1 META_FIXED_ARRAY',
      '3:12 META_PIC_NAME_EXTENSION',
    ]);
    const lines = source.split('\n');
    for (const { line, column, offset } of notes) {
      const before = lines.slice(0, line - 1).map((one) => `${one}\n`);
      const mark = line === 1 ? 1 : 0; // columns count from behind it
      expect(offset).toBe(Buffer.byteLength(before.join('') + lines[line - 1]?.slice(0, mark + column - 1)));
    }
  });

  test('have the place in a long line that is read in pieces', async () => {
    const objects = Array.from({ length: 50 }, (_, n) => A.replace('"1"', `"商${n}"`).replace('ADD', 'add'));
    const line = `[${objects.join()}]`;
    const { notes } = await fixFile(line, { maxLineBytes: 128 });
    const operations = notes.filter(({ code }) => code === 'META_FIXED_OPERATION');
    expect(operations).toHaveLength(50);
    for (const { column, offset } of operations) {
      expect(line.slice(column - 1, column + 4)).toBe('"add"');
      expect(offset).toBe(Buffer.byteLength(line.slice(0, column - 1)));
    }
  });

  test('have the place of the object when a field is missing', async () => {
    const { told } = await fixFile(`${A}, {"OperationType":"ADD","PicName":"a.jpg"}\n`);
    expect(told[0]).toBe('1:60 META_PRODUCT_ID_MISSING');
  });
});
