import { IMAGE_EXTENSIONS } from '../../shared/model/image-extensions.ts';
import { show } from '../../shared/options/checks.ts';
import { STRICT_ONLY } from '../model/meta-profile.ts';
import { INVISIBLE, invisibleCharacter } from './invisible-characters.ts';
import { literal, longest, matching, wholeCharacters, without } from './limits.ts';
import { ADD_IMAGE, isAdd, isDelete, type MetaRule, UPLOAD_IMAGES } from './meta-rule.ts';

const CONTROL = '\\u0000-\\u001f\\u007f-\\u009f';

const NO_PRODUCT_ID = 'ProductId is missing: every line needs the id of its product';
const NO_PIC_NAME = 'PicName is missing: it names the object that holds the image';

/** 256 in the API since Feb 2025, 512 in the batch documents: more than 512 fails everywhere. */
const nameLength = (wire: 'ProductId' | 'PicName') =>
  [
    longest(wire, 512, { code: 'META_TOO_LONG', severity: 'error', source: UPLOAD_IMAGES }),
    longest(wire, 256, {
      code: 'META_TOO_LONG_FOR_API',
      severity: STRICT_ONLY,
      source: `${ADD_IMAGE}: 256 since Feb 2025; ${UPLOAD_IMAGES}: 512`,
      because: 'the API takes 256, older batch documents say 512',
    }),
  ] as const;

/** Names that look the same and are not: an error at the service that nobody can see. */
const visible = (wire: 'ProductId' | 'PicName', bad: string, good: string) =>
  without(wire, INVISIBLE, {
    code: 'META_INVISIBLE_CHARACTER',
    severity: 'warning',
    source: 'OSS object names and product ids are compared byte by byte',
    bad: { [wire]: bad },
    good: { [wire]: good },
    message: (text) =>
      `${wire} contains ${invisibleCharacter(text)}, a character that cannot be seen or looks like a space: leave it out unless the name has it`,
  });

const EXTENSIONS = Object.values(IMAGE_EXTENSIONS).flat();
const anyCase = (text: string): string =>
  text.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);

