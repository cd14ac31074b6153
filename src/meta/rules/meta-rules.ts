import { show } from '../../shared/checks.ts';
import type { ServiceType } from '../../shared/service-type.ts';
import type { SeverityByProfile } from '../meta-profile.ts';
import type { AddRecord } from '../meta-record.ts';
import { CATEGORIES, isCategory, OTHERS_CATEGORY } from './categories.ts';
import { META_FIELDS, type MetaFieldName, type MetaKey } from './meta-fields.ts';
import { formatRegion } from './region.ts';

/** A record on its way in: its fields have the right types, but any may be missing. */
export type MetaDraft = {
  readonly [K in MetaKey]?: K extends 'operationType' ? string : AddRecord[K] | undefined;
};

interface MetaRule {
  readonly code: string;
  readonly severity: SeverityByProfile;
  readonly field: MetaFieldName;
  /** The document that says so. */
  readonly source: string;
  /** What is wrong, with the value and the limit, or undefined. */
  readonly test: (record: MetaDraft, serviceType: ServiceType) => string | undefined;
}

const UPLOAD_IMAGES = 'help page "Upload images", Mar 08 2024';
const ADD_IMAGE = 'AddImage, @alicloud/imagesearch20201214 4.4.0';
const STRICT_ONLY = { documented: 'warning', strict: 'error' } as const;

const isAdd = ({ operationType }: MetaDraft) => operationType === 'ADD';
const isDelete = ({ operationType }: MetaDraft) => operationType === 'DELETE';

/** Characters are UTF-16 units, as every counter the service shows counts them; no document says more than "characters". */
const longer = (limit: number, value: string | undefined, upTo = Number.POSITIVE_INFINITY) =>
  value !== undefined && value.length > limit && value.length <= upTo
    ? `is ${value.length} characters long: the limit is ${limit}`
    : undefined;

const int32 = (key: MetaKey, wire: MetaFieldName) =>
  ({
    code: 'META_INT_RANGE',
    severity: 'error',
    field: wire,
    source: ADD_IMAGE,
    test: (record) => {
      const value = record[key];
      return typeof value === 'number' && (value < -(2 ** 31) || value > 2 ** 31 - 1)
        ? `${wire} is ${value}: a 32-bit integer is at most 2147483647 and at least -2147483648`
        : undefined;
    },
  }) as const satisfies MetaRule;

const strAttr = (key: MetaKey, wire: MetaFieldName) => {
  const text = (record: MetaDraft) => record[key] as string | undefined;
  return [
    {
      code: 'META_TOO_LONG',
      severity: 'error',
      field: wire,
      source: UPLOAD_IMAGES,
      test: (record) => prefixed(wire, longer(128, text(record))),
    },
    {
      code: 'META_STR_ATTR_CHARACTERS',
      severity: STRICT_ONLY,
      field: wire,
      source: ADD_IMAGE,
      test: (record) => {
        const found = /[\\¥$&%]/u.exec(text(record) ?? '');
        return found === null
          ? undefined
          : `${wire} contains ${show(found[0])}: special characters such as \\ ¥ $ & % are not supported`;
      },
    },
  ] as const satisfies readonly MetaRule[];
};

const prefixed = (name: string, message: string | undefined) =>
  message === undefined ? undefined : `${name} ${message}`;

/** 256 in the API since Feb 2025, 512 in the batch documents: more than 512 fails everywhere. */
const nameLength = (key: 'productId' | 'picName', wire: MetaFieldName) =>
  [
    {
      code: 'META_TOO_LONG',
      severity: 'error',
      field: wire,
      source: UPLOAD_IMAGES,
      test: (record) => prefixed(wire, longer(512, record[key])),
    },
    {
      code: 'META_TOO_LONG_FOR_API',
      severity: STRICT_ONLY,
      field: wire,
      source: ADD_IMAGE,
      test: (record) =>
        prefixed(wire, longer(256, record[key], 512)) &&
        `${wire} is ${record[key]?.length} characters long: the API takes 256, older batch documents say 512`,
    },
  ] as const satisfies readonly MetaRule[];

