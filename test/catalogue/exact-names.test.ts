import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codes, entries, rowsOf, testFolder, writeFileIn } from './catalogue-files.ts';

const folder = testFolder();

describe('readCatalogue', () => {
  test('keeps the names of a folder whole when they have separators or blanks', async () => {
    const images = join(folder, 'images');
    mkdirSync(images);
    const names = [' lead.jpg', 'a.jpg,b.jpg', 'c.jpg;d.png', 'e.jpg|f.jpg', 'trail.jpg '];
    for (const name of names) writeFileIn(images, name, 'x');
    const rows = await rowsOf(images);
    expect(entries(rows).map((entry) => entry?.image)).toEqual(names);
  });

  test('keeps the names of an increment.meta whole when they have separators', async () => {
    const line = '{"OperationType":"ADD","ProductId":"1","PicName":"a.jpg;b.jpg","CustomContent":"x"}\n';
    const rows = await rowsOf(writeFileIn(folder, 'increment.meta', line));
    expect(entries(rows)).toMatchObject([{ image: 'a.jpg;b.jpg', picName: 'a.jpg;b.jpg' }]);
  });

  test("takes Magento's no_selection as no image, and its base image once without a word", async () => {
    const table = [
      'sku,product_type,base_image,additional_images',
      '1,simple,/a/b/one.jpg,"/a/b/one.jpg,/a/b/two.jpg"',
      '2,simple,no_selection,',
      '3,simple,no_selection,/a/c/three.jpg',
    ];
    const rows = await rowsOf(writeFileIn(folder, 'magento.csv', table.join('\n')));
    expect(entries(rows).map((entry) => entry?.image)).toEqual([
      'a/b/one.jpg',
      'a/b/two.jpg',
      undefined,
      'a/c/three.jpg',
    ]);
    expect(codes(rows)).toEqual([[2], [2], [3, 'CATALOGUE_IMAGE_MISSING'], [4]]);
  });

  test.each(['http:/shop.test/a.jpg', 'https:a.jpg'])('refuses %s, which is no address', async (image) => {
    expect(codes(await rowsOf([{ id: 1, image }]))).toEqual([[1, 'CATALOGUE_IMAGE_LOCATION']]);
  });
});
