import { describe, expect, test } from 'vitest';
import { openTable } from '../../../src/catalogue/table/open-table.ts';
import { collect } from '../../shared/async/collect.ts';
import { chunksOf, tableOf } from './table-of.ts';

describe('openTable recognises the delimiter', () => {
  const table = (delimiter: string) => `id${delimiter}image\n1${delimiter}a.jpg\n2${delimiter}b.jpg\n`;

  test.each([',', ';', '\t', '|'] as const)('%j, whatever the name says', async (delimiter) => {
    for (const preferred of [',', '\t'] as const) {
      const { header, recognised } = await tableOf(table(delimiter), { preferred, chunk: 3 });
      expect(header).toEqual(['id', 'image']);
      expect(recognised.delimiter).toBe(delimiter);
      expect(recognised.format).toBe(delimiter === '\t' ? 'tsv' : 'csv');
      expect(recognised.notes?.length).toBe(delimiter === preferred ? undefined : 1);
    }
  });

  test('and says so when it is another than usual', async () => {
    expect((await tableOf(table(';'))).recognised.notes).toEqual([
      'The cells are separated by semicolons, not by commas, as they usually are in a file of this name',
    ]);
  });

  test.each([
    ['decimal commas stand in every row', 'id;image;price\n1;a.jpg;12,50\n2;b.jpg;9,90\n', ';'],
    ['rows are short', 'id,image,a;b\n1,a.jpg\n2,x;b.jpg\n', ','],
    ['several images stand in a cell', 'id,image\n1,a.jpg;b.jpg;c.jpg\n2,d.jpg\n', ','],
    ['quoted cells hold others', '"id, or sku"|"image;file"\n1|"a,b;c.jpg"\n', '|'],
    ['a comment and blank rows stand first', '# a,b,c,d,e\n,,,,,\n\nid;image\n1;a.jpg\n', ';'],
    ['there is a single column', 'id\n1\n2\n', ','],
    [
      'text holds more commas than there are columns',
      'id|image|text\n1|a.jpg|a,b,c,d,e,f\n2|b.jpg|g,h,i\n',
      '|',
    ],
    ['Excel says it', 'sep=;\nid;image,x,y\n1;a,b,c\n', ';'],
    ['Excel says that it is a tab', 'sep=\t\nid\timage,x,y\n1\ta,b,c\n', '\t'],
  ])('when %s', async (_, text, delimiter) => {
    expect((await tableOf(text)).recognised.delimiter).toBe(delimiter);
  });

  test('unless it is given', async () => {
    const { header, recognised } = await tableOf('sep=;\nid;a,image\n1;x,a.jpg\n', { delimiter: ',' });
    expect(header).toEqual(['id;a', 'image']);
    expect(recognised.notes).toBeUndefined();
  });
});

describe('openTable refuses a file', () => {
  test.each([
    ['is empty', '', /"shop\.csv" as it is empty: its first line must name the columns$/],
    ['has blank lines only', '\r\n\n,,\n \n', /it is empty/],
    ['has comments only', '# a\n# b', /it is empty/],
    ['has a header only', 'id,image\n', /it has a header and no rows$/],
    ['has a header and blank lines', 'id,image\n\n,\n', /it has a header and no rows$/],
    ['has a header of commas', ','.repeat(1_000_000), /it is empty/],
    [
      'has no line breaks',
      'x,'.repeat(600_000),
      /its first line has more than 1,048,576 bytes\. Perhaps it is no table/,
    ],
    [
      'begins with a megabyte of blank lines',
      '\n'.repeat(1_100_000),
      /its first 1,048,576 bytes hold no header$/,
    ],
    [
      'has a quote that nothing closes in its header',
      'id,"image\n1,a.jpg\n',
      /its header cannot be read: The quote that opens a cell in line 1 /,
    ],
    [
      'names another delimiter',
      'sep=^\nid^image\n1^a.jpg\n',
      /its line sep= names "\^": it must be one of "," ";" "\\t" "\|"$/,
    ],
  ])('that %s', async (_, text, message) => {
    for (const chunk of [65_536, text.length || 1]) {
      const read = tableOf(text, { chunk });
      await expect(read).rejects.toThrow(TypeError);
      await expect(read).rejects.toThrow(message);
    }
  });

  test('that is one endless line, before it is read to its end', async () => {
    let given = 0;
    const endless = (async function* () {
      for (;;) {
        given += 1;
        yield new Uint8Array(65_536).fill(0x61);
      }
    })();
    await expect(openTable(endless, { source: null, preferred: ',' })).rejects.toThrow(
      /^Cannot read the catalogue as its first line has more/,
    );
    expect(given).toBe(17); // 1 MiB, and the chunk that is more
  });

  test('once its rows are read, when many blank lines follow the header', async () => {
    const text = `id,image\n${'\n'.repeat(1000)}`;
    const { rows } = await openTable(chunksOf(Buffer.from(text), 1), { source: 'x', preferred: ',' });
    await expect(collect(rows)).rejects.toThrow(/it has a header and no rows$/);
  });
});

describe('openTable', () => {
  const text = Buffer.from(`id,image\n${'1,a.jpg\n'.repeat(50_000)}`);

  test.each<[string, (rows: AsyncGenerator) => Promise<unknown>]>([
    ['before the first row', async () => undefined],
    ['after the first rows', (rows) => rows.next()],
  ])('closes the source when it is closed %s', async (_, read) => {
    let closed = false;
    const source = (async function* () {
      try {
        yield* chunksOf(text, 1000);
      } finally {
        closed = true;
      }
    })();
    const { rows } = await openTable(source, { source: null, preferred: ',' });
    await read(rows);
    expect(closed).toBe(false);
    await rows.return();
    expect(closed).toBe(true);
  });

  test("rejects with the source's failure and with the signal's reason", async () => {
    const failure = new Error('The disk is gone');
    const failing = (async function* () {
      yield* chunksOf(text, 100_000);
      throw failure;
    })();
    const { rows } = await openTable(failing, { source: null, preferred: ',' });
    await expect(collect(rows)).rejects.toBe(failure);

    const controller = new AbortController();
    const { signal } = controller;
    const opened = await openTable(chunksOf(text, 1000), { source: null, preferred: ',', signal });
    controller.abort(failure);
    await expect(collect(opened.rows)).rejects.toBe(failure);
    await expect(openTable(chunksOf(text, 1000), { source: null, preferred: ',', signal })).rejects.toBe(
      failure,
    );
  });
});
