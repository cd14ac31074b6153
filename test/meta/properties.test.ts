import { describe, expect, test } from 'vitest';
import { MetaFileBuilder } from '../../src/meta/meta-file-builder.ts';
import { MetaLineParser } from '../../src/meta/meta-line-parser.ts';
import type { MetaRecord } from '../../src/meta/model/meta-record.ts';
import { formatRegion, parseRegion, type Region } from '../../src/meta/model/region.ts';
import type { MetaSource } from '../../src/meta/read/meta-source.ts';
import { CATEGORIES } from '../../src/meta/rules/categories.ts';
import { collect, cutAt } from '../shared/async/collect.ts';
import fc from '../support/properties.ts';

const LINE_FEED = 0x0a;

const encode = (text: string) => new TextEncoder().encode(text);
const parse = (source: MetaSource) => collect(new MetaLineParser({ maxLineBytes: 200 }).parse(source));

async function* oneByOne<T>(chunks: readonly T[]) {
  yield* chunks;
}

const LINE = '{"OperationType":"ADD","ProductId":"商品😀","PicName":"a.jpg","CustomContent":"k:v"}';
const TEXTS = [
  LINE,
  `${LINE}\n`,
  `${LINE}\r\n`,
  '\n',
  '\r\n',
  '\uFEFF',
  '{"ProductId":"商品',
  '","PicName":',
  '"😀",}',
  '\u2028',
  ' ',
  'x'.repeat(150), // two of them exceed the cap
];
const GBK = Uint8Array.of(0xc9, 0xcc, 0xc6, 0xb7);

