import { describe, expect, test } from 'vitest';
import { readCatalogue } from '../../src/catalogue/read-catalogue.ts';
import { a, b, codes, entries, GBK, rowsOf, testFolder, writeFileIn } from './catalogue-files.ts';

const folder = testFolder();
const file = (name: string, content: string | Uint8Array) => writeFileIn(folder, name, content);
const csv = (content: string | Uint8Array) => rowsOf(file('catalogue.csv', content));

describe('readCatalogue of CSV', () => {
  test('gives each row its entry and its line', async () => {
    const path = file('two.csv', 'ProductId,Image\n1,a.jpg\n2,b.jpg\n');
    expect(await rowsOf(path)).toEqual([
      { place: { source: path, line: 2, lines: 1 }, entry: a, issues: [] },
      { place: { source: path, line: 3, lines: 1 }, entry: b, issues: [] },
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

  test('refuses a header of more than 10,000 columns', async () => {
    const wide = Array.from({ length: 10_001 }, (_, at) => `c${at}`).join(',');
    await expect(csv(`${wide}\n1\n`)).rejects.toThrow(
      /its first line has 10001 columns: at most 10000 are read/,
    );
  });

  test('refuses a row with a cell under no name at the end, which would be lost', async () => {
    const rows = await csv('id,file,,\n1,a.jpg,,\n2,b.jpg,,note\n');
    expect(codes(rows)).toEqual([[2], [3, 'CATALOGUE_CELLS']]);
    expect(rows[1]?.issues[0]?.message).toMatch(/names 2 columns, and cell 4 of the row is "note"/);
  });

  test('says once, in the report, that only DELETEs can be read when no column names images', async () => {
    const notes: (readonly string[] | undefined)[] = [];
    const path = file('deletes.csv', 'OperationType,id,Title\nDELETE,1,x\n');
    for await (const _ of readCatalogue(path, { onColumns: (report) => notes.push(report.notes) }));
    expect(notes).toEqual([
      [expect.stringMatching(/No column names images, so that only DELETEs can be read/)],
    ]);
  });

  test('reads on when a row has too many or too few cells, and names what it can', async () => {
    const rows = await csv('id,file\n1,a.jpg,more\n2\n   \n2,b.jpg\n');
    expect(codes(rows)).toEqual([[2, 'CATALOGUE_CELLS'], [3, 'CATALOGUE_IMAGE_MISSING'], [5]]);
    expect(rows[0]?.names).toEqual({ productId: '1', image: 'a.jpg', picName: undefined });
    expect(rows[2]?.entry).toEqual(b);
  });

  test('refuses the row of a quote that nothing closes, and reads on', async () => {
    const rows = await csv('id,file\n1,a.jpg\n2,"b.jpg\n3,c.jpg\n');
    expect(codes(rows)).toEqual([[2], [3, 'CATALOGUE_QUOTE'], [4]]);
    expect(rows[1]?.names?.productId).toBe('2');
  });

  test('refuses the row of which a used cell is no UTF-8, and reads on', async () => {
    const rows = await csv(Buffer.concat([Buffer.from('id,file\n1'), GBK, Buffer.from(',a.jpg\n2,b.jpg\n')]));
    expect(codes(rows)).toEqual([[2, 'CATALOGUE_ENCODING'], [3]]);
  });

  test.each([
    ['is empty', ''],
    ['has a header only', 'id,file\n'],
    ['has blank lines only', '\n\n'],
  ])('rejects with TypeError when the file %s', async (_, content) => {
    await expect(csv(content)).rejects.toThrow(/^Cannot read catalogue ".*catalogue\.csv" as it /);
  });
});
