import { describe, expect, test } from 'vitest';
import { checkColumnOptions } from '../../../src/catalogue/columns/given-columns.ts';
import { tableColumns } from '../../../src/catalogue/columns/table-columns.ts';
import type { CatalogueOptions } from '../../../src/catalogue/model/catalogue-options.ts';

type Options = Pick<CatalogueOptions, 'columns' | 'preset'>;

const columnsOf = (header: string, options: Options = {}) =>
  tableColumns(header.split(','), { ...options, source: 'shop.csv', recognised: { format: 'csv' } });
const reportOf = (header: string, options?: Options) => columnsOf(header, options).report;
const refusal = (header: string, options?: Options) => {
  try {
    columnsOf(header, options);
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    return (error as TypeError).message;
  }
  throw new Error(`${header} was taken`);
};

describe('tableColumns', () => {
  test.each([
    ['ProductId,Image', 'ProductId', 'Image'],
    ['PRODUCT ID,IMAGE', 'PRODUCT ID', 'IMAGE'],
    ['product_id,image_path', 'product_id', 'image_path'],
    [' ProductId ,Image\u00a0', ' ProductId ', 'Image\u00a0'],
    ['\uff30roduct\uff29d,Image', '\uff30roduct\uff29d', 'Image'],
    ['id,file', 'id', 'file'],
    ['item_id,Picture', 'item_id', 'Picture'],
    ['商品编号,图片', '商品编号', '图片'],
    ['商品ID,商品图片', '商品ID', '商品图片'],
    ['货号,主图', '货号', '主图'],
  ])('takes the names of %s', (header, productId, image) => {
    expect(reportOf(header).columns).toEqual({ productId: [productId], image: [image] });
  });

  test('reads Chinese names of every field that has one', () => {
    expect(reportOf('操作类型,商品编号,图片,类目ID,自定义内容').columns).toEqual({
      operationType: ['操作类型'],
      productId: ['商品编号'],
      image: ['图片'],
      categoryId: ['类目ID'],
      customContent: ['自定义内容'],
    });
  });

  test('leaves names of other things alone when they hold a name of ours', () => {
    expect(reportOf('id,file,店铺_id,Größe,').ignored).toEqual(['店铺_id', 'Größe']);
  });

  test.each([
    ['Product,ProductId,id,Image,file', { productId: ['ProductId'], image: ['Image'] }],
    ['SKU,Id,path,file', { productId: ['Id'], image: ['file'] }],
    ['product,sku,picture,path', { productId: ['sku'], image: ['path'] }],
  ])('decides by its own name, then by the order of the table, when the header is %s', (header, columns) => {
    expect(reportOf(header).columns).toEqual(columns);
  });

  test('says what it took and what it left when several columns mean one field', () => {
    const { alternatives, ignored, notes } = reportOf('Product,Id,SKU,Image,File');
    expect(alternatives).toEqual([
      { column: 'productId', taken: 'Id', left: ['SKU', 'Product'] },
      { column: 'image', taken: 'Image', left: ['File'] },
    ]);
    expect(ignored).toEqual(['Product', 'SKU', 'File']);
    expect(notes).toEqual([
      'Several columns may be productId: "Id" is read, "SKU", "Product" left alone',
      'Several columns may be image: "Image" is read, "File" left alone',
    ]);
  });

  test.each([
    ['ProductId,Image,image', 'names one field twice, as "Image" and "image"'],
    ['ProductId,Product_ID,Image', 'names one field twice, as "ProductId" and "Product_ID"'],
    ['SKU,sku ,Image', 'names one field twice, as "SKU" and "sku "'],
    ['ProductId,Image,Image', 'names "Image" twice'],
    ['ProductId,Image,image_2,Image 2', 'names one field twice, as "image_2" and "Image 2"'],
  ])('refuses %s', (header, why) => {
    expect(refusal(header)).toBe(
      `Cannot read catalogue "shop.csv" as its first line ${why}: it is "${header.replaceAll(',', ' | ')}". Delete one of the columns, or give it another name`,
    );
  });

  test('takes a header when a name that is left alone stands there twice', () => {
    expect(reportOf('ProductId,Price,price,Image,,').ignored).toEqual(['Price', 'price']);
  });

  test('reads several columns of images in the order of the header, the main one first', () => {
    const { columns } = columnsOf('ProductId,image_2,additional images,Image,image_3,image_size');
    expect(columns.filter(({ column }) => column === 'image').map(({ name }) => name)).toEqual([
      'Image',
      'image_2',
      'additional images',
      'image_3',
    ]);
  });

  test.each([
    ['Catgory', 'categoryId'],
    ['Custom_Contents', 'customContent'],
    ['Operaton', 'operationType'],
    ['StrAttr22', 'strAttr2'],
    ['IntAttr5', undefined],
    ['title', undefined],
    ['price', undefined],
    ['brand', undefined],
    ['shop', undefined],
  ])('suggests what %s means, if it is near enough', (name, meant) => {
    expect(reportOf(`ProductId,Image,${name}`).suggestions).toEqual(
      meant === undefined ? [] : [{ name, meant }],
    );
  });

  test('suggests nothing for a field that it has', () => {
    expect(reportOf('ProductId,Image,image_link,Produkt_Id').suggestions).toEqual([]);
  });

  test('says which column may be the image when none is', () => {
    expect(refusal('ProductId,image_link,CustomContent')).toBe(
      'Cannot read catalogue "shop.csv" as its first line must name a column Image: it is "ProductId | image_link | CustomContent". Did you mean "image_link"? Say so with columns: { image: "image_link" }, on the command line --column Image=image_link',
    );
  });

  test.each([
    ['Number,Image', 'must name a column ProductId', 'Check the header'],
    ['ProductId,Title', 'must name a column Image', 'Check the header'],
    ['ProductId,PicName', 'must name a column Image', 'PicName is only the name in the gallery'],
    ['asin,Image', 'must name a column ProductId', 'Did you mean "asin"?'],
    ['1000,a.jpg,x', 'looks like a row of data, not like a header', 'Write a header above it'],
    ['SKU-1,https://shop.example/1', 'looks like a row of data', 'Write a header above it'],
    ['Spring catalogue 2026,,', 'looks like a title, not like a header', 'Delete it'],
    ['Name,Price', 'names no column that is known', 'or say which column is which'],
  ])('tells once that the header %s cannot be read', (header, why, next) => {
    expect(refusal(header)).toContain(`as its first line ${why}`);
    expect(refusal(header)).toContain(next);
  });

  test('takes a header without images when rows may delete products', () => {
    expect(reportOf('OperationType,ProductId').columns).toEqual({
      operationType: ['OperationType'],
      productId: ['ProductId'],
    });
  });

  test('lists a hundred names that are left alone, and counts the others', () => {
    const names = Array.from({ length: 250 }, (_, n) => `metafield ${n}`);
    const { ignored, ignoredCount } = reportOf(`ProductId,Image,${names.join(',')}`);
    expect(ignored).toEqual(names.slice(0, 100));
    expect(ignoredCount).toBe(250);
  });

  test('understands a header of ten thousand columns, and refuses a longer one', () => {
    const names = Array.from({ length: 9_998 }, (_, n) => `c${n}`);
    expect(reportOf(`ProductId,Image,${names.join(',')}`).ignoredCount).toBe(9_998);
    expect(refusal(`ProductId,Image,more,${names.join(',')}`)).toBe(
      'Cannot read catalogue "shop.csv" as its first line has 10001 columns: at most 10000 are read. Check the separator and the line ends',
    );
  });
});