const joined = (parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
const anyBytes = fc
  .array(fc.oneof(fc.constantFrom(...TEXTS.map(encode), GBK), fc.uint8Array({ maxLength: 8 })), {
    maxLength: 12,
  })
  .map(joined);
/** Any UTF-16, lone surrogates included. */
const anyText = (maxLength: number, minLength = 0) =>
  fc
    .array(
      fc.oneof(fc.constantFrom('"', '\\', '\n', '商', '😀', '\ud83d', '\ude00', '\u2028', '\0'), fc.string()),
      {
        maxLength: 12,
      },
    )
    .map((parts) => parts.join('').slice(0, maxLength).padEnd(minLength, '7'));
const LONE = /\p{Surrogate}/u;
/** The same of whole characters. */
const wholeText = (maxLength: number, minLength = 0) =>
  anyText(maxLength, minLength).map((text) => text.replace(new RegExp(LONE, 'gu'), '_'));
const anyCuts = fc.array(fc.nat(2_000), { maxLength: 10 });

describe('parse', () => {
  test('gives the same lines when bytes are cut into any chunks', async () => {
    await fc.assert(
      fc.asyncProperty(anyBytes, anyCuts, async (bytes, cuts) => {
        const whole = await parse(bytes);
        expect(await parse(cutAt(bytes, cuts))).toEqual(whole);
        expect(await parse(oneByOne(cutAt(bytes, cuts)))).toEqual(whole);
        expect(await parse(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(whole);
      }),
      { numRuns: 150 },
    );
  });

  test('gives the same lines when text is cut anywhere, between surrogates too', async () => {
    const anyFile = fc.array(fc.oneof(fc.constantFrom(...TEXTS), anyText(20)), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        anyFile.map((parts) => parts.join('')),
        anyCuts,
        async (text, cuts) => {
          const whole = await parse(text);
          if (!LONE.test(text)) expect(await parse(encode(text))).toEqual(whole);
          expect(await parse(cutAt(text, cuts))).toEqual(whole);
          expect(await parse(oneByOne(text.split('')))).toEqual(whole);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('keeps the order of texts and bytes when chunks are of both kinds and a surrogate stays alone', async () => {
    const [before, after] = ['{"OperationType":"DELETE","PicName":"a.jpg","ProductId":"', '"}\n'];
    const chunks = [
      `${before}商`,
      encode('品'),
      '😀'.slice(0, 1),
      encode('x'),
      '😀'.slice(0, 1),
      '😀'.slice(1),
      after,
    ];
    const [line] = await parse(oneByOne(chunks));
    expect(line?.record).toBeUndefined();
    expect(line?.issues).toMatchObject([
      { code: 'META_INVALID_UTF8', column: before.length + 3, offset: before.length + 6 },
    ]);
    expect(line?.issues[0]?.message).toContain('half of a surrogate pair');
    const [whole] = await parse(oneByOne(chunks.toSpliced(2, 1)));
    expect(whole?.record?.productId).toBe('商品x😀');
  });

  test('never throws and accounts for every line and byte when bytes are arbitrary', async () => {
    await fc.assert(
      fc.asyncProperty(anyBytes, async (bytes) => {
        const lines = await parse(bytes);
        const starts = [
          0,
          ...Array.from(bytes.keys())
            .filter((at) => bytes[at] === LINE_FEED)
            .map((at) => at + 1),
        ];
        if (starts.at(-1) === bytes.length) starts.pop(); // nothing follows the last line feed
        expect(lines.map(({ line, offset }) => ({ line, offset }))).toEqual(
          starts.map((offset, at) => ({ line: at + 1, offset })),
        );
        for (const [at, { record, issues, line }] of lines.entries()) {
          const isRefused = issues.some(
            ({ severity, code }) => severity === 'error' || code === 'META_BLANK_LINE',
          );
          expect(record === undefined).toBe(isRefused);
          for (const issue of issues) {
            expect(issue.line).toBe(line);
            expect(issue.column).toBeGreaterThanOrEqual(1);
            expect(issue.offset).toBeGreaterThanOrEqual(starts[at] ?? 0);
            expect(issue.offset).toBeLessThanOrEqual(starts[at + 1] ?? bytes.length);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test('finds the place of what JSON.parse refuses when a good line is damaged', () => {
    const parser = new MetaLineParser();
    fc.assert(
      fc.property(
        fc.nat(LINE.length - 1),
        fc.constantFrom('', ',', '"', '{', '}', '\\', '0', 'x', '\t', '\uFEFF'),
        (at, put) => {
          const line = LINE.slice(0, at) + put + LINE.slice(at + 1);
          fc.pre(!LONE.test(line)); // that is no UTF-8, whatever JSON it is
          const fault = parser.parseLine(line).issues.find(({ code }) => NO_JSON.includes(code));
          expect(fault === undefined).toBe(isJson(line));
          if (fault === undefined) return;
          expect(fault.message).not.toContain('cannot be read');
          expect(encode(line.slice(0, fault.column - 1))).toHaveLength(fault.offset);
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** The codes of lines that are no JSON. */
const NO_JSON: readonly string[] = ['META_NOT_JSON', 'META_SEVERAL_OBJECTS', 'META_OBJECT_UNFINISHED'];

const isJson = (text: string) => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const int32 = fc.option(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { nil: undefined });
const strAttr = fc.option(
  wholeText(128).map((text) => text.replace(/[\\¥$&%]/g, '_')),
  { nil: undefined },
);
const segment = wholeText(20, 1).map((text) => text.replace(/[\\/\p{Cc}]/gu, '_').replace(/^\.+$/, '_'));
const picName = fc
  .tuple(fc.array(segment, { maxLength: 3 }), segment, fc.constantFrom('jpg', 'JPEG', 'webp'))
  .map(([folders, name, extension]) => `${[...folders, name].join('/')}.${extension}`);
const region = fc
  .tuple(fc.nat(4_000), fc.nat(4_000), fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 90 }))
  .map(([x1, y1, width, height]) => ({ x1, x2: x1 + width, y1, y2: y1 + height }));
const optional = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });

const addRecord = fc.record({
  operationType: fc.constant('ADD' as const),
  productId: wholeText(256, 1),
  picName,
  categoryId: optional(fc.constantFrom(...Object.keys(CATEGORIES).map(Number))),
  intAttr: int32,
  intAttr2: int32,
  intAttr3: int32,
  intAttr4: int32,
  strAttr,
  strAttr2: strAttr,
  strAttr3: strAttr,
  strAttr4: strAttr,
  customContent: wholeText(4_096),
  crop: optional(fc.boolean()),
  region: optional(region),
});
const deleteRecord = fc.record({
  operationType: fc.constant('DELETE' as const),
  productId: wholeText(256, 1),
  picName: optional(picName),
});
const record: fc.Arbitrary<MetaRecord> = fc.oneof(addRecord, deleteRecord);

const set = (one: MetaRecord) =>
  Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined));

describe('MetaFileBuilder and MetaLineParser', () => {
  test('give every valid record back as it was when it is written and read', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 5 }), async (records) => {
        const file = (await collect(new MetaFileBuilder({ profile: 'strict' }).lines(records))).join('');
        const lines = await collect(new MetaLineParser({ profile: 'strict' }).parse(encode(file)));
        expect(lines.map((line) => line.record)).toEqual(records.map(set));
      }),
      { numRuns: 150 },
    );
  });

  test('give the same bytes when the keys of a record stand in another order or a region is text', () => {
    fc.assert(
      fc.property(addRecord, (input) => {
        const { operationType, ...one } = input;
        const [first, second] = [new MetaFileBuilder(), new MetaFileBuilder()];
        first.add(one);
        const reversed = Object.fromEntries(Object.entries(one).reverse()) as typeof one;
        const asText = one.region && (formatRegion(one.region) as unknown as Region); // a catalogue holds text
        second.add({ ...reversed, region: asText });
        expect(second.toString()).toBe(first.toString());
        expect(first.summary).toEqual({ supplied: 1, adds: 1, deletes: 0, refused: 0 });
      }),
      { numRuns: 100 },
    );
  });
});

describe('Region', () => {
  test('is parsed to what was formatted whatever the order of its keys', () => {
    const side = fc.nat(999_999_999); // nine digits, as many as the wire string can have
    fc.assert(
      fc.property(side, side, side, side, (x1, x2, y1, y2) => {
        expect(formatRegion({ y2, y1, x2, x1 })).toBe(`${x1},${x2},${y1},${y2}`);
        expect(parseRegion(formatRegion({ x1, y1, x2, y2 }))).toEqual({ x1, x2, y1, y2 });
      }),
    );
  });
});
