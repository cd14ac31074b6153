import { describe, expect, test } from 'vitest';
import { a, entries, rowsOf, testFolder, writeFileIn } from './catalogue-files.ts';

const folder = testFolder();
const csv = (content: string) => rowsOf(writeFileIn(folder, 'catalogue.csv', content));

describe('columns', () => {
  test.each([
    ['ProductId', 'Image'],
    ['PRODUCT ID', 'IMAGE'],
    ['product_id', 'image_path'],
    ['product-id', 'Image File'],
    ['id', 'file'],
    ['SKU', 'path'],
    ['item_id', 'Picture'],
    ['Product', 'image'],
  ])('are known when they are named %s and %s', async (id, image) => {
    expect(entries(await csv(`${id},${image}\n1,a.jpg\n`))).toEqual([a]);
  });

  test.each([
    ['a file', async () => csv('Product,ProductId,id,path,Image,file\nRed shoe,1,77,x.jpg,a.jpg,y.jpg\n')],
    [
      'objects',
      async () => rowsOf([{ Product: 'Red shoe', productId: '1', id: '77', file: 'x.jpg', image: 'a.jpg' }]),
    ],
  ])('count by their own name when several of %s mean the same', async (_, read) => {
    expect(entries(await read())).toEqual([a]);
  });

  test('count in their order when several by other names mean the same, empty ones left out', async () => {
    expect(entries(await csv('sku,id,path,file\n1,77,,a.jpg\n'))).toEqual([a]);
  });

  test('are not taken for ProductId when another id has a name in another script', async () => {
    const rows = await csv('id,file,分类ID,店铺_id,Größe\n1,a.jpg,20,300,44\n');
    expect(entries(rows)).toEqual([a]);
  });
});
