import { META_FIELDS } from '../../../src/meta/model/meta-fields.ts';
import fc from '../../support/properties.ts';
import { GOOD_LINE } from '../rule-examples.ts';

const DELETE = { OperationType: 'DELETE', ProductId: '1' };
const OF_2018 = { operator: 'ADD', item_id: '1', cust_content: '', pic_list: ['a.jpg'] };

const NAMES = [
  ...META_FIELDS.map(({ wire }) => wire),
  ...META_FIELDS.flatMap((field) => ('in2018' in field ? [field.in2018] : [])),
  'productId',
  'Colour',
  '__proto__',
];

const TEXTS = ['ADD', 'DELETE', 'add', '', '0', 'a.jpg', '/a.jpg', 'a/b.jpg', 'sho.es/a.jpg', 'shoXes/a.jpg'];
const LONG = [128, 129, 256, 257, 512, 513, 4096, 4097];
const EMOJI = '😀';

const anyText = fc.oneof(
  fc.constantFrom(...TEXTS, '20,40,60,80', '40,20,60,80', '20,60,60,80', '020,40,1,2', '1,2,3', '1,2,3,4\n'),
  fc.constantFrom(...LONG).map((length) => 'x'.repeat(length)),
  fc.constantFrom(...LONG).map((length) => `${'x'.repeat(length - 4)}.jpg`),
  fc.constantFrom(...LONG).map((length) => EMOJI.repeat(length / 2).padEnd(length, 'x')),
  fc
    .array(
      fc.constantFrom('a', '/', '.', '\\', '商', EMOJI, '\ud83d', '\0', '\n', '\u0085', '\u2028', '¥', '%'),
      {
        maxLength: 6,
      },
    )
    .map((parts) => `${parts.join('')}.jpg`),
);

const NUMBERS = [
  0, -0, 1, 10, 22, 88888888, 1.5, -1, 1e100, 2147483647, 2147483648, -2147483648, -2147483649,
  9007199254740991, 9007199254740992, -9007199254740992,
];

const anyValue = fc.oneof(
  { weight: 5, arbitrary: anyText },
  { weight: 3, arbitrary: fc.constantFrom(...NUMBERS) },
  { weight: 2, arbitrary: fc.boolean() },
  { weight: 1, arbitrary: fc.constantFrom(null, {}, [], [[]], ['a.jpg', 'b.jpg'], [null], ['a.jpg', null]) },
  { weight: 1, arbitrary: anyText.map((text) => [text]) },
);

/** A value that fits its field, mostly. */
const FITTING = new Map<string, fc.Arbitrary<unknown>>(
  Object.entries({
    CategoryId: fc.constantFrom(...NUMBERS),
    cat_id: fc.constantFrom(...NUMBERS),
    Crop: fc.boolean(),
    Region: fc.constantFrom('20,40,60,80', '0,1,0,1', '9,8,7,6', '999999999,1,2,3', '1234567890,1,2,3'),
    pic_list: anyText.map((text) => [text]),
  }),
);

const anyField = fc
  .constantFrom(...NAMES)
  .chain((name) =>
    fc.tuple(
      fc.constant(name),
      fc.oneof({ weight: 3, arbitrary: FITTING.get(name) ?? anyText }, { weight: 1, arbitrary: anyValue }),
    ),
  );

/** What `JSON.parse` may give for a line: a good one, or nothing, with some fields set or taken out. */
export const anyLine: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 40,
    arbitrary: fc
      .record({
        base: fc.constantFrom<object>(GOOD_LINE, GOOD_LINE, DELETE, OF_2018, OF_2018, {}),
        fields: fc.array(anyField, { maxLength: 3 }),
        without: fc.array(fc.constantFrom(...NAMES), { maxLength: 2 }),
      })
      .map(({ base, fields, without }) =>
        Object.fromEntries(
          [...Object.entries(base), ...fields].filter(([name]) => !without.includes(name as never)),
        ),
      ),
  },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(null, 7, 'ADD', true, [], [GOOD_LINE]) },
);
