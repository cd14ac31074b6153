import { describe, expect, test } from 'vitest';
import { cellRows, codes, entries, messages, objectRows } from './read-rows.ts';

const named = { ProductId: '1', Image: 'a.jpg' };
const row = (cells: Readonly<Record<string, string>>) => cellRows({ ...named, ...cells });
const object = (values: object) => objectRows({ productId: '1', image: 'a.jpg', ...values });

describe('a cell', () => {
  test.each([
    ['ProductId', ' 1 ', { productId: '1' }],
    ['ProductId', '00123', { productId: '00123' }],
    ['ProductId', '商品 1', { productId: '商品 1' }],
    ['ProductId', '1E5', { productId: '1E5' }],
    ['ProductId', "O'Neill", { productId: "O'Neill" }],
    ['ProductId', "'n'", { productId: "'n'" }],
    ['IntAttr', '+7', { intAttr: 7 }],
    ['IntAttr', ' 007 ', { intAttr: 7 }],
    ['IntAttr', ' ', {}],
    ['CustomContent', 'line 1\nline 2\n', { customContent: 'line 1\nline 2\n' }],
    ['CustomContent', 'a\tb 😀', { customContent: 'a\tb 😀' }],
    ['CustomContent', 'No. 5', { customContent: 'No. 5' }],
    ['Crop', 'TRUE', { crop: true }],
    ['Crop', ' 0 ', { crop: false }],
    ['Region', ' 20,40,60,80 ', { region: '20,40,60,80' }],
    ['OperationType', 'delete', { operationType: 'DELETE' }],
    ['Category', '4', { categoryId: 4 }],
  ])('is taken without a word when %s is %j', (name, value, expected) => {
    const rows = row({ [name]: value });
    expect(codes(rows)).toEqual([]);
    expect(entries(rows)).toEqual([{ productId: '1', image: 'a.jpg', ...expected }]);
  });

  test.each([
    ['ProductId', '1\u00a0', 'BLANKS', 'has U+00A0 around it', { productId: '1' }],
    ['ProductId', '\ufeff1', 'BLANKS', 'has U+FEFF around it', { productId: '1' }],
    ['ProductId', '1\n', 'BLANKS', 'has U+000A around it', { productId: '1' }],
    ['Image', '\u3000a.jpg', 'BLANKS', 'has U+3000 around it', {}],
    ['CustomContent', '\u2003x', 'BLANKS', 'has U+2003 around it', { customContent: 'x' }],
    ['ProductId', '="00123"', 'SPREADSHEET_TEXT', 'taken as "00123"', { productId: '00123' }],
    ['ProductId', "'00124", 'SPREADSHEET_TEXT', 'taken as "00124"', { productId: '00124' }],
    ['IntAttr', '="7"', 'SPREADSHEET_TEXT', 'taken as "7"', { intAttr: 7 }],
    ['ProductId', '1000.0', 'DECIMAL', 'if the product is "1000"', { productId: '1000.0' }],
    ['IntAttr', '4.0', 'DECIMAL', 'taken as 4', { intAttr: 4 }],
    ['IntAttr', 'NULL', 'NULL', 'taken as empty', {}],
    ['Crop', 'None', 'NULL', 'taken as empty', {}],
    ['Region', '#N/A', 'NULL', 'taken as empty', {}],
    ['OperationType', 'null', 'NULL', 'taken as empty', {}],
    ['StrAttr', '\\N', 'NULL', 'kept as text', { strAttr: '\\N' }],
    ['CustomContent', 'nan', 'NULL', 'kept as text', { customContent: 'nan' }],
    ['Category', 'Women > Shoes', 'CATEGORY_WORDS', 'left out', {}],
    ['类目', '女鞋', 'CATEGORY_WORDS', 'left out', {}],
  ])('is taken with a warning when %s is %j', (name, value, code, message, expected) => {
    const rows = row({ [name]: value });
    expect(codes(rows)).toEqual([`warning CATALOGUE_${code}`]);
    expect(messages(rows)[0]).toContain(message);
    expect(entries(rows)).toEqual([{ productId: '1', image: 'a.jpg', ...expected }]);
  });

  test.each([
    ['ProductId', '6.93217E+12', 'ID_SCIENTIFIC', 'its digits are lost'],
    ['ProductId', '6,93217E+12', 'ID_SCIENTIFIC', 'its digits are lost'],
    ['ProductId', '1E+05', 'ID_SCIENTIFIC', 'its digits are lost'],
    ['ProductId', 'NULL', 'NULL_NAME', 'a word for nothing'],
    ['Image', '#N/A', 'NULL_NAME', 'a word for nothing'],
    ['PicName', 'None', 'NULL_NAME', 'a word for nothing'],
    ['ProductId', '10\u000000', 'CONTROL_CHARACTER', 'has U+0000, a control character'],
    ['ProductId', '10\u001f00', 'CONTROL_CHARACTER', 'has U+001F, a control character'],
    ['CustomContent', 'a\u0000b', 'CONTROL_CHARACTER', 'has U+0000, a control character'],
    ['IntAttr', '1\u0000', 'CONTROL_CHARACTER', 'has U+0000, a control character'],
    ['ProductId', '10\ud83d', 'LONE_SURROGATE', 'has U+D83D, half of a surrogate pair'],
    ['Image', 'a\ud83d.jpg', 'LONE_SURROGATE', 'has U+D83D, half of a surrogate pair'],
    [
      'CustomContent',
      'caf\ufffd',
      'ENCODING',
      'U+FFFD stands where bytes are no characters in the encoding that the file is read in',
    ],
    ['IntAttr', '1,800', 'VALUE', 'in plain digits, such as 1800'],
    ['IntAttr', '1.800', 'VALUE', 'in plain digits, such as 1800'],
    ['IntAttr', '1 800', 'VALUE', 'in plain digits, such as 1800'],
    ['IntAttr', '1\u202f800', 'VALUE', 'in plain digits, such as 1800'],
    ['IntAttr', '1.5', 'VALUE', 'IntAttr is "1.5": it must be an integer'],
    ['IntAttr', '1e3', 'VALUE', 'IntAttr is "1e3": it must be an integer'],
    ['IntAttr', '0x10', 'VALUE', 'IntAttr is "0x10": it must be an integer'],
    ['IntAttr', '1610521604143693812', 'VALUE', 'at most 2147483647'],
    ['Category', '1,800', 'VALUE', 'it must be an integer'],
    ['CategoryId', 'Bag', 'VALUE', 'it must be an integer'],
    ['cat_id', 'Bag', 'VALUE', 'it must be an integer'],
    ['Crop', 'yes', 'VALUE', 'Crop is "yes": it must be true or false'],
    ['Crop', '否', 'VALUE', 'Crop is "否": it must be true or false'],
    ['Crop', 'constructor', 'VALUE', 'it must be true or false'],
    [
      'OperationType',
      'Update',
      'VALUE',
      'it must be ADD, which also replaces an image that is there, or DELETE',
    ],
    ['OperationType', 'remove', 'VALUE', 'it must be ADD'],
  ])('is refused, once, when %s is %j', (name, value, code, message) => {
    const rows = row({ [name]: value });
    expect(codes(rows)).toEqual([`error CATALOGUE_${code}`]);
    expect(messages(rows)[0]).toContain(message);
    expect(entries(rows)).toEqual([undefined]);
    const names = { productId: '1', image: 'a.jpg', picName: undefined };
    const field = { ProductId: 'productId', Image: 'image', PicName: 'picName' }[name];
    expect(rows[0]?.names).toEqual(field === undefined ? names : { ...names, [field]: value });
  });

  test('is refused when its bytes are not in the encoding, and left alone when its column is', () => {
    const cells = { ...named, Colour: '\ufffd\ufffd' };
    expect(codes(cellRows(cells, {}, { badCells: [2] }))).toEqual([]);
    const rows = cellRows({ ...named, CustomContent: 'x\ufffd' }, {}, { badCells: [2] });
    expect(codes(rows)).toEqual(['error CATALOGUE_ENCODING']);
    expect(messages(rows)[0]).toMatch(
      /Save the file as UTF-8, or name its encoding with encoding: … or --encoding$/,
    );
  });

  test('with a long run of blanks takes no longer than its length', () => {
    const blanks = ' '.repeat(200_000);
    expect(entries(row({ CustomContent: `x${blanks}y${blanks}` }))[0]?.customContent).toBe(`x${blanks}y`);
    expect(codes(row({ Image: `http://a.example/${blanks}b.jpg` }))).toEqual([]);
  });
});

