import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { CatalogueEntry, CatalogueOptions, CatalogueSource, EntryOutcome } from '../../src/index.ts';
import { GBK } from '../catalogue/catalogue-files.ts';
import { makeWorkbook, textRow } from '../catalogue/workbook/make-workbook.ts';
import { importAndCollect, into, quickEmulator } from './import-test-bed.ts';

let folder: string;
let images: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'refused-rows-'));
  images = join(folder, 'images');
  await mkdir(images);
  for (const [at, name] of ['a.png', 'b.png', 'c.png'].entries())
    await writeFile(join(images, name), await makeImage({ format: 'png', width: 200 + at, height: 300 }));
});
afterAll(() => rm(folder, { recursive: true }));

const file = async (name: string, content: string | Uint8Array): Promise<string> => {
  const path = join(folder, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, content);
  return path;
};

const BAD = 'nowhere.png';
const MENDED = 'b.png';

/** A row whose image is there, one whose image is not, and one that cannot be read. */
const objects = [
  { productId: 'P1', image: 'a.png', customContent: 'k:1' },
  { productId: 'P2', image: BAD, customContent: 'k:2' },
  { productId: 'P3', image: '', customContent: 'k:3' },
];
const line = (value: object) => `${JSON.stringify(value)}\n`;
const meta = (productId: string, picName: string) =>
  line({ OperationType: 'ADD', ProductId: productId, PicName: picName, CustomContent: 'k:v' });

const CATALOGUES: readonly [
  string,
  () => CatalogueSource | Promise<CatalogueSource>,
  Pick<CatalogueOptions, 'encoding' | 'columns'>?,
][] = [
  ['a table', () => file('shop.csv', `Id;Image;Title\nP1;a.png;"a ""shoe"""\nP2;${BAD};\nP3;;\n`)],
  [
    'a table in GB18030 between tabs, with columns that are given',
    () =>
      file(
        'shop.tsv',
        Buffer.concat([
          Buffer.from('Code\tPhoto\tTitle\nP1\ta.png\t'),
          GBK,
          Buffer.from(`\nP2\t${BAD}\t\nP3\t\t\n`),
        ]),
      ),
    { encoding: 'gb18030', columns: { productId: 'Code', image: 'Photo' } },
  ],
  ['a table that is compressed', () => file('shop.csv.gz', gzipSync(`Id,Image\nP1,a.png\nP2,${BAD}\nP3,\n`))],
  [
    'a workbook',
    () =>
      file(
        'shop.xlsx',
        makeWorkbook({
          rows: [
            ...[
              textRow(1, 'Id', 'Image'),
              textRow(2, 'P1', 'a.png'),
              textRow(3, 'P2', BAD),
              textRow(4, 'P3'),
            ],
          ].join(''),
        }),
      ),
  ],
  ['JSON lines', () => file('shop.jsonl', objects.map(line).join(''))],
  ['a JSON document', () => file('shop.json', JSON.stringify({ products: objects }, null, 2))],
  [
    'an increment.meta',
    () => file('increment.meta', meta('P1', 'a.png') + meta('P2', BAD) + meta('P3', BAD)),
  ],
  ['an array', () => objects],
];

/** The cells of refused.csv in a state, as a spreadsheet shows them: none of these has a line break. */
const csvOf = (state: string) => readFile(join(state, 'refused.csv'), 'utf8');

