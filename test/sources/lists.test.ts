import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { filterObjects } from '../../src/shared/objects/filter-objects.ts';
import type { ListedObject } from '../../src/shared/objects/object-store.ts';
import { InventorySource } from '../../src/sources/inventory/inventory-source.ts';
import type { UrlListIssue } from '../../src/sources/urls/url-list-entries.ts';
import { UrlListSource } from '../../src/sources/urls/url-list-source.ts';
import { FolderStore } from '../../src/storage/folder-store.ts';
import { failureOf } from '../support/failure.ts';
import { all } from '../support/items.ts';
import fc from '../support/properties.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

let lists = 0;
function listOf(text: string | Uint8Array) {
  const path = join(folder.path, `${lists++}.txt`);
  writeFileSync(path, text);
  const issues: UrlListIssue[] = [];
  return { source: new UrlListSource(path, { onIssue: (issue) => void issues.push(issue) }), issues };
}

describe('UrlListSource', () => {
  it.each([
    ['URLs', 'https://h/b/2%20x.jpg?v=1\nhttps://h/a/1.jpg\n', ['a/1.jpg', 'b/2 x.jpg']],
    [
      'prefixes and paths, as for ossimport',
      'http://h/aa/\tbb.jpg\nhttp://h/   c c/d.jpg',
      ['bb.jpg', 'c c/d.jpg'],
    ],
    [
      'a table with keys',
      '\ufeffkey,url\r\n"x,1.jpg",https://h/1\r\n,https://h/2.jpg\r\n',
      ['2.jpg', 'x,1.jpg'],
    ],
  ])('gives the keys of %s in their order', async (_, text, keys) => {
    const { source, issues } = listOf(text);
    expect((await all(source.list(''))).map(({ key }) => key)).toEqual(keys);
    expect(issues).toEqual([]);
  });

  it('counts every line, and tells what it refuses and renames', async () => {
    const { source, issues } = listOf(
      'https://h/1.jpg\n\nhttps://h/1.jpg\nhttps://other/1.jpg\nftp://h/2.jpg\nhttps://h/\n',
    );
    expect(await source.summary()).toEqual({
      lines: 6,
      urls: 2,
      repeated: 1,
      refused: 2,
      passedOver: 1,
      renamed: 1,
    });
    expect(issues.map(({ code, path }) => [code, ...path])).toEqual([
      ['URL_LIST_KEY_TAKEN', 4],
      ['URL_LIST_LINE_REFUSED', 5],
      ['URL_LIST_LINE_REFUSED', 6],
    ]);
    const keys = (await all(source.list(''))).map(({ key }) => key);
    expect(keys).toEqual([expect.stringMatching(/^1-[\da-f]{12}\.jpg$/), '1.jpg']);
  });

  it.each([
    ['is no list of URLs', 'name,price\n', 'a column url'],
    ['is UTF-16', Buffer.from('\ufeffhttps://h/1.jpg\n', 'utf16le'), 'save it as UTF-8'],
  ])('rejects with LISTING_UNREADABLE for a file that %s', async (_, text, why) => {
    const failure = await failureOf(all(listOf(text).source.list('')));
    expect(failure.code).toBe('LISTING_UNREADABLE');
    expect(failure.message).toContain(why);
  });

  it('refuses a line that is not UTF-8, whose URL would be another one', async () => {
    const gbk = Buffer.from([0xc0, 0xed]);
    const text = Buffer.concat([Buffer.from('https://h/1.jpg\nhttps://h/'), gbk, Buffer.from('.jpg\n')]);
    const { source, issues } = listOf(text);
    expect((await all(source.list(''))).map(({ key }) => key)).toEqual(['1.jpg']);
    expect(issues).toMatchObject([{ code: 'URL_LIST_LINE_REFUSED', path: [2] }]);
    expect(issues[0]?.message).toContain('save the list as UTF-8');
  });

  it('refuses a URL that ends with a slash, which no upload would send', async () => {
    const { source, issues } = listOf('https://h/a/\nhttps://h/1.jpg\n');
    expect((await all(source.list(''))).map(({ key }) => key)).toEqual(['1.jpg']);
    expect(issues).toMatchObject([{ code: 'URL_LIST_LINE_REFUSED', path: [1] }]);
  });

  it('keeps every URL when the key with a digest is that of another one, too', async () => {
    const digest = createHash('sha256').update('https://h/3.jpg').digest('hex').slice(0, 12);
    const { source } = listOf(
      `url,key\nhttps://h/1.jpg,a-${digest}.jpg\nhttps://h/2.jpg,a.jpg\nhttps://h/3.jpg,a.jpg\n`,
    );
    const urls = [...(await source.urls()).values()].toSorted();
    expect(urls).toEqual(['https://h/1.jpg', 'https://h/2.jpg', 'https://h/3.jpg']);
  });

  it('refuses a private address unless it is allowed', async () => {
    const { source } = listOf('http://127.0.0.1:9/1.jpg');
    expect((await failureOf(source.read('1.jpg', { offset: 0, length: 1 }))).code).toBe(
      'HTTP_ADDRESS_REFUSED',
    );
  });
});

