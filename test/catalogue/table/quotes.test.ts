import { describe, expect, test } from 'vitest';
import { account, messages, tableOf } from './table-of.ts';

const HEADER = ['id', 'title', 'image', 'content'];

/** @param lines below the header, which takes line 1 */
const table = (delimiter: ',' | ';' | '\t' | '|', lines: readonly string[]) =>
  tableOf(`${[HEADER.join(delimiter), ...lines].join('\n')}\n`, { preferred: delimiter });

const rowsOf = async (delimiter: ',' | ';' | '\t' | '|', lines: readonly string[]) =>
  account((await table(delimiter, lines)).rows).slice(1);

describe('a quote between commas', () => {
  test.each<[string, string[], string[]]>([
    ['stands around a cell', ['"1","a, b","c.jpg","x"'], ['2 1|a, b|c.jpg|x']],
    ['is doubled inside a quoted cell', ['1,"24"" lamp",c.jpg,""""'], ['2 1|24" lamp|c.jpg|"']],
    ['has blanks before or behind it', ['1, "a, b" ,\t"c.jpg"\t, x'], ['2 1|a, b|c.jpg| x']],
    ['stands inside a cell', ['1,24" lamp,c.jpg,5"'], ['2 1|24" lamp|c.jpg|5"']],
    ['stands around a part of a cell', ['1,"O" ring,c.jpg,""x""'], ['2 1|"O" ring|c.jpg|""x""']],
    ['is typographic', ['1,“a”,c.jpg,x'], ['2 1|“a”|c.jpg|x']],
    [
      'opens a cell of several lines',
      ['1,"a', 'b",c.jpg,x', '2,,d.jpg,'],
      ['2-3 1|a\nb|c.jpg|x', '4 2||d.jpg|'],
    ],
    [
      'opens a cell again where it has closed one',
      ['1,"a', 'b","c.jpg', '",x', '2,,d.jpg,'],
      ['2-4 1|a\nb|c.jpg\n|x', '5 2||d.jpg|'],
    ],
    [
      'is closed by a later inch sign, so that rows may be lost',
      ['1,"chair,a.jpg,x', '2,plain,b.jpg,y', '3,24",c.jpg,z', '4,,d.jpg,'],
      ['2-4 1|chair,a.jpg,x\n2,plain,b.jpg,y\n3,24|c.jpg|z CATALOGUE_QUOTE_SPANS_ROWS', '5 4||d.jpg|'],
    ],
    [
      'is never closed',
      ['1,"chair,a.jpg,x', '2,plain,b.jpg,y', '3,lamp,c.jpg,z'],
      ['2 CATALOGUE_QUOTE', '3 2|plain|b.jpg|y', '4 3|lamp|c.jpg|z'],
    ],
    [
      'is never closed, and the cell had several lines',
      ['1,"chair', 'of oak', '', 'and ash', '2,plain,b.jpg,y'],
      ['2-5 CATALOGUE_QUOTE', '6 2|plain|b.jpg|y'],
    ],
    [
      'is followed by text where it is closed in a later line',
      ['1,"chair,a.jpg,x', '2,24" lamp,b.jpg,y', '3,lamp,c.jpg,z'],
      ['2 CATALOGUE_QUOTE', '3 2|24" lamp|b.jpg|y', '4 3|lamp|c.jpg|z'],
    ],
    [
      'is followed by text after a delimiter: one cell or two',
      ['1,"chair, "red",a.jpg,x', '2,plain,b.jpg,y'],
      ['2 CATALOGUE_QUOTE', '3 2|plain|b.jpg|y'],
    ],
    [
      'is closed where the row has more cells than the header, and its lines are rows',
      ['1,"chair,a.jpg,x', '2,b,24",c.jpg,y,z', '3,lamp,c.jpg,z'],
      ['2-3 CATALOGUE_QUOTE', '4 3|lamp|c.jpg|z'],
    ],
    [
      'is not closed in several rows',
      ['1,"chair,a.jpg,x', '2,"plain,b.jpg,y', '3,"lamp,c.jpg,z'],
      ['2 CATALOGUE_QUOTE', '3 CATALOGUE_QUOTE', '4 CATALOGUE_QUOTE'],
    ],
    [
      'is not closed and no row is as long as the header',
      ['1,a,a.jpg', '2,"b,b.jpg', '3,c,c.jpg', '4,d,d.jpg'],
      ['2 1|a|a.jpg', '3 CATALOGUE_QUOTE', '4 3|c|c.jpg', '5 4|d|d.jpg'],
    ],
    [
      'has a backslash before it',
      ['1,"5\\" screen, black",a.jpg,x', '2,plain,b.jpg,"say \\"hi\\""'],
      ['2 CATALOGUE_QUOTE', '3 CATALOGUE_QUOTE'],
    ],
    ['closes a cell that ends with a backslash', ['1,"C:\\",a.jpg,x'], ['2 1|C:\\|a.jpg|x']],
  ])('%s', async (_, lines, expected) => {
    expect(await rowsOf(',', lines)).toEqual(expected);
    const semicolons = lines.map((line) => line.replaceAll(',', ';'));
    expect(await rowsOf(';', semicolons)).toEqual(expected.map((row) => row.replaceAll(',', ';')));
  });

  test('is told with its line, the lines it takes and the remedy', async () => {
    const lines = ['1,"chair,a.jpg,x', '2,plain,b.jpg,y', '3,24" lamp,c.jpg,z'];
    expect(messages((await table(',', lines)).rows)).toEqual([
      'The quote that opens a cell in line 2 cannot be read: the cell would take 3 lines, 2 to 4, but text follows the quote that closes it in line 4. Inside a quoted cell write "" for a quote, or take the quote out',
    ]);
    const closed = [...lines.slice(0, 2), '3,24",c.jpg,z'];
    expect(messages((await table(',', closed)).rows)).toEqual([
      'The quote that opens a cell in line 2 makes one row of 3 lines, 2 to 4, though line 2 has as many cells as the header by itself. If rows are lost in it: inside a quoted cell write "" for a quote, or take the quote out',
    ]);
    expect(messages((await table(',', ['1,"chair,a.jpg,x', '2,b,c,d'])).rows)[0]).toMatch(
      /in line 2 cannot be read: the cell would take 2 lines, 2 to 3, but no quote closes it up to the end/,
    );
    expect(messages((await table(',', ['1,"5\\" screen",a.jpg,x'])).rows)).toEqual([
      'A quoted cell in line 2 holds \\" for a quote, which a table writes as "": replace \\" by "" in the file',
    ]);
  });

  test('leaves the cells of a refused row to name the product', async () => {
    const { rows } = await table(',', ['1,"chair,a.jpg,x', '2,plain,b.jpg,y']);
    expect(rows[1]?.cells?.slice(0, 1)).toEqual(['1']);
  });

  test('is closed within a megabyte or not at all', async () => {
    const inside = Array.from({ length: 20_000 }, (_, at) => `line ${at} of a text without any end to it`);
    const { rows } = await table(',', ['1,"a', ...inside, ...inside, 'b",c.jpg,x', '2,,d.jpg,']);
    expect(account(rows).slice(1)).toEqual(['2-40003 CATALOGUE_QUOTE', '40004 2||d.jpg|']);
    expect(messages(rows)[0]).toMatch(/no quote closes it within 1,048,576 bytes/);
    const half = await table(',', ['1,"a', ...inside, 'b",c.jpg,x', '2,,d.jpg,']);
    expect(half.rows.map(({ place }) => place.lines)).toEqual([1, 20_002, 1]);
  });
});

