import { DELETE, error, type RuleExamples, strictOnly, warning } from './rule-example.ts';

/** An image of 100 × 80 pixels, and others that are not known. */
const sizeOf = (picName: string) => (picName === 'shoe.jpg' ? { width: 100, height: 80 } : undefined);

/** Of fields that came after 2020. */
const VALUES: Readonly<Record<string, unknown>> = {
  IntAttr: 0,
  IntAttr2: 1,
  IntAttr3: -1,
  IntAttr4: 1,
  StrAttr: '',
  StrAttr2: 'b',
  StrAttr3: 'c',
  StrAttr4: 'a',
  Crop: false,
  Region: '20,40,60,80',
};

/** Of the rules about what fields say together, or of the image. */
export const RECORD_RULE_EXAMPLES: readonly RuleExamples[] = [
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
    bad: ['20,20,60,80', '20,40,60,60', '40,20,60,80', '20,40,80,60', '0,0,0,0', '9,10,010,10'].map(
      (Region) => ({
        Region,
      }),
    ),
    good: ['20,40,60,80', '0,1,0,1', '300,400,0,10', '9,10,09,10', '0,999999999,999999998,999999999'].map(
      (Region) => ({ Region }),
    ),
  },
  {
    code: 'META_REGION_OUTSIDE',
    field: 'Region',
    ...error,
    options: { sizeOf },
    bad: ['0,101,0,80', '0,100,0,81', '100,101,80,81', '20,200,60,80'].map((Region) => ({ Region })),
    good: [
      { Region: '0,100,0,80' },
      { Region: '99,100,79,80' },
      { Region: '0,101,0,80', PicName: 'unknown.jpg' },
      {},
    ],
  },
  ...(['2020', '2018'] as const).flatMap((dialect) =>
    Object.entries(VALUES).map(([field, value]) => ({
      code: 'META_FIELD_TOO_NEW',
      field,
      ...strictOnly,
      options: { dialect },
      bad: [{ [field]: value }, { ...DELETE, [field]: value }],
      good: [{}, { CategoryId: 0 }, DELETE],
    })),
  ),
  {
    code: 'META_DELETE_EXTRA_FIELD',
    field: 'OperationType',
    ...warning,
    names: 'DELETE takes ProductId and PicName only',
    bad: [
      { ...DELETE, CustomContent: 'k:v' },
      { ...DELETE, Crop: false },
      { ...DELETE, IntAttr4: 0 },
    ],
    good: [DELETE, { ...DELETE, PicName: undefined }, { CustomContent: 'k:v', IntAttr4: 0 }],
  },
];