describe('InventorySource', () => {
  const SCHEMA = 'Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, LastModifiedDate, ETag';
  const ROWS = [
    '"shop","b%2F%E5%9B%BE%2B1.jpg","v1","true","false","12","1642994594","E1"',
    '"shop","a.jpg","","","","5","2022-01-24T03:23:14.000Z","E2"',
    '"shop","a.jpg","v0","false","false","4","","E3"',
    '"shop","gone.jpg","v2","true","true","","",""',
  ];
  async function inventory(
    change: (file: { key: string; size: number; MD5checksum: string }) => object = (file) => file,
  ) {
    const reports = new FolderStore(join(folder.path, `reports-${lists++}`));
    const gzip = gzipSync(`${ROWS.join('\n')}\n`);
    await reports.put('data/1.csv.gz', gzip);
    const MD5checksum = createHash('md5').update(gzip).digest('hex').toUpperCase();
    const files = [change({ key: 'data/1.csv.gz', size: gzip.length, MD5checksum })];
    const manifest = { sourceBucket: 'shop', fileFormat: 'CSV', fileSchema: SCHEMA, files };
    await reports.put('manifest.json', Buffer.from(JSON.stringify(manifest)));
    return new InventorySource(reports, 'manifest.json');
  }

  it('lists the current objects of every file, by the columns of the schema', async () => {
    const source = await inventory();
    const modified = new Date('2022-01-24T03:23:14.000Z');
    expect(await all(source.list(''))).toEqual([
      { key: 'b/图+1.jpg', bytes: 12, etag: 'E1', modified },
      { key: 'a.jpg', bytes: 5, etag: 'E2', modified },
    ]);
    expect(source.summary).toEqual({ rows: 4, listed: 2, otherPrefix: 0, otherVersions: 2 });
    expect((await all(source.list('b/'))).map(({ key }) => key)).toEqual(['b/图+1.jpg']);
  });

  it.each([
    ['an MD5 that differs', { MD5checksum: '0'.repeat(32) }],
    ['a size that differs', { size: 10 }],
    ['no MD5', { MD5checksum: undefined }],
    ['a file that is missing', { key: 'data/none.csv.gz' }],
  ])('rejects with LISTING_UNREADABLE for %s', async (_, change) => {
    const source = await inventory((file) => ({ ...file, ...change }));
    const failure = await failureOf(all(source.list('')));
    expect(failure.code).toBe('LISTING_UNREADABLE');
    expect(failure.message).toMatch(/have the inventory made again$|must have key, size and MD5checksum/);
    expect(source.summary).toBeUndefined();
  });

  it('rejects with LISTING_UNREADABLE for an inventory of another bucket than is read', async () => {
    const source = await inventory();
    const other = Object.assign(new FolderStore(folder.path), { bucket: 'other' });
    const reports = new InventorySource(
      new FolderStore(join(folder.path, `reports-${lists - 1}`)),
      'manifest.json',
      {
        of: other,
      },
    );
    expect(await all(source.list(''))).toHaveLength(2);
    expect((await failureOf(all(reports.list('')))).message).toContain('"shop", and not "other"');
  });
});

describe('filterObjects', () => {
  const day = (n: number) => new Date(Date.UTC(2026, 10, n));
  async function* objects(): AsyncGenerator<ListedObject, void, void> {
    yield { key: 'a/1.jpg', bytes: 10, modified: day(1) };
    yield { key: 'a/2.png', bytes: 20, modified: day(2) };
    yield { key: 'b/3.jpg', bytes: 30, modified: day(3) };
    yield { key: 'b/4.txt', bytes: undefined };
  }

  it.each([
    [{}, ['a/1.jpg', 'a/2.png', 'b/3.jpg', 'b/4.txt'], {}],
    [{ since: day(2) }, ['a/2.png', 'b/3.jpg', 'b/4.txt'], { tooOld: 1 }],
    [{ minBytes: 15, maxBytes: 25 }, ['a/2.png', 'b/4.txt'], { tooSmall: 1, tooLarge: 1 }],
    [
      { include: ['*.{jpg,png}'], exclude: ['b/**'] },
      ['a/1.jpg', 'a/2.png'],
      { notIncluded: 1, excluded: 1 },
    ],
  ])('takes by %o, and counts what it leaves out', async (filter, keys, leftOut) => {
    const filtered = filterObjects(objects(), filter);
    expect((await all(filtered)).map(({ key }) => key)).toEqual(keys);
    expect(filtered.summary).toMatchObject({ listed: 4, taken: keys.length, ...leftOut });
  });

  it('loses nothing, whatever the sizes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(50)), fc.nat(50), fc.nat(50), async (sizes, least, more) => {
        async function* listed() {
          for (const bytes of sizes) yield { key: `${bytes}`, bytes };
        }
        const filtered = filterObjects(listed(), { minBytes: least, maxBytes: least + more });
        const taken = (await all(filtered)).map(({ bytes }) => bytes);
        expect(taken).toEqual(sizes.filter((bytes) => bytes >= least && bytes <= least + more));
        expect(filtered.summary.listed).toBe(sizes.length);
      }),
    );
  });

  it.each([{ since: new Date('x') }, { include: 'a' }, { exlude: ['a'] }])(
    'throws a TypeError for %o',
    (filter) => {
      expect(() => filterObjects(objects(), filter as never)).toThrow(TypeError);
    },
  );
});