/** Every rule about a record's fields. The builder, the parser, the emulator and the command line all ask this table. */
export const META_RULES = [
  {
    code: 'META_OPERATION_UNKNOWN',
    severity: 'error',
    field: 'OperationType',
    source: UPLOAD_IMAGES,
    test: ({ operationType }) =>
      operationType === undefined
        ? 'OperationType is missing: it must be "ADD" or "DELETE"'
        : operationType === 'ADD' || operationType === 'DELETE'
          ? undefined
          : `OperationType is ${show(operationType)}: it must be "ADD" or "DELETE"`,
  },
  {
    code: 'META_PRODUCT_ID_MISSING',
    severity: 'error',
    field: 'ProductId',
    source: UPLOAD_IMAGES,
    test: ({ productId }) =>
      productId ? undefined : 'ProductId is missing: every line needs the id of its product',
  },
  ...nameLength('productId', 'ProductId'),
  {
    code: 'META_PIC_NAME_MISSING',
    severity: 'error',
    field: 'PicName',
    source: UPLOAD_IMAGES,
    test: (record) =>
      (isAdd(record) && !record.picName) || record.picName === ''
        ? 'PicName is missing: it names the object that holds the image'
        : undefined,
  },
  {
    code: 'META_DELETE_WHOLE_PRODUCT',
    severity: 'warning',
    field: 'PicName',
    source: `DELETE samples of the ${UPLOAD_IMAGES}; DeleteImage`,
    test: (record) =>
      isDelete(record) && record.picName === undefined
        ? `DELETE without PicName removes every image of product ${show(record.productId)}`
        : undefined,
  },
  ...nameLength('picName', 'PicName'),
  {
    code: 'META_PIC_NAME_SLASH',
    severity: 'error',
    field: 'PicName',
    source: UPLOAD_IMAGES,
    test: ({ picName }) =>
      picName && /^\/|\/$/.test(picName)
        ? `PicName ${show(picName)} begins or ends with a slash: leave it out`
        : undefined,
  },
  {
    code: 'META_PIC_NAME_EXTENSION',
    severity: 'error',
    field: 'PicName',
    source: UPLOAD_IMAGES,
    test: ({ picName }) =>
      picName && !/\.[A-Za-z0-9]{1,8}$/.test(picName)
        ? `PicName ${show(picName)} has no extension: write the object's whole name, such as "shoe.jpg"`
        : undefined,
  },
  {
    code: 'META_PIC_NAME_PATH',
    severity: 'error',
    field: 'PicName',
    source: 'OSS object names; a dot segment leaves the folder of increment.meta',
    test: ({ picName = '' }) => {
      const segments = picName.replace(/^\/+|\/+$/g, '').split('/');
      const odd = picName !== '' && segments.some((segment) => ['', '.', '..'].includes(segment));
      return odd || /[\\\p{Cc}]/u.test(picName)
        ? `PicName ${show(picName)} contains an empty or dot segment, a backslash or a control character: name the object plainly`
        : undefined;
    },
  },
  {
    code: 'META_CATEGORY_UNKNOWN',
    severity: 'error',
    field: 'CategoryId',
    source: 'help page "Category reference", Aug 26 2024',
    test: ({ categoryId }, serviceType) =>
      categoryId !== undefined && serviceType === 'product' && !isCategory(categoryId)
        ? `CategoryId is ${categoryId}: product search knows ${Object.keys(CATEGORIES).join(', ')}`
        : undefined,
  },
  {
    code: 'META_CATEGORY_IGNORED',
    severity: 'warning',
    field: 'CategoryId',
    source: UPLOAD_IMAGES,
    test: ({ categoryId }, serviceType) =>
      categoryId !== undefined && categoryId !== OTHERS_CATEGORY && serviceType !== 'product'
        ? `CategoryId is ${categoryId}: ${serviceType} search puts every image into ${OTHERS_CATEGORY}`
        : undefined,
  },
  int32('intAttr', 'IntAttr'),
  int32('intAttr2', 'IntAttr2'),
  int32('intAttr3', 'IntAttr3'),
  int32('intAttr4', 'IntAttr4'),
  ...strAttr('strAttr', 'StrAttr'),
  ...strAttr('strAttr2', 'StrAttr2'),
  ...strAttr('strAttr3', 'StrAttr3'),
  ...strAttr('strAttr4', 'StrAttr4'),
  {
    code: 'META_TOO_LONG',
    severity: 'error',
    field: 'CustomContent',
    source: UPLOAD_IMAGES,
    test: ({ customContent }) => prefixed('CustomContent', longer(4096, customContent)),
  },
  {
    code: 'META_CUSTOM_CONTENT_MISSING',
    severity: STRICT_ONLY,
    field: 'CustomContent',
    source: `${UPLOAD_IMAGES} (required); optional in ${ADD_IMAGE}`,
    test: (record) =>
      isAdd(record) && record.customContent === undefined
        ? 'CustomContent is missing: the batch document requires it, the API does not'
        : undefined,
  },
  {
    code: 'META_CROP_IGNORED',
    severity: 'warning',
    field: 'Crop',
    source: UPLOAD_IMAGES,
    test: ({ crop, region }) =>
      crop !== undefined && region !== undefined
        ? 'Crop has no effect beside Region: leave one of them out'
        : undefined,
  },
  {
    code: 'META_REGION_ORDER',
    severity: 'error',
    field: 'Region',
    source: UPLOAD_IMAGES,
    test: ({ region }) =>
      region !== undefined && (region.x1 >= region.x2 || region.y1 >= region.y2)
        ? `Region is ${show(formatRegion(region))}: the order is x1,x2,y1,y2 with x1 < x2 and y1 < y2`
        : undefined,
  },
  {
    code: 'META_DELETE_EXTRA_FIELD',
    severity: 'warning',
    field: 'OperationType',
    source: `no DELETE sample of the ${UPLOAD_IMAGES} has other fields`,
    test: (record) => {
      const extra = META_FIELDS.filter(
        ({ key }) => record[key] !== undefined && !['operationType', 'productId', 'picName'].includes(key),
      );
      return isDelete(record) && extra.length > 0
        ? `DELETE takes ProductId and PicName only: ${extra.map(({ wire }) => wire).join(', ')} has no effect`
        : undefined;
    },
  },
] as const satisfies readonly MetaRule[];

export type MetaRuleCode = (typeof META_RULES)[number]['code'];