describe('refused.csv', () => {
  it.each(CATALOGUES)(
    'has the rows that were refused, to be mended and imported, when the catalogue is %s',
    async (name, open, options = {}) => {
      await using emulator = await quickEmulator();
      const state = join(folder, `state of ${name}`);
      const importing = { ...into(emulator), images, ...options };
      const first = await importAndCollect(await open(), { ...importing, state });
      expect(first.summary).toMatchObject({ supplied: 3, refused: 2, succeeded: 1 });
      const text = await csvOf(state);
      expect(text.trimEnd().split('\r\n')).toHaveLength(3);
      expect(text).not.toContain('a.png');

      const delimiter = text.includes('import_code;') ? ';' : ',';
      const mended = text
        .replace(`P2${delimiter}${BAD}`, `P2${delimiter}${MENDED}`)
        .replace(/(?<=[;,])P3[;,]?(?:nowhere\.png)?/, `P3${delimiter}c.png`);
      const path = await file(`mended ${name}/refused.csv`, mended);
      const second = await importAndCollect(path, {
        ...importing,
        state: join(folder, `second state of ${name}`),
      });
      expect(second.summary).toMatchObject({ supplied: 2, refused: 0, succeeded: 2 });
      const inGallery = emulator.gallery().map(({ ProductId, PicName }) => [ProductId, PicName]);
      expect(inGallery.toSorted()).toEqual([
        ['P1', 'a.png'],
        ['P2', 'b.png'],
        ['P3', 'c.png'],
      ]);
      expect(await readdir(join(folder, `second state of ${name}`))).not.toContain('refused.csv');
    },
  );

  it('has the files that are no images when the catalogue is a folder, which others can take the place of', async () => {
    await using emulator = await quickEmulator();
    const photos = join(folder, 'photos');
    await file('photos/good.png', await readFile(join(images, 'a.png')));
    await file('photos/broken, half.png', (await readFile(join(images, 'b.png'))).subarray(0, 100));
    const importing = { ...into(emulator), images: photos };
    const state = join(folder, 'state of a folder');
    const { summary } = await importAndCollect(photos, { ...importing, state });
    expect(summary).toMatchObject({ supplied: 2, refused: 1 });
    const text = await csvOf(state);
    expect(text).toContain('"broken, half","broken, half.png"');
    const path = await file('mended photos.csv', text.replace('"broken, half.png"', 'good.png'));
    const second = await importAndCollect(path, {
      ...importing,
      state: join(folder, 'second state of a folder'),
    });
    expect(second.outcomes).toMatchObject([
      { status: 'imported', productId: 'broken, half', picName: 'good.png' },
    ]);
  });

  it('has a row once when its images are in several shards, and no column twice when it is refused again', async () => {
    await using emulator = await quickEmulator();
    const rows = ['Id,Images', 'P1,nowhere.png|a.png|gone.png|b.png|lost.png', 'P2,missing.png', 'P3,c.png'];
    const importing = { ...into(emulator), images, linesPerTask: 2 };
    const texts: string[] = [];
    let catalogue = await file('several.csv', rows.join('\n'));
    for (const time of ['first', 'second']) {
      const state = join(folder, `${time} state of several`);
      const { summary } = await importAndCollect(catalogue, { ...importing, state });
      expect(summary.refused).toBe(4);
      texts.push(await csvOf(state));
      catalogue = join(state, 'refused.csv');
    }
    const [head, ...lines] = (texts[0] ?? '').trimEnd().split('\r\n');
    expect(head).toBe('\uFEFFimport_code,import_remedy,Id,Images');
    expect(lines).toEqual([
      expect.stringMatching(
        /^IMAGE_MISSING,"Row 2: .*nowhere.*gone.*lost.*",P1,nowhere\.png\|.*\|lost\.png$/,
      ),
      expect.stringMatching(/^IMAGE_MISSING,"Row 3: .*",P2,missing\.png$/),
    ]);
    expect(texts[1]).toBe(texts[0]);
  });

  it('has a row once when a DELETE of it is refused late, since its ADD was not done', async () => {
    await using emulator = await quickEmulator();
    const catalogue: CatalogueEntry[] = [
      { operationType: 'DELETE', productId: 'P1', image: ['one.png', 'two.png'] as never },
      { productId: 'P1', image: 'one.png' },
      { productId: 'P1', image: 'two.png' },
    ];
    const state = join(folder, 'state of a DELETE');
    const options = { ...into(emulator), images, linesPerTask: 3, state };
    const { outcomes } = await importAndCollect(catalogue, options);
    expect(outcomes.map(({ status }) => status)).toEqual(['refused', 'refused', 'refused', 'refused']);
    const lines = (await csvOf(state)).trimEnd().split('\r\n').slice(1);
    expect(lines.map((one) => /Row \d/.exec(one)?.[0])).toEqual(['Row 2', 'Row 1', 'Row 3']);
  });
});

describe('failed.csv', () => {
  it('has the rows of entries that have failed, which can be imported as they are', async () => {
    let isDown = true;
    const failImage = () => (isDown ? 'InvalidPicContent' : undefined);
    await using emulator = await quickEmulator({ failImage });
    const state = join(folder, 'state of failures');
    const importing = { ...into(emulator), images };
    const catalogue = [
      { productId: 'P1', image: 'a.png', customContent: '=1+1' },
      { productId: 'P2', image: 'b.png', customContent: { k: 'a,"b"' } as never },
    ];
    const first = await importAndCollect(catalogue, { ...importing, state });
    expect(first.outcomes.map(({ status }) => status)).toEqual(['failed', 'failed']);
    expect(await readdir(state)).not.toContain('refused.csv');
    isDown = false;
    const second = await importAndCollect(join(state, 'failed.csv'), importing);
    expect(second.summary).toMatchObject({ supplied: 2, succeeded: 2 });
    expect(emulator.gallery()).toMatchObject([
      { ProductId: 'P1', CustomContent: '=1+1' },
      { ProductId: 'P2', CustomContent: '{"k":"a,\\"b\\""}' },
    ]);
  });
});

it('importCatalogue() tells of each entry its place in an iterable, and the files have its number', async () => {
  await using emulator = await quickEmulator();
  const state = join(folder, 'state of an iterable');
  const catalogue = (async function* () {
    yield { productId: 'P1', image: ['a.png', 'b.png'] };
    yield { productId: 'P2', image: BAD };
  })();
  const { outcomes } = await importAndCollect(catalogue, { ...into(emulator), images, state });
  const places = outcomes.map(({ place, picName }) => [place, picName]);
  expect(places).toEqual([
    [{ source: null, line: 2, lines: 1 }, BAD],
    [{ source: null, line: 1, lines: 1 }, 'a.png'],
    [{ source: null, line: 1, lines: 1 }, 'b.png'],
  ]);
  const [refused] = outcomes;
  const text = await readFile(join(state, 'refused.jsonl'), 'utf8');
  expect(JSON.parse(text) as EntryOutcome).toEqual({ number: 3, ...refused });
});
