import { show } from '../../shared/options/checks.ts';
import type { MetaFieldName } from '../model/meta-fields.ts';
import { STRICT_ONLY } from '../model/meta-profile.ts';
import { CATEGORIES, isCategory, OTHERS_CATEGORY } from './categories.ts';
import { INT32, longest, wholeCharacters, without } from './limits.ts';
import { ADD_IMAGE, type FieldRule, isAdd, type MetaRule, UPLOAD_IMAGES } from './meta-rule.ts';

const int32 = (wire: MetaFieldName) =>
  ({
    code: 'META_INT_RANGE',
    severity: 'error',
    field: wire,
    source: `${ADD_IMAGE}: int32`,
    bad: { [wire]: 2 ** 31 },
    good: { [wire]: 2 ** 31 - 1 },
    limits: () => INT32,
    ofValue: (value: number) =>
      value < INT32.minimum || value > INT32.maximum
        ? `${wire} is ${value}: a 32-bit integer is at most ${INT32.maximum} and at least ${INT32.minimum}`
        : undefined,
  }) as const satisfies FieldRule<number>;

const strAttr = (wire: MetaFieldName) =>
  [
    wholeCharacters(wire),
    longest(wire, 128, { code: 'META_TOO_LONG', severity: 'error', source: UPLOAD_IMAGES }),
    without(wire, '\\\\¥$&%', {
      code: 'META_STR_ATTR_CHARACTERS',
      severity: STRICT_ONLY,
      source: `${ADD_IMAGE}; the list there is not exhaustive`,
      bad: { [wire]: '5%' },
      good: { [wire]: '5 percent' },
      message: (text) =>
        `${wire} contains ${show(/[\\\u00a5$&%]/.exec(text)?.[0])}: special characters such as \\ ¥ $ & % are not supported`,
    }),
  ] as const;

/** What an image carries into the gallery beside its names. */
export const ATTRIBUTE_RULES = [
  {
    code: 'META_CATEGORY_UNKNOWN',
    severity: 'error',
    field: 'CategoryId',
    source: 'help page "Category reference", Aug 26 2024',
    bad: { CategoryId: 10 },
    good: { CategoryId: 0 },
    when: ({ serviceType }) => serviceType === 'product',
    limits: () => ({ enum: Object.keys(CATEGORIES).map(Number) }),
    ofValue: (id: number) =>
      !isCategory(id)
        ? `CategoryId is ${id}: product search knows ${Object.keys(CATEGORIES).join(', ')}`
        : undefined,
  },
  {
    code: 'META_CATEGORY_IGNORED',
    severity: 'warning',
    field: 'CategoryId',
    source: UPLOAD_IMAGES,
    bad: { CategoryId: 0 },
    good: { CategoryId: OTHERS_CATEGORY },
    when: ({ serviceType }) => serviceType !== 'product',
    limits: () => ({ enum: [OTHERS_CATEGORY] }),
    ofValue: (id: number, { serviceType }) =>
      id !== OTHERS_CATEGORY
        ? `CategoryId is ${id}: ${serviceType} search puts every image into ${OTHERS_CATEGORY}`
        : undefined,
  },
  int32('IntAttr'),
  int32('IntAttr2'),
  int32('IntAttr3'),
  int32('IntAttr4'),
  ...strAttr('StrAttr'),
  ...strAttr('StrAttr2'),
  ...strAttr('StrAttr3'),
  ...strAttr('StrAttr4'),
  wholeCharacters('CustomContent'),
  longest('CustomContent', 4096, {
    code: 'META_TOO_LONG',
    severity: 'error',
    source: UPLOAD_IMAGES,
  }),
  {
    code: 'META_CUSTOM_CONTENT_MISSING',
    severity: STRICT_ONLY,
    field: 'CustomContent',
    source: `${UPLOAD_IMAGES}: required; ${ADD_IMAGE}: optional`,
    bad: { CustomContent: undefined },
    good: { CustomContent: '' },
    neededBy: 'ADD',
    ofRecord: (record) =>
      isAdd(record) && record.customContent === undefined
        ? 'CustomContent is missing: the batch document requires it, the API does not'
        : undefined,
  },
] as const satisfies readonly MetaRule[];
