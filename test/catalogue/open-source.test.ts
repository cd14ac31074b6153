import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { OpenSource } from '../../src/catalogue/model/raw-row.ts';
import { openSource, type SourceOptions } from '../../src/catalogue/open-source.ts';
import { openFilesBelow } from '../support/open-files.ts';
import { testFolder, writeFileIn } from './catalogue-files.ts';
import { inChunks, inShort, rowsIn } from './raw-rows.ts';

const folder = testFolder();

const open = (source: Parameters<typeof openSource>[0], options: SourceOptions = {}): Promise<OpenSource> =>
  openSource(source, options);
const file = (name: string, content: string | Uint8Array) => writeFileIn(folder, name, content);

describe('openSource', () => {
  test('opens JSON lines, documents and meta files by their content', async () => {
    const lines = await open(file('lines.json', '{"id":1}\n{"id":2}\n'));
    expect(lines.recognised).toMatchObject({ format: 'jsonl', encoding: 'utf-8', gzip: false });
    expect(inShort(await rowsIn(lines))).toEqual([
      [1, 1, { id: 1 }],
      [2, 1, { id: 2 }],
    ]);
    const array = await open(file('array.jsonl', '\uFEFF[{"id":1}]'));
    expect(array.recognised).toMatchObject({ format: 'json' });
    expect(inShort(await rowsIn(array))).toEqual([[1, 1, { id: 1 }]]);
    const meta = await open(file('x.jsonl', '{"OperationType":"ADD","ProductId":"1","PicName":"a.jpg"}\n'));
    expect(meta.recognised).toMatchObject({ format: 'meta' });
    expect(inShort(await rowsIn(meta))).toEqual([
      [1, 1, { operationType: 'ADD', productId: '1', picName: 'a.jpg', image: 'a.jpg' }],
    ]);
  });

  test('reads both dialects of increment.meta, and tells what is wrong with a line', async () => {
    const content =
      '{"operator":"ADD","item_id":"1","cat_id":0,"cust_content":"x","pic_list":["a.jpg"]}\n\n{"operator":"ADD"}\n';
    const rows = inShort(await rowsIn(await open(file('increment.meta', content))));
    expect(rows.slice(0, 2)).toEqual([
      [1, 1, expect.objectContaining({ productId: '1', image: 'a.jpg', customContent: 'x', categoryId: 0 })],
      [2, 1, 'empty'],
    ]);
    expect(rows[2]?.[2]).toMatch(/item_id|ProductId/);
  });

  test('hands tables on as UTF-8, with the delimiter of their name', async () => {
    const utf16 = Buffer.from('\uFEFFId\tImage\n1\tü.jpg\n', 'utf16le');
    const tsv = await open(file('shop.tsv.gz', gzipSync(utf16)));
    expect(tsv).toMatchObject({
      header: ['Id', 'Image'],
      recognised: { format: 'tsv', delimiter: '\t', encoding: 'utf-16le', gzip: true },
    });
    expect((await rowsIn(tsv)).map(({ cells }) => cells)).toEqual([undefined, ['1', 'ü.jpg']]);
    const csv = await open(file('shop.csv', 'Id,Image\n1,a.jpg\n'), { delimiter: ';' });
    expect(csv).toMatchObject({ header: ['Id,Image'], recognised: { format: 'csv', delimiter: ';' } });
    await csv.rows.return();
  });

  test('opens bytes, folders and objects', async () => {
    const bytes = { bytes: inChunks(Buffer.from('{"id":1}\n'), [2]), name: 'shop.jsonl' };
    expect(inShort(await rowsIn(await open(bytes)))).toEqual([[1, 1, { id: 1 }]]);
    expect((await open(folder)).recognised).toEqual({ format: 'folder' });
    expect(inShort(await rowsIn(await open([{ id: 1 }])))).toEqual([[1, 1, { id: 1 }]]);
  });

  test.each(['rows are closed before the first', 'a row was read', 'the format is refused'])(
    'closes the file when %s',
    async (when) => {
      if (when === 'the format is refused') await expect(open(file('page.csv', '<html>'))).rejects.toThrow();
      else {
        const { rows } = await open(file('many.jsonl', '{"id":1}\n'.repeat(100_000)));
        expect(openFilesBelow(folder)).toHaveLength(1);
        if (when === 'a row was read') await rows.next();
        await rows.return();
      }
      await expect.poll(() => openFilesBelow(folder)).toEqual([]);
    },
  );

  test('passes the system error on when there is no file', async () => {
    await expect(open('/no/such/catalogue.csv')).rejects.toThrow(/ENOENT/);
  });
});