describe('a member of an object', () => {
  test.each([
    [{ productId: 1000 }, { productId: '1000' }],
    [{ productId: 12345678901234567890n }, { productId: '12345678901234567890' }],
    [
      { intAttr: 7n, categoryId: 0, crop: 1 },
      { intAttr: 7, categoryId: 0, crop: true },
    ],
    [
      { customContent: ' x ', strAttr: 5 },
      { customContent: ' x ', strAttr: '5' },
    ],
    [{ customContent: null, categoryId: undefined, strAttr: '' }, {}],
    [{ region: { x1: 1, x2: 2, y1: 3, y2: 4 } }, { region: { x1: 1, x2: 2, y1: 3, y2: 4 } }],
  ])('is taken without a word when it is %o', (values, expected) => {
    expect(codes(object(values))).toEqual([]);
    expect(entries(object(values))).toEqual([{ productId: '1', image: 'a.jpg', ...expected }]);
  });

  test.each([
    [{ customContent: 12.5 }, { customContent: '12.5' }],
    [{ strAttr: true }, { strAttr: 'true' }],
    [{ customContent: { price: 5 } }, { customContent: '{"price":5}' }],
    [{ customContent: [1, 'x'] }, { customContent: '[1,"x"]' }],
    [{ customContent: new Date(0) }, { customContent: '1970-01-01T00:00:00.000Z' }],
  ])('is written as text, with a warning, when it is %o', (values, expected) => {
    expect(codes(object(values))).toEqual(['warning CATALOGUE_CONVERTED']);
    expect(entries(object(values))).toEqual([{ productId: '1', image: 'a.jpg', ...expected }]);
  });

  test.each([
    [{ productId: 1.5 }, 'productId is the number 1.5: it must be text or a whole number'],
    [{ productId: true }, 'productId is the boolean true: it must be text or a whole number'],
    [{ productId: ['1'] }, 'productId is the list ["1"]: it must be text or a whole number'],
    [{ productId: { id: 1 } }, 'productId is the object {"id":1}: it must be text or a whole number'],
    [{ strAttr: { a: 1 } }, 'strAttr is the object {"a":1}: it must be text'],
    [{ customContent: { a: 1n } }, 'it must be text, or an object that JSON can hold'],
    [{ intAttr: 1.5 }, 'intAttr is the number 1.5: it must be an integer'],
    [{ intAttr: Number.NaN }, 'intAttr is the number NaN: it must be an integer'],
    [{ intAttr: 2n ** 64n }, 'intAttr is 18446744073709551616: the service takes integers of 32 bits'],
    [{ crop: 2 }, 'crop is the number 2: it must be true or false'],
    [{ region: 7 }, 'region is the number 7: it must be four integers'],
    [{ operationType: 7 }, 'operationType is the number 7: it must be ADD or DELETE'],
    [{ image: 7.5 }, 'image is the number 7.5: it must be text or a whole number'],
    [{ image: { src: 'a.jpg' } }, 'it must be a path, a URL, bytes, or a list of these'],
  ])('is refused, by what is wrong with it, when it is %o', (values, message) => {
    const rows = object(values);
    expect(codes(rows)).toEqual(['error CATALOGUE_VALUE']);
    expect(messages(rows)[0]).toContain(message);
  });

  test.each([
    ['\u200b', 'U+200B'],
    [' \u2060\u200d ', 'U+2060'],
    ['\u3164', 'U+3164'],
  ])('is refused when all it has is %j, which nobody sees', (productId, point) => {
    const rows = cellRows({ ProductId: productId, Image: 'a.jpg' });
    expect(codes(rows)).toEqual(['error CATALOGUE_VALUE']);
    expect(messages(rows)[0]).toContain(`has nothing that can be seen, only ${point}`);
    expect(codes(objectRows({ productId, image: 'a.jpg' })).at(-1)).toBe('error CATALOGUE_VALUE');
  });

  test('is refused with its true digits when a number has more than JavaScript holds', () => {
    const exactDigits = new Map([['productId', '1610521604143693812']]);
    const rows = objectRows(
      JSON.parse('{"productId":1610521604143693812,"image":"a.jpg"}'),
      {},
      { exactDigits },
    );
    expect(codes(rows)).toEqual(['error CATALOGUE_DIGITS_LOST']);
    expect(messages(rows)[0]).toContain('write it in quotes, "1610521604143693812"');
    expect(rows[0]?.names?.productId).toBe('1610521604143693812');
    expect(messages(object({ productId: 2 ** 53 }))[0]).toContain('Give it as text, or as a bigint');
  });

  test('is trimmed, with a warning, when it is a name with blanks around it', () => {
    expect(codes(object({ productId: ' 1 ' }))).toEqual(['warning CATALOGUE_BLANKS']);
    expect(entries(object({ productId: ' 1 ' }))[0]?.productId).toBe('1');
  });

  test('is refused when its key stands twice, or two keys mean one field', () => {
    expect(codes(objectRows({ ProductId: '1', product_id: '2', Image: 'a.jpg' }))).toEqual([
      'error CATALOGUE_COLUMN_TWICE',
    ]);
    const twice = objectRows({ id: '2', file: 'a.jpg', price: 1 }, {}, { keysTwice: ['price', 'id'] });
    expect(messages(twice)).toEqual([
      'The object has the key "id" twice: which value counts cannot be known. Leave one of them out',
    ]);
    expect(codes(objectRows({ id: '2', file: 'a.jpg', price: 1 }, {}, { keysTwice: ['price'] }))).toEqual([]);
  });
});
