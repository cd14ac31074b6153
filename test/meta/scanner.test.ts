import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { makeRecords } from '../../samples/make-meta.ts';
import { MetaFileBuilder } from '../../src/meta/meta-file-builder.ts';
import { MetaLineParser, type MetaLineParserOptions } from '../../src/meta/meta-line-parser.ts';
import { META_FIELDS } from '../../src/meta/model/meta-fields.ts';
import { metaContext } from '../../src/meta/model/meta-options.ts';
import { LineReader, type ParsedLine } from '../../src/meta/read/line-reader.ts';
import * as L from '../../src/meta/read/scan/layout.ts';
import { LineScanner } from '../../src/meta/read/scan/line-scanner.ts';
import { RecordCheck } from '../../src/meta/rules/check-record.ts';
import { INVISIBLE_RANGES } from '../../src/meta/rules/invisible-characters.ts';
import { IMAGE_EXTENSIONS } from '../../src/shared/model/image-extensions.ts';
import { collect } from '../shared/async/collect.ts';
import fc from '../support/properties.ts';
import { mutatedLine } from './mutated-lines.ts';

test('the scanner has room for every range of invisible characters and every extension', () => {
  expect(INVISIBLE_RANGES.length).toBeLessThanOrEqual(L.MOST_RANGES);
  const extensions = Object.values(IMAGE_EXTENSIONS).flat();
  expect(extensions.length).toBeLessThanOrEqual(L.MOST_EXTENSIONS);
  for (const extension of extensions) expect(extension.length).toBeLessThanOrEqual(L.EXTENSION_BYTES);
});

const LINES_A_FILE = 50;
/** `npm run test:long` reads a million lines. */
const FILES = process.env['MODE'] === 'long' ? 20_000 : 120;
const MAX_LINE_BYTES = 5_000;
const GOOD = '{"OperationType":"ADD","ProductId":"1","PicName":"a.jpg","CustomContent":""}';

const OPTIONS: readonly MetaLineParserOptions[] = [
  {},
  { profile: 'strict' },
  { serviceType: 'generic' },
  { dialect: '2020' },
  { picNameBase: 'bucket', metaFolder: 'shoes' },
  { sizeOf: () => ({ width: 500, height: 500 }) },
];

/** The way of JSON.parse, for every line. */
function slowly(lines: readonly Uint8Array[], options: MetaLineParserOptions): ParsedLine[] {
  const context = metaContext(options);
  const { dialect } = context;
  const { maxLineBytes = MAX_LINE_BYTES } = options;
  const reader = new LineReader({ check: new RecordCheck(context), dialect, maxLineBytes });
  let offset = 0;
  return lines.map((bytes, n) => {
    const cut = bytes.length > maxLineBytes;
    const parsed = reader.read({ bytes, line: n + 1, offset, cut, ended: true });
    offset += bytes.length + 1;
    return parsed;
  });
}

const joined = (lines: readonly Uint8Array[]) =>
  new Uint8Array(Buffer.concat(lines.flatMap((line) => [line, Uint8Array.of(0x0a)])));

