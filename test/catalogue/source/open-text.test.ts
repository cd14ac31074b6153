import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { CatalogueEncoding } from '../../../src/catalogue/model/raw-row.ts';
import { openText } from '../../../src/catalogue/source/open-text.ts';
import { collect } from '../../shared/async/collect.ts';
import fc from '../../support/properties.ts';
import { testFolder, writeFileIn } from '../catalogue-files.ts';
import { inChunks } from '../raw-rows.ts';
import { gb18030 } from './gb18030.ts';

const folder = testFolder();

async function textOf(bytes: Uint8Array | AsyncIterable<Uint8Array>, encoding?: CatalogueEncoding | 'auto') {
  const opened = await openText({ bytes: bytes instanceof Uint8Array ? inChunks(bytes) : bytes }, encoding);
  const chunks: Uint8Array[] = [];
  for await (const chunk of (await opened.text()).bytes) chunks.push(new Uint8Array(chunk));
  return { text: Buffer.concat(chunks).toString(), encoding: opened.encoding, notes: opened.notes };
}

const swapped = (text: string) => Buffer.from(text, 'utf16le').swap16();

const TEXT = 'ProductId,Image\n1,红鞋.jpg\n2,😀.jpg\n';

describe('openText', () => {
  test.each([
    ['utf-8', Buffer.from(TEXT)],
    ['utf-8', Buffer.from(`\uFEFF${TEXT}`)],
    ['utf-16le', Buffer.from(`\uFEFF${TEXT}`, 'utf16le')],
    ['utf-16be', swapped(`\uFEFF${TEXT}`)],
    ['utf-16le', Buffer.from(TEXT, 'utf16le')],
    ['utf-16be', swapped(TEXT)],
  ] as const)('recognises %s', async (encoding, bytes) => {
    expect(await textOf(bytes)).toMatchObject({ text: TEXT, encoding });
  });

  test('reads GB18030 when it is given', async () => {
    const bytes = gb18030('编号,图片\n1,红鞋.jpg\n');
    expect(await textOf(bytes, 'gb18030')).toEqual({
      text: '编号,图片\n1,红鞋.jpg\n',
      encoding: 'gb18030',
      notes: [],
    });
  });

  test('reads GB18030 with auto, and says so', async () => {
    const found = await textOf(gb18030('Id,Image\n1,红鞋.jpg\n'), 'auto');
    expect(found).toMatchObject({ text: 'Id,Image\n1,红鞋.jpg\n', encoding: 'gb18030' });
    expect(found.notes).toEqual(['Read as GB18030: it is not UTF-8 and decodes as GB18030 without a fault']);
  });

  test('decides with auto at the first character beyond ASCII, wherever it stands', async () => {
    const many = '1000,a.jpg\n'.repeat(60_000);
    expect((await textOf(Buffer.concat([Buffer.from(many), gb18030('1,红鞋.jpg\n')]), 'auto')).text).toBe(
      `${many}1,红鞋.jpg\n`,
    );
    expect((await textOf(Buffer.from(`${many}1,红鞋.jpg\n`), 'auto')).text).toBe(`${many}1,红鞋.jpg\n`);
  });

  test('leaves GB18030 as it is by default, and offers the option', async () => {
    const bytes = gb18030('Id,Image\n1,红鞋.jpg\n');
    const opened = await openText({ bytes: inChunks(bytes) }, undefined);
    expect(opened.notes).toEqual([
      "The file is not UTF-8 (byte 0xBA in line 2): it decodes as GB18030: if it is that, read it with encoding: 'gb18030' or --encoding gb18030; else save it as UTF-8",
    ]);
    const chunks = await collect((await opened.text()).bytes);
    expect(Buffer.concat(chunks)).toEqual(Buffer.from(bytes));
  });

  test.each(['caf\xe9,', 'Caf\xe9s cr\xe8me', 'M\xfcller'])(
    'takes %j in Latin-1 for no GB18030',
    async (word) => {
      const found = await textOf(Buffer.from(`Id,Image\n1,a.jpg\n2,${word}\n`, 'latin1'), 'auto');
      expect(found.encoding).toBe('utf-8');
      expect(found.notes).toEqual([
        expect.stringMatching(
          /^The file is not UTF-8 \(byte 0x[EF][0-9A-F] in line 3\): save the file as UTF-8/,
        ),
      ]);
    },
  );

  test('makes a fault in another encoding a byte that is no UTF-8, in its line alone', async () => {
    const opened = await openText(
      { bytes: inChunks(Buffer.concat([gb18030('红'), Buffer.of(0xff, 0x0a), gb18030('鞋\n')])) },
      'gb18030',
    );
    const bytes = Buffer.concat(await collect((await opened.text()).bytes));
    expect(bytes).toEqual(Buffer.concat([Buffer.from('红'), Buffer.of(0xff, 0x0a), Buffer.from('鞋\n')]));
  });

  test('lets the byte order mark count before the option, and says so', async () => {
    const found = await textOf(Buffer.from(`\uFEFF${TEXT}`, 'utf16le'), 'gb18030');
    expect(found).toMatchObject({ text: TEXT, encoding: 'utf-16le' });
    expect(found.notes).toEqual(['The byte order mark says utf-16le, and counts before gb18030']);
  });

  test('undoes gzip of several members, in a file and in a stream', async () => {
    const bytes = Buffer.concat([gzipSync('ProductId,Image\n'), gzipSync('1,红.jpg\n')]);
    expect((await textOf(inChunks(bytes, [1, 7]))).text).toBe('ProductId,Image\n1,红.jpg\n');
    const opened = await openText(writeFileIn(folder, 'two.csv.gz', bytes), undefined);
    expect(opened.raw.gzip).toBe(true);
    expect(opened.start).toBe('ProductId,Image\n1,红.jpg\n');
    await opened.raw.bytes.return();
  });

  test.each([
    ['cut', (bytes: Buffer) => bytes.subarray(0, -6), /unexpected end of file/],
    [
      'changed',
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -8), Buffer.alloc(8)]),
      /incorrect data check/,
    ],
    [
      'followed by text',
      (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('text')]),
      /incorrect header check/,
    ],
  ])('says so when gzip data is %s', async (_, damage, reason) => {
    const bytes = damage(gzipSync('ProductId,Image\n1,a.jpg\n'));
    await expect(textOf(bytes)).rejects.toThrow(reason);
    await expect(textOf(bytes)).rejects.toThrow(/^Cannot read the catalogue as its gzip data/);
  });

  test('refuses a stream of text', async () => {
    const bytes = (async function* () {
      yield 'ProductId' as unknown as Uint8Array;
    })();
    await expect(openText({ bytes }, undefined)).rejects.toThrow(
      `Cannot read the catalogue as 'bytes' must give Uint8Arrays, so a stream without an encoding: it gave "ProductId"`,
    );
  });

  test('property: the text is the same however it is encoded and cut', async () => {
    const encoders = [
      ['utf-8', (text: string) => Buffer.from(text)],
      ['utf-16le', (text: string) => Buffer.from(text, 'utf16le')],
      ['utf-16be', swapped],
    ] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }),
        fc.constantFrom(...encoders),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        async (content, [encoding, encode], sizes) => {
          const text = content.replace(/^\uFEFF+/, '');
          const bytes = encode(`\uFEFF${text}`);
          expect(await textOf(inChunks(bytes, sizes))).toMatchObject({ text, encoding });
          if (bytes[0] !== 0x1f)
            expect((await textOf(inChunks(encode(text), sizes), encoding)).text).toBe(text);
        },
      ),
    );
  });

  test('property: GB18030 gives its text however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('红', '鞋', 'a', ',', '\n', '€', '啊', 'ü'), { minLength: 1 }),
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }),
        async (characters, sizes) => {
          const text = characters.join('');
          expect((await textOf(inChunks(gb18030(text), sizes), 'gb18030')).text).toBe(text);
        },
      ),
    );
  });
});
