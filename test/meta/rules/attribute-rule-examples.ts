import { DELETE, error, lone, type RuleExamples, strictOnly, warning } from './rule-example.ts';

const numbered = (name: string) => [name, `${name}2`, `${name}3`, `${name}4`];

/** Of the rules about what an image carries beside its names. */
export const ATTRIBUTE_RULE_EXAMPLES: readonly RuleExamples[] = [
  ...[...numbered('StrAttr'), 'CustomContent'].map((field) => lone(field)),
  {
    code: 'META_CATEGORY_UNKNOWN',
    field: 'CategoryId',
    ...error,
    bad: [-1, 10, 19, 23, 88888887, 88888889, 2147483648, -2147483649].map((CategoryId) => ({ CategoryId })),
    good: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 20, 21, 22, 88888888].map((CategoryId) => ({ CategoryId })),
  },
  ...(['generic', 'fabric', 'trademark', 'copyright', 'furniture', 'hardware'] as const).map(
    (serviceType) => ({
      code: 'META_CATEGORY_IGNORED',
      field: 'CategoryId',
      ...warning,
      options: { serviceType },
      bad: [
        { CategoryId: 0 },
        { CategoryId: 10 },
        { CategoryId: 88888887 },
        { CategoryId: 9007199254740991 },
      ],
      good: [{ CategoryId: 88888888 }, {}],
    }),
  ),
  ...numbered('IntAttr').map((field) => ({
    code: 'META_INT_RANGE',
    field,
    ...error,
    bad: [2147483648, -2147483649, 9007199254740991, -9007199254740991].map((value) => ({ [field]: value })),
    good: [2147483647, -2147483648, 0, -1].map((value) => ({ [field]: value })),
  })),
  ...numbered('StrAttr').flatMap((field) => [
    {
      code: 'META_TOO_LONG',
      field,
      ...error,
      bad: [{ [field]: 'x'.repeat(129) }, { [field]: '值'.repeat(129) }],
      good: [{ [field]: 'x'.repeat(128) }, { [field]: '值'.repeat(128) }, { [field]: '' }],
    },
    {
      code: 'META_STR_ATTR_CHARACTERS',
      field,
      ...strictOnly,
      bad: ['a\\b', '¥100', '$1', 'a&b', '5%'].map((value) => ({ [field]: value })),
      good: ['', 'value1', '夏季 2024', 'a-b_c/d', "#'()*+,:;<=>?@[]^`{|}~", '￥', '％'].map((value) => ({
        [field]: value,
      })),
    },
  ]),
  {
    code: 'META_TOO_LONG',
    field: 'CustomContent',
    ...error,
    bad: [{ CustomContent: 'x'.repeat(4097) }, { CustomContent: '"'.repeat(4097) }],
    good: [{ CustomContent: 'x'.repeat(4096) }, { CustomContent: '"'.repeat(4096) }], // an escape is one character
  },
  {
    code: 'META_CUSTOM_CONTENT_MISSING',
    field: 'CustomContent',
    ...strictOnly,
    bad: [{ CustomContent: undefined }],
    good: [{ CustomContent: '' }, DELETE],
  },
];