describe('the scanner', () => {
  test('reads every line as JSON.parse and the rules do when lines are damaged', {
    timeout: 3_600_000,
  }, async () => {
    const scanner = await LineScanner.open(metaContext({}), MAX_LINE_BYTES);
    if (scanner === undefined) throw new Error('There is no WebAssembly here');
    const seen = { lines: 0, regular: 0, clean: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.array(mutatedLine, { minLength: LINES_A_FILE, maxLength: LINES_A_FILE }),
        fc.constantFrom(...OPTIONS),
        async (lines, options) => {
          const file = joined(lines);
          const parser = new MetaLineParser({ ...options, maxLineBytes: MAX_LINE_BYTES });
          const expected = slowly(lines, options);
          expect(await collect(parser.parse(file))).toEqual(expected);
          for (let n = scanner.scan(file) - 1; n >= 0; n--) {
            const state = scanner.rows[n * L.ROW_INTS + L.STATE] as number;
            seen.lines += 1;
            if (state & L.REGULAR) seen.regular += 1;
            if (state & L.CLEAN) seen.clean += 1;
          }
        },
      ),
      { numRuns: FILES },
    );
    expect(seen.lines).toBe(FILES * LINES_A_FILE);
    // else the test would compare JSON.parse with itself
    expect(seen.regular / seen.lines).toBeGreaterThan(0.3);
    expect(seen.clean / seen.lines).toBeGreaterThan(0.15);
    expect(seen.regular - seen.clean).toBeGreaterThan(seen.lines * 0.05);
  });

  test('calls clean every line that has no issue and is written as MetaFileBuilder writes it', async () => {
    const records = [...makeRecords({ count: 2_000, seed: 3 })];
    const file = new TextEncoder().encode((await collect(new MetaFileBuilder().lines(records))).join(''));
    const scanner = await LineScanner.open(metaContext({ profile: 'strict' }), MAX_LINE_BYTES);
    let [at, clean] = [0, 0];
    while (scanner !== undefined && at < file.length) {
      const count = scanner.scan(file.subarray(at));
      for (let n = 0; n < count; n++)
        clean += ((scanner.rows[n * L.ROW_INTS + L.STATE] as number) & L.CLEAN) >> 1;
      at += (scanner.rows[(count - 1) * L.ROW_INTS + L.LINE_END] as number) + 1;
    }
    expect(clean).toBe(2_000);
    const batches = await collect(new MetaLineParser().batches(file));
    expect(batches.flatMap(({ records: found }) => found)).toEqual(records);
  });

  test.each([
    ['blank lines that are more than it has rows', ['', ''], 3_000],
    [
      'lines that its memory has no room for',
      [GOOD, `${GOOD.slice(0, -2)}${'x'.repeat(150_000)}"}`, GOOD],
      3,
    ],
    [
      'lines that end where its memory ends',
      [GOOD.padEnd(131_071), GOOD.padEnd(131_072), GOOD.padEnd(131_070)],
      3,
    ],
    ['a line as long as its memory, in escapes', [GOOD.replace('""', `"${'\\n'.repeat(65_000)}"`)], 4],
    ['a line as long as its memory, in Chinese', [GOOD.replace('""', `"${'商'.repeat(43_000)}"`)], 4],
  ])('reads as JSON.parse does when there are %s', async (_, texts, times) => {
    const lines = Array.from({ length: times }, () => texts)
      .flat()
      .map((text) => new TextEncoder().encode(text));
    const maxLineBytes = 1_048_576;
    const expected = slowly(lines, { maxLineBytes });
    expect(await collect(new MetaLineParser().parse(joined(lines)))).toEqual(expected);
  });

  test.each([
    ['whole characters in escapes, which it reads itself', String.raw`\ud83d\udc5f \ud83d\uDC5F`, true],
    ['a first half alone', String.raw`\ud83d`, false],
    ['a first half before a plain text', String.raw`\ud83d \udc5f`, false],
    ['a first half before another escape', String.raw`\ud83d\n`, false],
    ['two first halves', String.raw`\ud83d\ud83d\udc5f`, false],
    ['a second half alone', String.raw`\udc5f`, false],
    ['a second half behind a whole character', String.raw`👟\udc5f`, false],
  ])('calls a line clean only if its texts are whole when it has %s', async (_, text, isClean) => {
    const bytes = joined([new TextEncoder().encode(GOOD.replace('""', `"${text}"`))]);
    for (const profile of ['documented', 'strict'] as const) {
      const scanner = await LineScanner.open(metaContext({ profile }), MAX_LINE_BYTES);
      expect(scanner?.scan(bytes)).toBe(1);
      expect(((scanner?.rows[L.STATE] ?? 0) & L.CLEAN) !== 0).toBe(isClean);
    }
    const [line] = await collect(new MetaLineParser().parse(bytes));
    const value = JSON.parse(`"${text}"`);
    if (isClean) expect(line?.record).toMatchObject({ customContent: value });
    else
      expect(line?.issues).toMatchObject([
        { code: 'META_LONE_SURROGATE', field: 'CustomContent', column: GOOD.indexOf('""') + 1 },
      ]);
  });

  test('has room for every field and every number of a row', () => {
    expect(META_FIELDS).toHaveLength(L.FIELD_COUNT);
    expect(L.REGION).toBe(L.FIELDS + L.FIELD_COUNT * L.FIELD_INTS);
    expect(L.ROW_INTS).toBeGreaterThanOrEqual(L.REGION + 4);
    expect(L.ROWS_AT + L.MAX_ROWS * L.ROW_INTS * 4).toBeLessThanOrEqual(L.PAGES * 65_536);
    expect(L.TEXT_AT).toBeGreaterThanOrEqual(L.INPUT_AT + L.INPUT_BYTES + 16); // it reads 16 bytes at once
    expect(L.ROWS_AT).toBeGreaterThanOrEqual(L.TEXT_AT + 2 * L.INPUT_BYTES + 32); // and writes 32
  });
});
