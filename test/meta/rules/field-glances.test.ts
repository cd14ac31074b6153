import { expect, test } from 'vitest';
import { META_FIELDS } from '../../../src/meta/model/meta-fields.ts';
import { type MetaOptions, metaContext } from '../../../src/meta/model/meta-options.ts';
import { RecordCheck } from '../../../src/meta/rules/check-record.ts';
import { fieldGlances } from '../../../src/meta/rules/field-glances.ts';
import type { FieldRule } from '../../../src/meta/rules/meta-rule.ts';
import { rulesFor } from '../../../src/meta/rules/meta-rules.ts';
import fc from '../../support/properties.ts';

const CONTEXTS: readonly MetaOptions[] = [
  {},
  { profile: 'strict' },
  { serviceType: 'generic' },
  { dialect: '2020', profile: 'strict' },
  { picNameBase: 'bucket', metaFolder: 'a', profile: 'strict' },
];

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom(
      ...'/.\\"\u0000\u001f\u007f\u0080\u009f\u00a0¥$&%\u0800商😀\ud83d\ude00\ufeff\u2028aZ0^-]',
    ),
    maxLength: 12,
  }),
  fc.constantFrom(
    'ADD',
    'DELETE',
    'a.jpg',
    'a/b.jpg',
    '../a.jpg',
    'a/./b.jpg',
    '.a.jpg',
    'a//b.jpg',
    '/a.jpg',
    'a.pdf',
  ),
  fc
    .tuple(
      fc.constantFrom(127, 128, 129, 255, 256, 257, 511, 512, 513, 4096, 4097),
      fc.constantFrom('x', '商'),
    )
    .map(([length, one]) => `${one.repeat(length - 4)}.jpg`),
);
const VALUES = {
  string: text,
  integer: fc.oneof(fc.integer(), fc.constantFrom(0, -0, 2 ** 31, -(2 ** 31) - 1, 2 ** 53 - 1, 88888888, 22)),
  boolean: fc.boolean(),
  region: fc.constantFrom({ x1: 1, x2: 2, y1: 3, y2: 4 }, { x1: 3, x2: 2, y1: 3, y2: 4 }),
};

test.each(CONTEXTS)(
  'a glance lets no value pass that a rule objects to, and most others, when options are %j',
  (options) => {
    const context = metaContext(options);
    const glances = fieldGlances(context);
    const rules = rulesFor(context).fieldRules as readonly FieldRule<unknown>[];
    const told = new Set<string>();
    for (const [n, { wire, type }] of META_FIELDS.entries())
      fc.assert(
        fc.property(VALUES[type], (value) => {
          if (glances[n]?.(value) !== true) return;
          told.add(wire);
          for (const { field, ofValue } of rules)
            if (field === wire) expect(ofValue(value, context)).toBeUndefined();
        }),
        { numRuns: 1_000 },
      );
    const left = options.dialect === '2020' ? [] : ['IntAttr', 'StrAttr', 'Crop'];
    expect([...told]).toEqual(
      expect.arrayContaining([
        'OperationType',
        'ProductId',
        'PicName',
        'CategoryId',
        'CustomContent',
        ...left,
      ]),
    );
  },
);

test('what a catalogue mostly has is told at a glance', () => {
  const glances = fieldGlances(metaContext({}));
  const usual = {
    ProductId: '商品1',
    PicName: 'a/商品.jpg',
    CategoryId: 3,
    CustomContent: 'k:"v"\n商品',
    IntAttr: 5,
    StrAttr: '品牌',
  };
  for (const [n, { wire }] of META_FIELDS.entries())
    if (wire in usual) expect([wire, glances[n]?.(usual[wire as keyof typeof usual])]).toEqual([wire, true]);
  expect(new RecordCheck(metaContext({})).check({ OperationType: 'ADD', ...usual }, 'json').issues).toEqual(
    [],
  );
});
