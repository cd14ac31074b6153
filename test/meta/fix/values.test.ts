import { describe, expect, test } from 'vitest';
import { repairValue } from '../../../src/meta/fix/repair-value.ts';
import { placeOf } from '../../../src/meta/fix/source-object.ts';
import { A, fixFile } from './fix-file.ts';

describe('repairValue', () => {
  test.each([
    ['OperationType', '"add"', '"ADD"'],
    ['OperationType', '"Delete"', '"DELETE"'],
    ['OperationType', '"\\u0061dd"', '"ADD"'],
    ['IntAttr', '"5"', '5'],
    ['IntAttr4', '"-2147483648"', '-2147483648'],
    ['CategoryId', '"0"', '0'],
    ['ProductId', '12345678901234567890', '"12345678901234567890"'],
    ['ProductId', '-7', '"-7"'],
    ['StrAttr2', '9.5', '"9.5"'],
    ['CustomContent', '0.125', '"0.125"'],
    ['Crop', '"true"', 'true'],
    ['Crop', '"False"', 'false'],
    ['Region', '[20,40,60,80]', '"20,40,60,80"'],
    ['Region', '{"y2":80,"y1":60,"x2":40,"x1":20}', '"20,40,60,80"'],
    ['Region', '" 20, 40 ,60,80 "', '"20,40,60,80"'],
    ['PicName', '"/a.jpg"', '"a.jpg"'],
    ['PicName', '"///a.jpg"', '"a.jpg"'],
    ['PicName', '"././a.jpg"', '"a.jpg"'],
    ['PicName', '".\\\\shoes\\\\a.jpg"', '"shoes/a.jpg"'],
    ['PicName', '"/商品\\ud83d\u2028.jpg"', '"商品\\ud83d\u2028.jpg"'],
  ])('makes of %s %s %s', (name, value, meant) => {
    expect(repairValue(placeOf(name), value)?.value).toBe(meant);
  });

  test.each([
    ['OperationType', '"ADD"'],
    ['OperationType', '" add"'],
    ['OperationType', '"insert"'],
    ['OperationType', '1'],
    ['IntAttr', '5'],
    ['IntAttr', '"05"'],
    ['IntAttr', '"+5"'],
    ['IntAttr', '"-0"'],
    ['IntAttr', '"5.0"'],
    ['IntAttr', '"1e3"'],
    ['IntAttr', '" 5"'],
    ['IntAttr', '"５"'],
    ['IntAttr', '"9007199254740993"'], // no double has this value
    ['IntAttr', 'true'],
    ['ProductId', '"1"'],
    ['ProductId', '1e3'],
    ['ProductId', '1.0'],
    ['ProductId', '-0'],
    ['ProductId', 'true'],
    ['ProductId', '[1]'],
    ['PicName', '12345'],
    ['PicName', '1.5'],
    ['PicName', '"C:\\\\a.jpg"'],
    ['PicName', '"\\\\\\\\server\\\\a.jpg"'],
    ['PicName', '"//cdn.example.com/a.jpg"'],
    ['PicName', '"https://example.com/a.jpg"'],
    ['PicName', '"shoes/a.jpg"'],
    ['Crop', '1'],
    ['Crop', '"yes"'],
    ['Region', '[20,40,60]'],
    ['Region', '[20,40,60,-80]'],
    ['Region', '[20,40,60,80.5]'],
    ['Region', '["20",40,60,80]'],
    ['Region', '"20 40 60 80"'],
    ['Region', '{"x1":20,"x2":40,"y1":60}'],
    ['Region', '{"x1":20,"x2":40,"y1":60,"y2":80,"unit":"%"}'],
    ['Region', '{"x1":20,"x1":21,"x2":40,"y1":60,"y2":80}'],
    ['Region', '{"left":20,"right":40,"top":60,"bottom":80}'],
    ['Unknown', '"5"'],
  ])('makes nothing of %s %s', (name, value) => {
    expect(repairValue(placeOf(name), value)).toBeUndefined();
  });
});

