import { describe, expect, test } from 'vitest';
import { MetaLineParser, type MetaLineParserOptions } from '../../src/meta/meta-line-parser.ts';
import { collect } from '../shared/async/collect.ts';

const OLD = '{"operator":"ADD","item_id":"1000","cat_id":0,"cust_content":"k1:v1","pic_list":["a.jpg"]}';
const TODAY = '{"OperationType":"ADD","ProductId":"1000","PicName":"a.jpg","CustomContent":""}';

const read = (line: string, options: MetaLineParserOptions = {}) =>
  new MetaLineParser(options).parseLine(line);
const summed = ({ issues }: ReturnType<typeof read>) =>
  issues.map(({ code, severity, field, column }) => [code, severity, field, column]);

/** The column of a text in a line. */
const columnOf = (text: string, line: string) => line.indexOf(text) + 1;

const in2018 = (options: MetaLineParserOptions = {}) => ({ ...options, dialect: '2018' as const });

describe('a line in the names of 2018', () => {
  test.each(['current', '2020'] as const)('is refused as a whole when the dialect is %s', (dialect) => {
    const { record, issues } = read(OLD, { dialect });
    expect(record).toBeUndefined();
    expect(issues).toMatchObject([
      { code: 'META_OLD_DIALECT', severity: 'error', path: [], field: null, column: 1, offset: 0 },
    ]);
    expect(issues[0]?.message).toContain('operator, item_id');
  });

  test.each([
    ['it has both names', OLD],
    ['it has no item_id', '{"operator":"ADD","pic_list":["a.jpg"]}'],
    ['it has no operator', '{"item_id":"1000","PicName":"a.jpg"}'],
  ])('is known by its names when %s', (_, line) => {
    expect(summed(read(line))).toEqual([['META_OLD_DIALECT', 'error', null, 1]]);
  });

  test('is one of today with unknown keys when it has OperationType', () => {
    const line = `${TODAY.slice(0, -1)},"operator":"ADD","item_id":"2"}`;
    expect(summed(read(line))).toEqual([
      ['META_UNKNOWN_KEY', 'warning', 'operator', columnOf('"ADD","item_id"', line)],
      ['META_UNKNOWN_KEY', 'warning', 'item_id', columnOf('"2"', line)],
    ]);
    expect(read(line).record).toMatchObject({ productId: '1000' });
  });

  test('is read with a warning when the dialect is 2018', async () => {
    const { record, issues } = read(OLD, in2018());
    expect(record).toEqual({
      operationType: 'ADD',
      productId: '1000',
      picName: 'a.jpg',
      categoryId: 0,
      customContent: 'k1:v1',
    });
    expect(issues).toMatchObject([
      { code: 'META_OLD_DIALECT', severity: 'warning', path: [], field: null, column: 1, offset: 0 },
    ]);
    const [batch] = await collect(new MetaLineParser(in2018()).batches(`${OLD}\n`));
    expect(batch).toMatchObject({ records: [record], issues });
  });

  test('points at the values under their old names when a rule is broken', () => {
    const line = '{"operator":"ADD","item_id":7,"cat_id":10,"pic_list":["/a.jpg"],"cust_content":true}';
    expect(summed(read(line, in2018()))).toEqual([
      ['META_OLD_DIALECT', 'warning', null, 1],
      ['META_WRONG_TYPE', 'error', 'ProductId', 29],
      ['META_WRONG_TYPE', 'error', 'CustomContent', 80],
      ['META_PIC_NAME_SLASH', 'error', 'PicName', 54],
      ['META_CATEGORY_UNKNOWN', 'error', 'CategoryId', 40],
    ]);
  });

  test('may have fields that came later when the profile is documented, not when it is strict', () => {
    const line = `${OLD.slice(0, -1)},"Crop":false}`;
    expect(summed(read(line, in2018()))).toEqual([
      ['META_OLD_DIALECT', 'warning', null, 1],
      ['META_FIELD_TOO_NEW', 'warning', 'Crop', OLD.length + 8],
    ]);
    expect(read(line, in2018({ profile: 'strict' })).record).toBeUndefined();
  });

  test.each([
    ['none', '[]', ['META_OLD_DIALECT warning', 'META_WRONG_TYPE error']],
    ['two', '["a.jpg","b.jpg"]', ['META_OLD_DIALECT error']],
    ['one that is no text', '[1]', ['META_OLD_DIALECT warning', 'META_WRONG_TYPE error']],
    ['one that is a list', '[["a.jpg"]]', ['META_OLD_DIALECT warning', 'META_WRONG_TYPE error']],
  ])('is refused when its pic_list has %s', (_, list, codes) => {
    const { record, issues } = read(OLD.replace('["a.jpg"]', list), in2018());
    expect(record).toBeUndefined();
    expect(issues.map(({ code, severity }) => `${code} ${severity}`)).toEqual(codes);
  });

  test('may have its picture as a text', () => {
    const { record } = read(OLD.replace('["a.jpg"]', '"a.jpg"'), in2018());
    expect(record).toMatchObject({ picName: 'a.jpg' });
  });

  test.each([
    ['item_id', '"ProductId":"2"', '"1000"'],
    ['cat_id', '"CategoryId":1', '0,'],
    ['pic_list', '"PicName":"b.jpg"', '["a.jpg"]'],
    ['cust_content', '"CustomContent":""', '"k1:v1"'],
  ])('is refused when it has %s and also %s', (name, today, value) => {
    const column = columnOf(`${name}":${value}`, OLD) + name.length + 2;
    const { record, issues } = read(`${OLD.slice(0, -1)},${today}}`, in2018());
    expect(record).toBeUndefined();
    expect(issues).toMatchObject([{ code: 'META_OLD_DIALECT', severity: 'error', field: name, column }]);
    expect(issues[0]?.message).toBe(`"${name}" and ${today.split(':')[0]} name one field: keep one`);
  });
});

describe('a line in today’s names', () => {
  test.each(['2020', '2018'] as const)('is read without a warning when the dialect is %s', (dialect) => {
    expect(read(TODAY, { dialect, profile: 'strict' })).toMatchObject({
      record: { productId: '1000' },
      issues: [],
    });
  });

  test('has its issues at its own values when keys of 2018 follow', () => {
    const line = `${TODAY.replace('"1000"', '7').slice(0, -1)},"item_id":"2"}`;
    expect(summed(read(line))).toEqual([
      ['META_WRONG_TYPE', 'error', 'ProductId', columnOf('7', line)],
      ['META_UNKNOWN_KEY', 'warning', 'item_id', columnOf('"2"', line)],
    ]);
  });
});
