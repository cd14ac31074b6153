import { describe, expect, test } from 'vitest';
import { catalogueIssue } from '../../../src/catalogue/model/catalogue-rules.ts';
import { RowReader } from '../../../src/catalogue/rows/row-reader.ts';
import { cellRows, codes, entries, messages, objectRows, PLACE, tableRows } from './read-rows.ts';

const HEADER = ['ProductId', 'Image', 'CustomContent'];

describe('RowReader', () => {
  test('passes on why a place has no row', () => {
    const reader = new RowReader();
    expect(reader.rowsOf({ place: PLACE, passedOver: 'comment', issues: [] }, undefined)).toBe('comment');
  });

  test('refuses what a reader found wrong, by its names and with no other issue', () => {
    const issues = [catalogueIssue('CATALOGUE_QUOTE', 'A quote is never closed')];
    const raw = { place: PLACE, cells: ['', 'a.jpg', '\0'], issues };
    expect(tableRows(HEADER, [raw.cells], {}, raw)[0]).toEqual([
      {
        place: PLACE,
        entry: undefined,
        names: { productId: undefined, image: 'a.jpg', picName: undefined },
        issues,
      },
    ]);
    expect(new RowReader().rowsOf({ place: PLACE, issues }, undefined)).toMatchObject([
      { entry: undefined, issues },
    ]);
  });

  test('takes the warnings of a reader with the row', () => {
    const issues = [catalogueIssue('CATALOGUE_QUOTE_SPANS_ROWS', 'A quoted cell spans rows')];
    const rows = cellRows({ ProductId: '1', Image: 'a.jpg' }, {}, { issues });
    expect(entries(rows)).toEqual([{ productId: '1', image: 'a.jpg' }]);
    expect(rows[0]?.issues).toEqual(issues);
  });

  test('fills up a short row, and takes a longer one when what is more is empty', () => {
    const rows = tableRows(HEADER, [
      ['1', 'a.jpg'],
      ['2', 'b.jpg', '', '', ' '],
      ['3', 'c.jpg', 'x', 'y'],
    ]);
    expect(rows.map((one) => entries(one as ReturnType<typeof cellRows>)[0])).toEqual([
      { productId: '1', image: 'a.jpg' },
      { productId: '2', image: 'b.jpg' },
      undefined,
    ]);
    expect(messages(rows[2] as ReturnType<typeof cellRows>)).toEqual([
      'The header names 3 columns, and cell 4 of the row is "y". Put quotes around a cell that holds a separator, or give the column a name',
    ]);
  });

  test('names the columns of the catalogue when a row fills them not', () => {
    const rows = cellRows({ SKU: '  ', file: '' });
    expect(codes(rows)).toEqual(['error CATALOGUE_PRODUCT_ID_MISSING', 'error CATALOGUE_IMAGE_MISSING']);
    expect(messages(rows)).toEqual([
      'The row has no product id: fill the column SKU',
      'The row names no image: fill the column file',
    ]);
    expect(rows[0]?.names).toEqual({ productId: '  ', image: undefined, picName: undefined });
  });

  test('says which key may be the image when an object names none', () => {
    expect(messages(objectRows({ productId: '1', image_link: 'a.jpg' }))).toEqual([
      'The row names no image: fill the column Image, or say that "image_link" is it with columns: { image: "image_link" }',
    ]);
  });

  test('tells everything that is wrong with a row', () => {
    expect(codes(cellRows({ ProductId: 'NULL', Image: '', Crop: 'yes', IntAttr: 'x' }))).toEqual([
      'error CATALOGUE_NULL_NAME',
      'error CATALOGUE_VALUE',
      'error CATALOGUE_VALUE',
      'error CATALOGUE_IMAGE_MISSING',
    ]);
  });

  test('leaves the objects of the caller as they are', () => {
    const object = Object.freeze({ productId: ' 1 ', image: Object.freeze(['a.jpg', 'b.jpg']) });
    expect(entries(objectRows(object))).toHaveLength(2);
  });
});

describe('a DELETE', () => {
  const deleted = { OperationType: 'delete', ProductId: '1', Image: '', PicName: '' };

  test('without an image is refused, as it would delete the product', () => {
    const rows = cellRows(deleted);
    expect(codes(rows)).toEqual(['error CATALOGUE_PRODUCT_DELETE']);
    expect(messages(rows)[0]).toContain('deletes every image of product "1"');
  });

  test('without an image is taken, and told, when that is allowed', () => {
    const rows = cellRows(deleted, { allowProductDeletes: true });
    expect(codes(rows)).toEqual(['warning CATALOGUE_PRODUCT_DELETE']);
    expect(entries(rows)).toEqual([{ operationType: 'DELETE', productId: '1' }]);
  });

  test.each([{ Image: 'a.jpg' }, { PicName: 'a.jpg' }])('of an image is taken when it has %o', (named) => {
    expect(codes(cellRows({ ...deleted, ...named }))).toEqual([]);
  });

  test('is not taken for one of a product when its image is wrong', () => {
    expect(codes(cellRows({ ...deleted, Image: 'NULL' }))).toEqual(['error CATALOGUE_NULL_NAME']);
  });
});

describe('rows that repeat a product', () => {
  const HANDLES = ['Handle', 'Image Src', 'CustomContent', 'IntAttr'];

  test('bring further images with the fields of its first row, or none', () => {
    const rows = tableRows(HANDLES, [
      ['shoe', 'https://x.example/a.jpg', 'red', '7'],
      ['shoe', 'https://x.example/b.jpg', '', ''],
      ['shoe', '', '', ''],
      ['shoe', 'https://x.example/c.jpg', 'blue', ''],
      ['boot', '', '', ''],
      ['boot', 'https://x.example/d.jpg', '', ''],
    ]);
    const [first, second, third, fourth, fifth, sixth] = rows.map((one) =>
      typeof one === 'string' ? one : (entries(one)[0] ?? codes(one)),
    );
    expect(first).toMatchObject({ picName: 'a.jpg', customContent: 'red', intAttr: 7 });
    expect(second).toMatchObject({ picName: 'b.jpg', customContent: 'red', intAttr: 7 });
    expect(third).toBe('furtherRow');
    expect(fourth).toMatchObject({ picName: 'c.jpg', customContent: 'blue', intAttr: 7 });
    expect(fifth).toEqual(['error CATALOGUE_IMAGE_MISSING']);
    expect(sixth).toEqual({ productId: 'boot', image: 'https://x.example/d.jpg', picName: 'd.jpg' });
  });

  test('are refused for want of an image when no preset says that they repeat it', () => {
    const rows = tableRows(HEADER, [
      ['1', 'a.jpg', 'x'],
      ['1', '', ''],
    ]);
    expect(codes(rows[1] as ReturnType<typeof cellRows>)).toEqual(['error CATALOGUE_IMAGE_MISSING']);
  });

  test('of Magento name images below the folder with a slash, and one of them twice', () => {
    const [rows] = tableRows(
      ['sku', 'base_image', 'additional_images'],
      [['1', '/m/b/a.jpg', '/m/b/a.jpg,/m/b/b.jpg']],
    );
    expect(entries(rows as ReturnType<typeof cellRows>).map((entry) => entry?.image)).toEqual([
      'm/b/a.jpg',
      'm/b/b.jpg',
    ]);
  });
});
