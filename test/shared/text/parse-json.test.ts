import { describe, expect, test } from 'vitest';
import { objectInJson, parseWithLongIds } from '../../../src/shared/text/parse-json.ts';

describe('parseWithLongIds', () => {
  test('gives an id of 16 digits or more as a text, digit for digit, and other numbers as they are', () => {
    expect(
      parseWithLongIds('{"Id":9223372036854775807,"a":[{"Id" : 1234567890123456 }],"b":{"Id":12}}', 'Id'),
    ).toEqual({ Id: '9223372036854775807', a: [{ Id: '1234567890123456' }], b: { Id: 12 } });
    expect(parseWithLongIds('{"taskId":9007199254740993,"Id":1e3}', 'taskId')).toEqual({
      taskId: '9007199254740993',
      Id: 1000,
    });
  });

  test('leaves a number that is no id, and a text that looks like one', () => {
    const text = '{"Id":12345678901234567.5,"m":"\\"Id\\":1234567890123456,"}';
    expect(parseWithLongIds(text, 'Id')).toEqual(JSON.parse(text));
  });

  test('throws what JSON.parse throws when the text is no JSON', () => {
    expect(() => parseWithLongIds('{', 'Id')).toThrow(SyntaxError);
  });
});

describe('objectInJson', () => {
  test.each([
    ['an object', '{"a":1}', { a: 1 }],
    ['a list', '[1]', [1]],
    ['null', 'null', undefined],
    ['a number', '7', undefined],
    ['no JSON', '{', undefined],
    ['empty', '', undefined],
  ])('gives objects and lists alone when the text is %s', (_, text, expected) => {
    expect(objectInJson(text)).toEqual(expected);
  });

  test('parses by the function that it is given', () => {
    const parse = (text: string) => parseWithLongIds(text, 'Id');
    expect(objectInJson('{"Id":9223372036854775807}', parse)).toEqual({ Id: '9223372036854775807' });
  });
});