describe('fixMeta', () => {
  const line = (key: string, value = '5') => `${A.slice(0, -1)},${JSON.stringify(key)}:${value}}\n`;

  test.each([
    ['intAttr', '5', '"IntAttr":5'],
    ['INT_ATTR_2', '"5"', '"IntAttr2":5'],
    ['IntAtr', '5', '"IntAttr":5'],
    ['custom content', '"k:v"', '"CustomContent":"k:v"'],
    ['CusotmContent', '"k:v"', '"CustomContent":"k:v"'],
    ['regin', '[20,40,60,80]', '"Region":"20,40,60,80"'],
  ])('takes the key %j with the value %s for %s', async (key, value, meant) => {
    const { text, notes } = await fixFile(line(key, value));
    expect(text).toBe(`${A.slice(0, -1)},${meant}}\n`);
    expect(notes[0]?.code).toBe('META_FIXED_KEY');
  });

  test.each([
    ['Top', 'true'], // Crop
    ['Drop', 'true'], // Crop
    ['crop', '"big"'], // not of its type
    ['regoin', '"20,40,60,80"'], // two letters of six
    ['PicName2', '"b.jpg"'], // another picture
    ['StrAttr5', '"x"'], // StrAttr, StrAttr2, …
    ['Title', '"shoe"'],
    ['productid', '"2"'], // ProductId is there
    ['__proto__', '1'],
    ['', '1'],
  ])('keeps a line byte for byte when its unknown key is %j', async (key, value) => {
    const { text, notes, summary } = await fixFile(line(key, value));
    expect([text, notes, summary.kept]).toEqual([line(key, value), [], 1]);
  });

  test('keeps a line as it is when a repair would break a rule that it keeps', async () => {
    const { text, notes } = await fixFile(line('intattr', '99999999999'));
    expect([text, notes]).toEqual([line('intattr', '99999999999'), []]);
  });

  test('renames no key when two stand for the same field', async () => {
    const both = `${A.slice(0, -1)},"intattr":1,"Int_Attr":2}\n`;
    expect((await fixFile(both)).text).toBe(both);
  });

  test('keeps unknown keys behind the fields, with their characters, when a line is repaired', async () => {
    const unknown = '"\\u0041lt":[1.0, 1E2 ,{"b" : "\\ud83d\u2028"}],"Title":"x"';
    const { text } = await fixFile(
      `{${unknown},"PicName":"a.jpg","ProductId":1,"OperationType":"ADD","CustomContent":"\\/\\u5546"}\n`,
    );
    expect(text).toBe(
      '{"OperationType":"ADD","ProductId":"1","PicName":"a.jpg","CustomContent":"\\/\\u5546","\\u0041lt":[1.0,1E2,{"b":"\\ud83d\u2028"}],"Title":"x"}\n',
    );
  });

  test('drops null from optional fields only, and never to make way for another key', async () => {
    const nulls = await fixFile(`${A.slice(0, -1)},"Crop":null,"region":null,"Other":null}\n`);
    expect(nulls.text).toBe(`${A.slice(0, -1)},"Other":null}\n`);
    expect((await fixFile(`${A.slice(0, -1)},"IntAttr":null,"intattr":5}\n`)).summary.leftOut).toBe(1);
    expect((await fixFile(`${A.slice(0, -1)},"IntAttr":5,"IntAttr":null}\n`)).summary.leftOut).toBe(1);
  });
});

describe('fixMeta with the dialect of 2018', () => {
  const OLD = '{"operator":"ADD","item_id":"1","pic_list":["a.jpg"]}\n';

  test.each(['current', '2018'] as const)(
    'writes the names of today when the dialect is %s',
    async (dialect) => {
      const { text, told } = await fixFile(OLD, { dialect });
      expect([text, told]).toEqual([`${A}\n`, ['1:13 META_FIXED_OLD_DIALECT']]);
    },
  );

  test('writes the good names of a list and tells of the others', async () => {
    const { text, told, summary } = await fixFile(OLD.replace('"a.jpg"', '"a.jpg","b","./c.jpg"'));
    expect(text).toBe(`${A}\n${A.replace('a.jpg', 'c.jpg')}\n`);
    expect(told).toEqual([
      '1:13 META_FIXED_OLD_DIALECT',
      '1:44 META_FIXED_PIC_LIST',
      '1:44 META_PIC_NAME_EXTENSION',
      '1:44 META_FIXED_PIC_NAME',
    ]);
    expect(summary).toMatchObject({ lines: 1, leftOut: 1, written: 2, errors: 1 });
  });

  test('takes an old name in a line of today for a misspelt one', async () => {
    const { text } = await fixFile('{"OperationType":"ADD","item_id":"1","pic_list":["a.jpg"]}\n');
    expect(text).toBe(`${A}\n`);
  });

  test.each([
    ['an empty list', OLD.replace('"a.jpg"', ''), 'META_WRONG_TYPE'],
    ['a list of numbers', OLD.replace('"a.jpg"', '1'), 'META_WRONG_TYPE'],
    ['two ids that differ', OLD.replace('"pic_list"', '"ProductId":"2","pic_list"'), 'META_DUPLICATE_KEY'],
    [
      'two names of the picture',
      OLD.replace('"pic_list"', '"PicName":"b.jpg","pic_list"'),
      'META_DUPLICATE_KEY',
    ],
  ])('leaves a line out when it has %s', async (_, line, code) => {
    const { text, notes } = await fixFile(line, { dialect: '2018' });
    expect([text, notes[0]?.code]).toEqual(['', code]);
  });

  test('leaves a list out when its lines were more than sixteen of the longest', async () => {
    const names = Array.from({ length: 300 }, (_, n) => `"${n}.jpg"`);
    const { text, notes } = await fixFile(OLD.replace('"a.jpg"', names.join()), { maxLineBytes: 4_000 });
    expect([text, notes.map(({ code }) => code)]).toEqual(['', ['META_WRONG_TYPE']]);
  });
});
