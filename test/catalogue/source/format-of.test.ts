import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { FileFormat } from '../../../src/catalogue/model/raw-row.ts';
import { formatOf } from '../../../src/catalogue/source/format-of.ts';

const format = (name: string | null, content: string | Uint8Array, given?: FileFormat) => {
  const head = Buffer.from(content);
  return formatOf({ name, head, text: head.toString() }, given);
};

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');
const OLE = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);
const ZIP = Buffer.concat([Buffer.from('504b0304140000000800', 'hex'), Buffer.alloc(30)]);

describe('formatOf', () => {
  test.each([
    ['shop.csv', 'Id,Image\n', 'csv'],
    ['SHOP.CSV.GZ', 'Id,Image\n', 'csv'],
    ['shop.tab', 'Id\tImage\n', 'tsv'],
    ['shop.txt', 'Id,Image\n', 'csv'],
    ['shop.txt', 'Id\tImage\n', 'tsv'],
    ['shop.txt', '{"id":1}\n', 'json'],
    ['shop.ndjson', '{"id":1}\n', 'jsonl'],
    ['shop.json', '[{"id":1}]', 'json'],
    ['shop.jsonl', '[{"id":1}]', 'jsonl'],
    ['increment.meta', '{"ProductId":"1"}', 'meta'],
    ['shop', '{"id":1}\n', 'json'],
    [null, ' [\n {"id":1}]', 'json'],
    ['shop.xlsx', ZIP, 'xlsx'],
    [null, ZIP, 'xlsx'],
    ['shop.csv', '', 'csv'],
    ['shop.csv', 'Id,Image\n1,a\0b.jpg\n', 'csv'],
    ['BM.csv', 'BM,Image\n', 'csv'],
  ])('reads %s with %j as %s', async (name, content, expected) => {
    expect(await format(name, content)).toBe(expected);
  });

  test('takes what is given before the name', async () => {
    expect(await format('shop.dat', 'Id\tImage\n', 'tsv')).toBe('tsv');
    expect(await format(null, 'Id,Image\n', 'csv')).toBe('csv');
  });

  test.each([
    ['shop.csv', ZIP, 'a zip file, such as a workbook of Excel (.xlsx), not csv'],
    ['shop.csv', OLE, 'a document of an old Office, such as .xls, not csv'],
    ['shop.csv', PNG, 'an image (image/png), not csv'],
    ['shop.tsv', '<!DOCTYPE html><html>', 'a page in HTML, not tsv'],
    ['feed.csv', '<?xml version="1.0"?><rss>', 'XML, not csv'],
    ['shop.csv', '%PDF-1.7\n', 'a PDF, not csv'],
    ['shop.csv', '{"id":1}\n', 'JSON, not csv'],
    ['shop.xlsx', 'Id,Image\n', 'no workbook of Excel, not xlsx'],
    ['shop.jsonl', gzipSync('x'), 'a file of type application/gzip, not jsonl'],
  ])('says what %s is when it is %j', async (name, content, what) => {
    await expect(format(name, content)).rejects.toThrow(
      new RegExp(`^Cannot read catalogue "${name}" as it is ${what.replace(/[()/.]/g, '\\$&')}: `),
    );
  });

  test('says what is needed when neither name nor content tell', async () => {
    await expect(format(null, 'Id,Image\n')).rejects.toThrow(
      /^Cannot read the catalogue as neither its name nor its first bytes say what it is: give its format/,
    );
  });
});
