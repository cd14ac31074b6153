import { describe, expect, test } from 'vitest';
import { a, codes, entries, messages, rowsOf, testFolder, writeFileIn } from './catalogue-files.ts';

const folder = testFolder();
const row = (content: string) => `{"productId":"1","image":"a.jpg","customContent":${content}}`;

describe('readCatalogue', () => {
  test.each([
    ['an object', row('{"name":"x","ean":6932170000000000001}'), '6932170000000000001'],
    ['a list in an object', row('{"a":[1,[2,-16105216041436938120]],"b":{}}'), '-16105216041436938120'],
    [
      'an object after strings that look like it',
      row('{"a":"{\\"b\\":1234567890123456789","c":9007199254740993}'),
      '9007199254740993',
    ],
  ])('refuses a number with its true digits when it stands in %s', async (_, line, digits) => {
    for (const [name, content] of [
      ['digits.jsonl', `${line}\n`],
      ['digits.json', `[\n${line.replaceAll(':', ' : ')}\n]`],
    ] as const) {
      const rows = await rowsOf(writeFileIn(folder, name, content));
      expect(codes(rows)).toEqual([[name === 'digits.json' ? 2 : 1, 'CATALOGUE_DIGITS_LOST']]);
      expect(messages(rows)[0]).toBe(
        `customContent holds the number ${digits}, which has more digits than programs keep of a number: write it in quotes, "${digits}"`,
      );
    }
  });

  test('takes content whose long numbers stand in quotes, or have a fraction', async () => {
    const content = '{"ean":"6932170000000000001","a":0.125}';
    const rows = await rowsOf(writeFileIn(folder, 'quoted.jsonl', row(content)));
    expect(entries(rows)).toEqual([{ ...a, customContent: content }]);
  });

  test('leaves long numbers alone where nothing is read', async () => {
    const rows = await rowsOf(
      writeFileIn(folder, 'other.jsonl', '{"id":"1","image":"a.jpg","x":[6932170000000000001]}'),
    );
    expect(entries(rows)).toEqual([a]);
  });

  test('takes linear time when a long string stands before the number', async () => {
    const content = `{"a":"${'x\\"'.repeat(300_000)}","b":6932170000000000001}`;
    const rows = await rowsOf(writeFileIn(folder, 'long.jsonl', row(content)));
    expect(messages(rows)[0]).toContain('6932170000000000001');
  });

  test.each([
    [{ ean: 2 ** 60 }, 'CATALOGUE_DIGITS_LOST'],
    [{ price: Number.NaN }, 'CATALOGUE_VALUE'],
    [[Number.POSITIVE_INFINITY], 'CATALOGUE_VALUE'],
  ])('refuses %j of an iterable, as its JSON would say something else', async (customContent, code) => {
    expect(codes(await rowsOf([{ ...a, customContent }]))).toEqual([[1, code]]);
  });
});
