import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { CatalogueEmpty, CatalogueUnreadable } from '../../src/catalogue/model/catalogue-unreadable.ts';
import { GBK, rowsOf, testFolder, writeFileIn } from './catalogue-files.ts';

const folder = testFolder();

describe('readCatalogue', () => {
  test.each<[string, string, string | Uint8Array, RegExp]>([
    ['a field twice', 'twice.csv', 'Id,ID,Image\n1,2,a.jpg\n', /names one field twice, as "Id" and "ID"/],
    ['no image', 'no-image.csv', 'ProductId,Price\n1,2\n', /must name a column Image/],
    ['a title above the header', 'title.csv', 'Shoes 2024,,\nProductId,Image,Price\n1,a.jpg,2\n', /a title/],
    ['no header', 'data.tsv', '1001\ta.jpg\n1002\tb.jpg\n', /looks like a row of data/],
    ['an odd separator', 'sep.csv', 'sep=:\nid:image\n1:a.jpg\n', /names ":"/],
    ['bulk lines', 'bulk.jsonl', '{"index":{"_id":"1"}}\n{"image":"a.jpg"}\n', /bulk format/],
    ['a page', 'page.csv', '<!doctype html><p>error</p>', /a page in HTML/],
    ['cut gzip data', 'cut.csv.gz', gzipSync('ProductId,Image\n1,a.jpg\n').subarray(0, -9), /gzip data/],
    ['a damaged workbook', 'damaged.xlsx', 'PK\x03\x04 and no more\0\0\0\0', /Cannot read workbook/],
  ])('throws CatalogueUnreadable, a TypeError, when a file has %s', async (_, name, content, message) => {
    const reading = rowsOf(writeFileIn(folder, name, content));
    await expect(reading).rejects.toThrow(CatalogueUnreadable);
    await expect(reading).rejects.toThrow(TypeError);
    await expect(reading).rejects.toThrow(message);
  });

  test('throws CatalogueEmpty, a kind of CatalogueUnreadable, when there is no row', async () => {
    const reading = rowsOf(writeFileIn(folder, 'empty.csv', 'ProductId,Image\n'));
    await expect(reading).rejects.toThrow(CatalogueEmpty);
    await expect(reading).rejects.toThrow(CatalogueUnreadable);
  });

  test('offers GB18030 when the header itself is in it', async () => {
    const path = writeFileIn(folder, 'gbk.csv', Buffer.concat([GBK, Buffer.from(',Price\n1,2\n')]));
    await expect(rowsOf(path)).rejects.toThrow(/in line 1\): it decodes as GB18030.*--encoding gb18030/);
  });

  test('names every column that is missing, and what may be meant, when several are', async () => {
    const path = writeFileIn(folder, 'near.csv', 'Produt_Id,image link,Price\n1,a.jpg,2\n');
    await expect(rowsOf(path)).rejects.toThrow(
      /must name a column ProductId and a column Image: .*--column ProductId=Produt_Id.*--column 'Image=image link'/,
    );
  });
});