describe('columns that are given', () => {
  test('count before every other name', () => {
    const { columns, alternatives } = reportOf('ProductId,gtin,Image,image_link', {
      columns: { productId: 'gtin', image: 'image_link' },
    });
    expect(columns).toEqual({ productId: ['gtin'], image: ['image_link'] });
    expect(alternatives).toEqual([
      { column: 'productId', taken: 'gtin', left: ['ProductId'] },
      { column: 'image', taken: 'image_link', left: ['Image'] },
    ]);
  });

  test('are found by case and spelling when no name is theirs to the letter', () => {
    const header = 'id,Image Link,image_link';
    expect(reportOf(header, { columns: { image: 'image_link' } }).columns.image).toEqual(['image_link']);
    expect(reportOf('id,Image Link', { columns: { image: 'image_link' } }).columns.image).toEqual([
      'Image Link',
    ]);
  });

  test('are several for images, and one of several for another field', () => {
    const columns = { image: ['front', 'back'], productId: ['article', 'number'] };
    expect(reportOf('number,article,back,front,side', { columns }).columns).toEqual({
      productId: ['article'],
      image: ['front', 'back'],
    });
  });

  test('refuse a header that has not their names, and say which one was meant', () => {
    expect(refusal('id,image_link', { columns: { image: 'image_lnk' } })).toBe(
      `Cannot read catalogue "shop.csv" as its header has no column "image_lnk", which 'columns' gives for image: did you mean "image_link"?`,
    );
  });

  test.each([
    [{ columns: { imge: 'x' } }, /has no option "imge": did you mean 'image'\?/],
    [{ columns: { image: 7 } }, /'columns\.image' must be the name of a column/],
    [{ columns: { image: [] } }, /'columns\.image' must be the name of a column/],
    [{ preset: 'shopfy' }, /'preset' must be one of shopify, woocommerce/],
  ])('are refused when they are %j', (options, message) => {
    expect(() => checkColumnOptions(options as Options)).toThrow(TypeError);
    expect(() => checkColumnOptions(options as Options)).toThrow(message);
  });
});
