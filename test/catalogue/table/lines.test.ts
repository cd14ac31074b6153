import { describe, expect, test } from 'vitest';
import { account, messages, tableOf } from './table-of.ts';

const accountOf = async (text: string | Uint8Array) => account((await tableOf(text)).rows);

describe('lines of a table', () => {
  test.each([
    ['LF', 'id,image\n1,a.jpg\n2,b.jpg\n'],
    ['CRLF', 'id,image\r\n1,a.jpg\r\n2,b.jpg\r\n'],
    ['CR', 'id,image\r1,a.jpg\r2,b.jpg\r'],
    ['all of them', 'id,image\r1,a.jpg\r\n2,b.jpg\n'],
    ['the others in another order', 'id,image\n1,a.jpg\r2,b.jpg\r\n'],
    ['nothing after the last row', 'id,image\n1,a.jpg\n2,b.jpg'],
  ])('end with %s, at any chunking', async (_, text) => {
    for (const chunk of [1, 2, 3, 5, 8, 13, text.length]) {
      const { rows } = await tableOf(text, { chunk });
      expect(account(rows)).toEqual(['1 header', '2 1|a.jpg', '3 2|b.jpg']);
    }
  });

  test('keep the line ends that stand in quoted cells', async () => {
    const { rows } = await tableOf('id,image,content\r\n1,a.jpg,"x\r\ny\rz\n"\r\n2,b.jpg,\r\n', { chunk: 1 });
    expect(rows[1]?.cells).toEqual(['1', 'a.jpg', 'x\r\ny\rz\n']);
    expect(rows.map(({ place }) => [place.line, place.lines])).toEqual([
      [1, 1],
      [2, 4],
      [6, 1],
    ]);
  });

  test.each<[string, string, string[]]>([
    ['blank', 'id,image\n\n1,a.jpg\n \t\n\n', ['1 header', '2 empty', '3 1|a.jpg', '4 empty', '5 empty']],
    [
      'rows of blank cells',
      'id,image\n,\n1,a.jpg\n" ",""\n\u00A0,\n',
      ['1 header', '2 empty', '3 1|a.jpg', '4 empty', '5 empty'],
    ],
    [
      'comments before the header',
      '# shop "42\n#a,b\nid,image\n1,a.jpg\n#2,b.jpg\n',
      ['1 comment', '2 comment', '3 header', '4 1|a.jpg', '5 #2|b.jpg'],
    ],
    ['blank before the header', '\n,,\nid,image\n1,a.jpg\n', ['1 empty', '2 empty', '3 header', '4 1|a.jpg']],
    ['a line sep=', 'sep=,\r\nid,image\r\n1,a.jpg\r\n', ['1 separatorLine', '2 header', '3 1|a.jpg']],
    [
      'a quoted line sep= behind a byte order mark',
      '\uFEFF"sep=,"\nid,image\n1,a.jpg\n',
      ['1 separatorLine', '2 header', '3 1|a.jpg'],
    ],
    ['NULs', `id,image\n1,a.jpg\n${'\0'.repeat(100)}`, ['1 header', '2 1|a.jpg', '3 empty']],
  ])('are passed over and counted when they are %s', async (_, text, expected) => {
    expect(await accountOf(text)).toEqual(expected);
  });

  test('are the header when they begin with a column that is named #', async () => {
    expect(await accountOf('#,id\n1,2\n')).toEqual(['1 header', '2 1|2']);
  });

  test('count when they are longer than a megabyte, and reading goes on behind them', async () => {
    const long = `2,${'x'.repeat(1_048_575)}`;
    const text = `id,image\n1,a.jpg\n${long}\n3,"c\n${long}\nd"\n4,d.jpg\n`;
    for (const chunk of [65_536, text.length]) {
      const { rows } = await tableOf(text, { chunk });
      expect(account(rows)).toEqual([
        '1 header',
        '2 1|a.jpg',
        '3 CATALOGUE_UNREADABLE',
        '4-6 CATALOGUE_QUOTE',
        '7 4|d.jpg',
      ]);
      expect(messages(rows)[0]).toBe(
        'The line has 1,048,577 bytes: at most 1,048,576 are read. Perhaps line breaks are missing',
      );
    }
    expect(await accountOf(`id,image\n${long.slice(0, -1)}\n`)).toHaveLength(2);
  });
});

describe('cells of a row', () => {
  const HEADER = 'id,image,content';

  test.each<[string, string, string]>([
    ['fewer than the header: as they are', '1,a.jpg', '2 1|a.jpg'],
    ['more, which are blank: left out', '1,a.jpg,x,, \t,', '2 1|a.jpg|x'],
    ['more, which are filled: refused', '1,a.jpg,x,,y', '2 CATALOGUE_CELLS'],
    ['blanks around them: kept', ' 1 ,a.jpg , x', '2  1 |a.jpg | x'],
  ])('are %s', async (_, row, expected) => {
    expect((await accountOf(`${HEADER}\n${row}\n2,b.jpg,y\n`)).slice(1)).toEqual([expected, '3 2|b.jpg|y']);
  });

  test('are told when they are too many', async () => {
    const { rows } = await tableOf(`${HEADER}\n1,a.jpg,red, green\n`);
    expect(messages(rows)).toEqual([
      'The header names 3 columns, and cell 4 of the row is " green". Put quotes around a cell that holds a separator, or give the column a name',
    ]);
  });

  test('count by the header without its empty names at the end', async () => {
    const text = 'id,image,,\n1,"a.jpg\n2,b.jpg,,\n3,c.jpg\n4,d.jpg,,note\n';
    expect(await accountOf(text)).toEqual([
      '1 header',
      '2 CATALOGUE_QUOTE',
      '3 2|b.jpg||',
      '4 3|c.jpg',
      '5 CATALOGUE_CELLS', // the note would be lost
    ]);
  });

  test('that are no UTF-8 are named, others of the row are read', async () => {
    const gbk = Buffer.from([0xc9, 0xcc]);
    const text = Buffer.concat([Buffer.from('id,image,"x\n'), gbk, Buffer.from('"\n1,商.jpg,'), gbk]);
    for (const chunk of [1, 2, 3, text.length]) {
      const { rows, header } = await tableOf(Buffer.concat([text, Buffer.from('\n2,\uFFFD,"a\nb"\n')]), {
        chunk,
      });
      expect(header?.[2]).toMatch(/^x\n\uFFFD+$/);
      expect(rows[1]).toMatchObject({
        cells: ['1', '商.jpg', expect.any(String)],
        badCells: [2],
        issues: [],
      });
      expect(rows[2]).toMatchObject({ cells: ['2', '\uFFFD', 'a\nb'], badCells: undefined });
    }
  });
});
