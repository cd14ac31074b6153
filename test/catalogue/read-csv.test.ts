import { describe, expect, test } from 'vitest';
import { a, b, codes, entries, GBK, messages, rowsOf, testFolder, writeFileIn } from './catalogue-files.ts';

const folder = testFolder();
const file = (name: string, content: string | Uint8Array) => writeFileIn(folder, name, content);
const csv = (content: string | Uint8Array) => rowsOf(file('catalogue.csv', content));

describe('readCatalogue of CSV', () => {
  test('gives each row its entry and its line', async () => {
    const path = file('two.csv', 'ProductId,Image\n1,a.jpg\n2,b.jpg\n');
    expect(await rowsOf(path)).toEqual([
      { place: { source: path, line: 2 }, entry: a, issues: [] },
      { place: { source: path, line: 3 }, entry: b, issues: [] },
    ]);
  });

  test.each([
    ['lines end with CRLF', 'id,file\r\n1,a.jpg\r\n2,b.jpg\r\n'],
    ['lines end with CR', 'id,file\r1,a.jpg\r2,b.jpg\r'],
    ['line ends are mixed', 'id,file\r\n1,a.jpg\n2,b.jpg\r\n'],
    ['line ends are mixed the other way round', 'id,file\n1,a.jpg\r\n2,b.jpg'],
    ['the last line has no end', 'id,file\n1,a.jpg\n2,b.jpg'],
    ['a byte order mark stands first', '\uFEFFid,file\n1,a.jpg\n2,b.jpg\n'],
    ['a byte order mark stands before a quote', '\uFEFF"Price, net",id,file\n9,1,a.jpg\n9,2,b.jpg\n'],
    ['cells are quoted', '"id","file"\n"1","a.jpg"\n"2","b.jpg"\n'],
    ['other columns stand between', 'Price,id,Brand,file\n9.90,1,"A, B",a.jpg\n,2,,b.jpg\n'],
    ['cells of other columns are empty', 'id,file,IntAttr,StrAttr,Crop,Region\n1,a.jpg,,,,\n2,b.jpg,,,,\n'],
  ])('gives the same entries when %s', async (_, content) => {
    const rows = await csv(content);
    expect(entries(rows)).toEqual([a, b]);
    expect(rows.map(({ place }) => place.line)).toEqual([2, 3]);
  });

  test('gives the same entries when a TSV file has commas in its cells', async () => {
    const rows = await rowsOf(file('catalogue.TSV', 'id\tfile\tcontent\n1\ta.jpg\tx, y\n'));
    expect(entries(rows)).toEqual([{ ...a, customContent: 'x, y' }]);
  });

  test('gives the line on which a record begins when cells hold line ends', async () => {
    const rows = await csv('id,file,content\r\n1,a.jpg,"x\r\ny\r\n"\r\n\r\n2,b.jpg,"\n"\r\n3,c.jpg,z\r\n');
    // record 1 takes lines 2 to 4, line 5 is empty, record 2 takes 6 and 7
    expect(rows.map(({ place }) => place.line)).toEqual([2, 6, 8]);
    expect(rows[0]?.entry?.customContent).toBe('x\r\ny\r\n');
  });

  test('gives the line on which a record begins when the header has line ends too', async () => {
    const rows = await csv('id,file,"a\r\nb"\r\n1,a.jpg,z\r\n');
    expect(rows.map(({ place }) => place.line)).toEqual([3]);
  });

  test('keeps quotes, commas, CJK text and emoji of a cell', async () => {
    const rows = await csv('id,file,content\n"商品""1""","图片/正,面.jpg","说 ""好"" 😀"\n');
    expect(entries(rows)).toEqual([
      { productId: '商品"1"', image: '图片/正,面.jpg', customContent: '说 "好" 😀' },
    ]);
  });

  test('makes values of every type of the cells', async () => {
    const rows = await csv(
      'operation,id,image,picName,category,content,intAttr,intAttr2,intAttr3,intAttr4,strAttr,strAttr2,strAttr3,strAttr4,crop,region\n' +
        'add,007,a.jpg,b.jpg,0,k:v,+1,-2, 3 ,0,1,x,y,z,FALSE,"20,40,60,80"\n',
    );
    expect(entries(rows)).toEqual([
      {
        operationType: 'ADD',
        productId: '007',
        image: 'a.jpg',
        picName: 'b.jpg',
        categoryId: 0,
        customContent: 'k:v',
        intAttr: 1,
        intAttr2: -2,
        intAttr3: 3,
        intAttr4: 0,
        strAttr: '1',
        strAttr2: 'x',
        strAttr3: 'y',
        strAttr4: 'z',
        crop: false,
        region: '20,40,60,80',
      },
    ]);
  });

  test.each([
    ['Crop', 'yes', 'crop', 'Crop is "yes": it must be true or false'],
    ['Crop', 'constructor', 'crop', 'Crop is "constructor": it must be true or false'],
    ['IntAttr', '1.5', 'intAttr', 'IntAttr is "1.5": it must be an integer'],
    ['IntAttr', '0x10', 'intAttr', 'IntAttr is "0x10": it must be an integer'],
    ['IntAttr', '1e3', 'intAttr', 'IntAttr is "1e3": it must be an integer'],
    ['cat_id', 'Tops', 'categoryId', 'cat_id is "Tops": it must be an integer'],
    ['cat_id', '9007199254740993', 'categoryId', 'cat_id is "9007199254740993": it must be an integer'],
    ['StrAttr2', '\uFFFD', 'strAttr2', 'StrAttr2 is "\uFFFD": it must be text in UTF-8'],
  ])('says so when %s is %j', async (column, value, name, message) => {
    expect((await csv(`id,file,${column}\n1,a.jpg,${value}\n`))[0]).toMatchObject({
      entry: undefined,
      issues: [{ code: 'CATALOGUE_VALUE', severity: 'error', path: [name], message }],
    });
  });

  test('tells everything that is wrong with a row', async () => {
    expect(codes(await csv('id,file,Crop,IntAttr\n,,yes,x\n'))).toEqual([
      [2, 'CATALOGUE_VALUE', 'CATALOGUE_VALUE', 'CATALOGUE_PRODUCT_ID_MISSING', 'CATALOGUE_IMAGE_MISSING'],
    ]);
  });

  test('reads on when a row has too many or too few cells', async () => {
    const rows = await csv('id,file\n1,a.jpg,more\n2\n   \n2,b.jpg\n');
    expect(codes(rows)).toEqual([
      [2, 'CATALOGUE_UNREADABLE'],
      [3, 'CATALOGUE_UNREADABLE'],
      [4, 'CATALOGUE_UNREADABLE'],
      [5],
    ]);
    expect(messages(rows)[0]).toBe('The row has 3 cells: the header has 2');
    expect(rows[3]?.entry).toEqual(b);
  });

  test('takes a stray quote for text and reads on', async () => {
    expect(entries(await csv('id,file,content\n1,a.jpg,5" wide\n2,b.jpg,"old" shoe\n3,c.jpg,\n'))).toEqual([
      { ...a, customContent: '5" wide' },
      { ...b, customContent: '"old" shoe' },
      { productId: '3', image: 'c.jpg' },
    ]);
  });

  test.each([
    ['at the end of the file', 3],
    ['and a megabyte follows', 200_000],
  ])(
    'gives what stands before and one row with the place when a quote is not closed %s',
    async (_, count) => {
      const rows = await csv(`id,file\n1,a.jpg\n2,"b.jpg\n${'3,c.jpg\n'.repeat(count)}`);
      expect(codes(rows)).toEqual([[2], [3, 'CATALOGUE_UNREADABLE']]);
      expect(messages(rows)[0]).toMatch(
        /^From here on the file cannot be read as CSV, perhaps as a quote is never closed: /,
      );
    },
  );

  test('gives everything that stands before an endless cell when that is far into the file', async () => {
    const count = 20_000; // some chunks of a file stream
    const rows = await csv(`id,file\n${'1,a.jpg\n'.repeat(count)}2,${'x'.repeat(2_000_000)}\n3,c.jpg\n`);
    expect(rows).toHaveLength(count + 1);
    expect(rows.slice(0, count).every(({ entry }) => entry?.image === 'a.jpg')).toBe(true);
    expect(codes(rows.slice(count))).toEqual([[count + 2, 'CATALOGUE_UNREADABLE']]);
  });

  test('says what to do when the file is GBK', async () => {
    const rows = await csv(Buffer.concat([Buffer.from('id,file\n1'), GBK, Buffer.from(',a.jpg\n2,b.jpg\n')]));
    expect(codes(rows)).toEqual([[2, 'CATALOGUE_VALUE'], [3]]);
    expect(messages(rows)[0]).toMatch(/^id is "1\uFFFD+.*": it must be text in UTF-8$/);
  });

  test.each([
    ['is empty', ''],
    ['has a header only', 'id,file\n'],
    ['has blank lines only', '\n\n'],
  ])('gives no row when the file %s', async (_, content) => {
    expect(await csv(content)).toEqual([]);
  });
});
