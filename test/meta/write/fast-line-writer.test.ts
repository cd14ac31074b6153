import { describe, expect, test } from 'vitest';
import { makeRecords } from '../../../samples/make-meta.ts';
import { type MetaOptions, metaContext } from '../../../src/meta/model/meta-options.ts';
import { FastLineWriter } from '../../../src/meta/write/fast-line-writer.ts';
import { LineBytes } from '../../../src/meta/write/line-bytes.ts';
import { RecordWriter } from '../../../src/meta/write/record-writer.ts';
import fc from '../../support/properties.ts';

/** What the quick way makes of a record: its line, or undefined where it is in doubt. */
function quickly(quick: FastLineWriter, record: unknown): string | undefined {
  const block = new LineBytes();
  return quick.put(record, block) === undefined && block.filled.length === 0
    ? undefined
    : new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(block.filled);
}

/** What the table of rules makes of it. */
/** The line that the slow way makes of a record. */
const byTheRules = (writer: RecordWriter, one: object) => writer.take(one).line;

const CONTEXTS: readonly MetaOptions[] = [
  {},
  { profile: 'strict' },
  { serviceType: 'generic' },
  { dialect: '2020', profile: 'strict' },
  { picNameBase: 'bucket', metaFolder: 'a', profile: 'strict' },
  { sizeOf: () => ({ width: 100, height: 100 }), profile: 'strict' },
];

/** Characters that something is special about, and lengths about a limit. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom(
      ...'/.\\"\u0000\u001f\u007f\u0080\u009f\u00a0¥$&%\u07ff\u0800商😀\ud83d\ude00\ufeff\u2028aZ0',
    ),
    maxLength: 12,
  }),
  fc.constantFrom(
    'a.jpg',
    'a/b.jpg',
    '../a.jpg',
    'a/./b.jpg',
    '.a.jpg',
    'a..jpg',
    'a//b.jpg',
    'a.jpg/',
    'a.',
  ),
  fc
    .tuple(
      fc.constantFrom(127, 128, 129, 255, 256, 257, 511, 512, 513, 4096, 4097),
      fc.constantFrom('x', '商', '"'),
    )
    .map(([length, one]) => `${one.repeat(length - 4)}.jpg`),
);
const side = fc.oneof(
  fc.integer({ min: -1, max: 120 }),
  fc.constantFrom(0.5, 1e9, 999_999_999, Number.NaN, '1', -0),
);
const region = fc.oneof(
  fc.record({ x1: side, x2: side, y1: side, y2: side }, { requiredKeys: [] }),
  fc.constant({ x1: 1, x2: 20, y1: 3, y2: 40 }),
  fc.constantFrom('1,2,3,4', '1,2,3', null, [1, 2, 3, 4]),
);
const integer = fc.oneof(
  fc.integer(),
  fc.constantFrom(0, -0, 2 ** 31, -(2 ** 31), -(2 ** 31) - 1, 2 ** 53, 1.5, 88888888, 22, '5', null, 1n),
);
const record = fc
  .record(
    {
      operationType: fc.oneof({ weight: 9, arbitrary: fc.constantFrom('ADD', 'DELETE') }, text),
      productId: text,
      picName: fc.oneof(text, fc.constantFrom('a.jpg', 'a/b.jpg', 'a/商/-.webp')),
      categoryId: integer,
      intAttr: integer,
      intAttr4: integer,
      strAttr: text,
      strAttr3: text,
      customContent: text,
      crop: fc.constantFrom(true, false, 'true', null, undefined),
      region,
      toString: fc.constantFrom('no field', 1),
      IntAttr: integer,
    },
    { requiredKeys: ['operationType', 'productId', 'picName'] },
  )
  .chain((one) =>
    fc.shuffledSubarray(Object.keys(one)).map((names) => {
      const rest = Object.keys(one).filter((name) => !names.includes(name) && /^(op|pr|pi)/.test(name));
      return Object.fromEntries([...names, ...rest].map((name) => [name, one[name as keyof typeof one]]));
    }),
  );

describe('FastLineWriter', () => {
  test.each(CONTEXTS)('writes the bytes that the rules would, or nothing, when options are %j', (options) => {
    const context = metaContext(options);
    const [quick, check] = [new FastLineWriter(context), new RecordWriter(context)];
    let written = 0;
    fc.assert(
      fc.property(record, (one) => {
        const line = quickly(quick, one);
        if (line === undefined) return;
        written += 1;
        expect(line).toBe(byTheRules(check, one));
      }),
      { numRuns: 4_000 },
    );
    expect(written).toBeGreaterThan(100); // enough to have been asked in earnest
  });

  test('writes every text that has no half character and no control character as JSON.stringify does', () => {
    const quick = new FastLineWriter(metaContext({}));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (customContent) => {
        const one = { operationType: 'DELETE', productId: '1', picName: 'a.jpg', customContent };
        expect(quickly(quick, one)).toContain(`,"CustomContent":${JSON.stringify(customContent)}}`);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each(CONTEXTS.slice(0, 3))(
    'leaves nothing of a good catalogue to the rules when options are %j',
    (options) => {
      const context = metaContext(options);
      const [quick, check] = [new FastLineWriter(context), new RecordWriter(context)];
      for (const one of makeRecords({ count: 3_000 }))
        expect(quickly(quick, one)).toBe(byTheRules(check, one) as string);
    },
  );

  test('is not slower for a record with a warning, or with a key of its own', () => {
    const quick = new FastLineWriter(metaContext({}));
    const bare = { operationType: 'ADD', productId: '1', picName: 'a.jpg' }; // CustomContent: a warning
    expect(quickly(quick, bare)).toBe('{"OperationType":"ADD","ProductId":"1","PicName":"a.jpg"}\n');
    expect(quickly(quick, { ...bare, price: 5 })).toBe(quickly(quick, bare));
  });

  test('reads own fields only, of objects of any kind', () => {
    const quick = new FastLineWriter(metaContext({}));
    class Image {
      operationType = 'ADD';
      productId = '1';
      picName = 'a.jpg';
    }
    Object.defineProperty(Image.prototype, 'crop', { value: true, enumerable: true });
    expect(quickly(quick, new Image())).toBe('{"OperationType":"ADD","ProductId":"1","PicName":"a.jpg"}\n');
    const bare = Object.assign(Object.create(null), { ...new Image() });
    expect(quickly(quick, bare)).toBe(quickly(quick, new Image()));
    for (const none of [null, undefined, 7, 'ADD', [], () => {}])
      expect(quickly(quick, none)).toBeUndefined();
  });
});
