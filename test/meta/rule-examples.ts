import type { Severity } from '../../src/shared/issue.ts';
import type { ServiceType } from '../../src/shared/service-type.ts';

/** A line by its differences from one that passes every rule; undefined takes a field out. */
type Difference = Readonly<Record<string, unknown>>;

export interface RuleExamples {
  readonly code: string;
  readonly field: string;
  readonly documented: Severity;
  readonly strict: Severity;
  readonly bad: readonly Difference[];
  /** Lines that this rule has nothing against; another rule may. */
  readonly good: readonly Difference[];
  /** @default 'product' */
  readonly serviceType?: ServiceType;
}

export const GOOD_LINE = {
  OperationType: 'ADD',
  ProductId: '1000',
  PicName: 'shoe.jpg',
  CustomContent: 'k1:v1',
} as const;

const DELETE = { OperationType: 'DELETE', CustomContent: undefined };
const error = { documented: 'error', strict: 'error' } as const;
const warning = { documented: 'warning', strict: 'warning' } as const;
const strictOnly = { documented: 'warning', strict: 'error' } as const;

const numbered = (name: string) => [name, `${name}2`, `${name}3`, `${name}4`];

/** Good and bad lines for each rule: the limits are those of the documents, written out again. */
export const RULE_EXAMPLES: readonly RuleExamples[] = [
  {
    code: 'META_OPERATION_UNKNOWN',
    field: 'OperationType',
    ...error,
    bad: [
      { OperationType: undefined },
      { OperationType: 'add' },
      { OperationType: 'UPDATE' },
      { OperationType: '' },
    ],
    good: [{}, DELETE],
  },
  {
    code: 'META_PRODUCT_ID_MISSING',
    field: 'ProductId',
    ...error,
    bad: [{ ProductId: undefined }, { ProductId: '' }, { ...DELETE, ProductId: undefined }],
    good: [{ ProductId: '0' }, { ProductId: '商品' }],
  },
  {
    code: 'META_TOO_LONG',
    field: 'ProductId',
    ...error,
    bad: [
      { ProductId: 'x'.repeat(513) },
      { ProductId: '商'.repeat(513) },
      { ProductId: '😀'.repeat(257) }, // two UTF-16 units each
    ],
    good: [{ ProductId: 'x'.repeat(512) }, { ProductId: '商'.repeat(512) }, { ProductId: '😀'.repeat(256) }],
  },
  {
    code: 'META_TOO_LONG_FOR_API',
    field: 'ProductId',
    ...strictOnly,
    bad: [{ ProductId: 'x'.repeat(257) }, { ProductId: 'x'.repeat(512) }],
    good: [{ ProductId: 'x'.repeat(256) }, { ProductId: 'x'.repeat(513) }], // the latter is META_TOO_LONG alone
  },
  {
    code: 'META_PIC_NAME_MISSING',
    field: 'PicName',
    ...error,
    bad: [{ PicName: undefined }, { PicName: '' }, { ...DELETE, PicName: '' }],
    good: [{}, { ...DELETE, PicName: undefined }],
  },
  {
    code: 'META_DELETE_WHOLE_PRODUCT',
    field: 'PicName',
    ...warning,
    bad: [{ ...DELETE, PicName: undefined }],
    good: [DELETE, { PicName: undefined }],
  },
  {
    code: 'META_TOO_LONG',
    field: 'PicName',
    ...error,
    bad: [{ PicName: `${'x'.repeat(509)}.jpg` }],
    good: [{ PicName: `${'x'.repeat(508)}.jpg` }],
  },
  {
    code: 'META_TOO_LONG_FOR_API',
    field: 'PicName',
    ...strictOnly,
    bad: [{ PicName: `${'x'.repeat(253)}.jpg` }, { PicName: `${'x'.repeat(508)}.jpg` }],
    good: [{ PicName: `${'x'.repeat(252)}.jpg` }, { PicName: `${'x'.repeat(509)}.jpg` }],
  },
  {
    code: 'META_PIC_NAME_EXTENSION',
    field: 'PicName',
    ...error,
    bad: ['girl_cloth10', 'a.', 'a.jpg/b', 'a.jpg ', 'a.图片', 'a.123456789'].map((PicName) => ({ PicName })),
    good: ['a.jpg', 'girlCloth/girl_cloth10.jpg', '图片.JPEG', 'a.b.tiff', '.webp'].map((PicName) => ({
      PicName,
    })),
  },
  {
    code: 'META_PIC_NAME_SLASH',
    field: 'PicName',
    ...error,
    bad: ['/a.jpg', 'a.jpg/', '/girlCloth/a.jpg', '/', 'girlCloth/'].map((PicName) => ({ PicName })),
    good: [{ PicName: 'girlCloth/a.jpg' }, { PicName: 'a/b/c.jpg' }],
  },
  {
    code: 'META_PIC_NAME_PATH',
    field: 'PicName',
    ...error,
    bad: [
      'a//b.jpg',
      './a.jpg',
      '../a.jpg',
      'a/../b.jpg',
      'a/./b.jpg',
      'a\\b.jpg',
      'a\tb.jpg',
      'a\nb.jpg',
      'a\0b.jpg',
      'a\u007fb.jpg',
    ].map((PicName) => ({ PicName })),
    good: ['a/b/c.jpg', '..a.jpg', 'a..b.jpg', '.a/b.jpg', '商品/正 面.jpg', 'a+b&c%20.jpg'].map(
      (PicName) => ({
        PicName,
      }),
    ),
  },
  {
    code: 'META_CATEGORY_UNKNOWN',
    field: 'CategoryId',
    ...error,
    bad: [-1, 10, 19, 23, 88888887].map((CategoryId) => ({ CategoryId })),
    good: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 20, 21, 22, 88888888].map((CategoryId) => ({ CategoryId })),
  },
  ...(['generic', 'fabric', 'trademark', 'copyright', 'furniture', 'hardware'] as const).map(
    (serviceType) => ({
      code: 'META_CATEGORY_IGNORED',
      field: 'CategoryId',
      ...warning,
      serviceType,
      bad: [{ CategoryId: 0 }, { CategoryId: 10 }],
      good: [{ CategoryId: 88888888 }, {}],
    }),
  ),
  ...numbered('IntAttr').map((field) => ({
    code: 'META_INT_RANGE',
    field,
    ...error,
    bad: [2147483648, -2147483649, 9007199254740991].map((value) => ({ [field]: value })),
    good: [2147483647, -2147483648, 0].map((value) => ({ [field]: value })),
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
      good: ['value1', '夏季 2024', 'a-b_c/d'].map((value) => ({ [field]: value })),
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
  {
    code: 'META_CROP_IGNORED',
    field: 'Crop',
    ...warning,
    bad: [
      { Crop: true, Region: '20,40,60,80' },
      { Crop: false, Region: '20,40,60,80' },
    ],
    good: [{ Crop: false }, { Crop: true }, { Region: '20,40,60,80' }],
  },
  {
    code: 'META_REGION_ORDER',
    field: 'Region',
    ...error,
    bad: ['20,20,60,80', '20,40,60,60', '40,20,60,80', '20,40,80,60', '0,0,0,0'].map((Region) => ({
      Region,
    })),
    good: ['20,40,60,80', '0,1,0,1', '300,400,0,10'].map((Region) => ({ Region })),
  },
  {
    code: 'META_DELETE_EXTRA_FIELD',
    field: 'OperationType',
    ...warning,
    bad: [
      { ...DELETE, CustomContent: 'k:v' },
      { ...DELETE, Crop: false },
      { ...DELETE, IntAttr4: 0 },
    ],
    good: [DELETE, { ...DELETE, PicName: undefined }, { CustomContent: 'k:v', IntAttr4: 0 }],
  },
];