describe('a quote between tabs', () => {
  test.each<[string, string[], string[]]>([
    ['stands around a cell', ['"1"\t"a\tb"\tc.jpg\t""""'], ['2 1|a\tb|c.jpg|"']],
    ['opens a cell', ['1\t"chair\ta.jpg\tx', '2\t\tb.jpg\t'], ['2 1|"chair|a.jpg|x', '3 2||b.jpg|']],
    ['stands around a part of a cell', ['1\t"O" ring\ta.jpg\tx'], ['2 1|"O" ring|a.jpg|x']],
    [
      'is closed in a later row',
      ['1\t"chair\ta.jpg\tx', '2\tplain\tb.jpg\ty', '3\t24"\tc.jpg\tz'],
      ['2 1|"chair|a.jpg|x', '3 2|plain|b.jpg|y', '4 3|24"|c.jpg|z'],
    ],
    [
      'is closed in a later row, and one between is short',
      ['1\t"chair\ta.jpg\tx', '2\tplain', '3\t24"\tc.jpg\tz'],
      ['2 1|"chair|a.jpg|x', '3 2|plain', '4 3|24"|c.jpg|z'],
    ],
    [
      'opens a cell of several lines, as Excel writes it',
      ['1\t"a', 'b"\tc.jpg\tx', '2\t\td.jpg\t'],
      ['2-3 1|a\nb|c.jpg|x', '4 2||d.jpg|'],
    ],
    [
      'opens a last cell of several lines',
      ['1\ta\tb.jpg\t"x', 'y"', '2\t\td.jpg\t'],
      ['2-3 1|a|b.jpg|x\ny CATALOGUE_QUOTE_SPANS_ROWS', '4 2||d.jpg|'],
    ],
    [
      'is not closed in several rows',
      ['1\t"chair\ta.jpg\tx', '2\t"lamp\tb.jpg\ty'],
      ['2 1|"chair|a.jpg|x', '3 2|"lamp|b.jpg|y'],
    ],
    ['has a backslash before it', ['1\t"5\\" screen"\ta.jpg\tx'], ['2 CATALOGUE_QUOTE']],
  ])('%s', async (_, lines, expected) => {
    expect(await rowsOf('\t', lines)).toEqual(expected);
  });
});

describe('quotes of hostile files are read in linear time', () => {
  // Read anew from each line to the end of a megabyte they would take an hour.
  test.each<[string, string, number]>([
    ['open a cell in every line', '1,2,3,"', 60_000],
    ['close a cell and open one in every line', 'a",b,c,"d', 60_000],
    ['close a cell in each line and open one as text', `${'x,'.repeat(3)}x",",y`, 60_000],
    ['are doubled all the way', `1,2,3,"${'""'.repeat(500)}`, 2_000],
    ['are doubled in lines by the thousand', '1,2,3,""', 60_000],
    ['have backslashes before them', `1,2,3,${'"\\"a,'.repeat(100_000)}`, 3],
    ['stand before text again and again', `1,2,3,${'"a"b '.repeat(100_000)}`, 3],
    ['have blanks behind them', `1,2,3,${'" '.repeat(300_000)}`, 3],
  ])('when they %s', async (_, line, count) => {
    for (const preferred of [',', '\t'] as const) {
      const text = `a,b,c,d\n1,2,3,"x\n${`${line}\n`.repeat(count)}`.replaceAll(',', preferred);
      const { rows } = await tableOf(text, { preferred, delimiter: preferred, chunk: 65_536 });
      expect(rows.reduce((sum, { place }) => sum + place.lines, 0)).toBe(count + 2);
    }
  });
});