/** What is done, and to which image: OperationType, ProductId and PicName. */
export const NAME_RULES = [
  {
    code: 'META_OPERATION_UNKNOWN',
    severity: 'error',
    field: 'OperationType',
    source: UPLOAD_IMAGES,
    bad: { OperationType: 'UPDATE' },
    good: { OperationType: 'ADD' },
    limits: () => ({ enum: ['ADD', 'DELETE'] }),
    ofValue: (operation: string) =>
      operation === 'ADD' || operation === 'DELETE'
        ? undefined
        : `OperationType is ${show(operation)}: it must be "ADD" or "DELETE"`,
  },
  {
    code: 'META_OPERATION_UNKNOWN',
    severity: 'error',
    field: 'OperationType',
    source: UPLOAD_IMAGES,
    bad: { OperationType: undefined },
    good: { OperationType: 'DELETE', CustomContent: undefined },
    neededBy: 'both',
    ofRecord: ({ operationType }) =>
      operationType === undefined ? 'OperationType is missing: it must be "ADD" or "DELETE"' : undefined,
  },
  {
    code: 'META_PRODUCT_ID_MISSING',
    severity: 'error',
    field: 'ProductId',
    source: UPLOAD_IMAGES,
    bad: { ProductId: undefined },
    good: { ProductId: '1000' },
    neededBy: 'both',
    ofRecord: ({ productId }) => (productId === undefined ? NO_PRODUCT_ID : undefined),
  },
  {
    code: 'META_PRODUCT_ID_MISSING',
    severity: 'error',
    field: 'ProductId',
    source: UPLOAD_IMAGES,
    bad: { ProductId: '' },
    good: { ProductId: '0' },
    limits: () => ({ minLength: 1 }),
    ofValue: (id: string) => (id === '' ? NO_PRODUCT_ID : undefined),
  },
  wholeCharacters('ProductId'),
  ...nameLength('ProductId'),
  without('ProductId', CONTROL, {
    code: 'META_CONTROL_CHARACTER',
    severity: 'warning',
    source: 'no document says that the service takes one',
    bad: { ProductId: '10\t00' },
    good: { ProductId: '10 00' },
    message: (id) => `ProductId ${show(id)} contains a control character: leave it out`,
  }),
  visible('ProductId', '1000\u200b', '1000'),
  {
    code: 'META_PIC_NAME_MISSING',
    severity: 'error',
    field: 'PicName',
    source: UPLOAD_IMAGES,
    bad: { PicName: undefined },
    good: { OperationType: 'DELETE', PicName: undefined, CustomContent: undefined },
    neededBy: 'ADD',
    ofRecord: (record) => (isAdd(record) && record.picName === undefined ? NO_PIC_NAME : undefined),
  },
  {
    code: 'META_PIC_NAME_MISSING',
    severity: 'error',
    field: 'PicName',
    source: UPLOAD_IMAGES,
    bad: { PicName: '' },
    good: { PicName: 'a.jpg' },
    limits: () => ({ minLength: 1 }),
    ofValue: (name: string) => (name === '' ? NO_PIC_NAME : undefined),
  },
  {
    code: 'META_DELETE_WHOLE_PRODUCT',
    severity: 'warning',
    field: 'PicName',
    source: `DELETE samples of the ${UPLOAD_IMAGES}; DeleteImage`,
    bad: { OperationType: 'DELETE', PicName: undefined, CustomContent: undefined },
    good: { OperationType: 'DELETE', CustomContent: undefined },
    ofRecord: (record) =>
      isDelete(record) && record.picName === undefined
        ? `DELETE without PicName removes every image of product ${show(record.productId)}`
        : undefined,
  },
  wholeCharacters('PicName'),
  ...nameLength('PicName'),
  matching('PicName', '^(?!/)(?![\\s\\S]*/$)', {
    code: 'META_PIC_NAME_SLASH',
    severity: 'error',
    source: UPLOAD_IMAGES,
    bad: { PicName: '/girlCloth/girl_cloth8.jpg' },
    good: { PicName: 'girlCloth/girl_cloth8.jpg' },
    message: (name) => `PicName ${show(name)} begins or ends with a slash: leave it out`,
  }),
  matching('PicName', '\\.[A-Za-z0-9]{1,8}$', {
    code: 'META_PIC_NAME_EXTENSION',
    severity: 'error',
    source: UPLOAD_IMAGES,
    bad: { PicName: 'shoe' },
    good: { PicName: 'shoe.jpg' },
    message: (name) =>
      `PicName ${show(name)} has no extension: write the object's whole name, such as "shoe.jpg"`,
  }),
  {
    ...matching('PicName', `^(?![\\s\\S]*[\\\\${CONTROL}])(?![\\s\\S]*(?:^|/)\\.{0,2}(?:/|$))`, {
      code: 'META_PIC_NAME_PATH',
      severity: 'error',
      source: 'OSS object names; a dot segment leaves the folder of increment.meta',
      bad: { PicName: '../shoe.jpg' },
      good: { PicName: 'shoes/2026/shoe.jpg' },
      message: (name) =>
        `PicName ${show(name)} contains an empty or dot segment, a backslash or a control character: name the object plainly`,
    }),
    characters: `\\\\${CONTROL}`,
  },
  visible('PicName', 'shoe\u00a01.jpg', 'shoe 1.jpg'),
  matching('PicName', `\\.(?:${EXTENSIONS.map(anyCase).join('|')})$`, {
    code: 'META_PIC_NAME_FORMAT',
    severity: 'warning',
    source: `${UPLOAD_IMAGES}: the formats of images`,
    bad: { PicName: 'shoe.pdf' },
    good: { PicName: 'shoe.JPEG' },
    message: (name) =>
      `PicName ${show(name)} has an extension that no accepted format has: PNG, JPEG, BMP, GIF, WebP, TIFF and PPM are accepted`,
  }),
  {
    code: 'META_PIC_NAME_OUTSIDE',
    severity: STRICT_ONLY,
    field: 'PicName',
    source: `help page "Import", Jun 28 2020: images lie in the folder of increment.meta; ${UPLOAD_IMAGES}: anywhere in the bucket`,
    bad: { PicName: 'elsewhere/shoe.jpg' },
    good: { PicName: 'shoes/shoe.jpg' },
    when: ({ picNameBase, folder }) => picNameBase === 'bucket' && folder !== undefined && folder !== '',
    limits: ({ folder }) => ({ pattern: `^${literal(`${folder}/`)}` }),
    ofValue: (name: string, { folder }) =>
      !name.startsWith(`${folder}/`)
        ? `PicName ${show(name)} lies outside ${show(folder)}, the folder of increment.meta: the documents of 2020 forbid it, later ones do not`
        : undefined,
  },
] as const satisfies readonly MetaRule[];
