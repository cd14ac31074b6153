import { show } from '../../shared/options/checks.ts';
import type { SeverityByProfile } from '../model/meta-profile.ts';

/** An image as two lines name it; the whole product when `picName` is left out. */
export interface NamedImage {
  readonly productId: string;
  readonly picName?: string | undefined;
}

/** A line's number, or the number with what else is to be said of the line. */
type LineName = number | string;

interface FileRule {
  readonly severity: SeverityByProfile;
  /** The document that says so. */
  readonly source: string;
  /** Lines that break the rule, and lines that keep it. */
  readonly bad: string;
  readonly good: string;
}

const imageOf = ({ productId, picName }: NamedImage) =>
  picName === undefined
    ? `Every image of product ${show(productId)}`
    : `Image ${show(picName)} of product ${show(productId)}`;

const ORDER = 'no document says in which order the lines of a file are carried out';

const add = (picName: string) =>
  `{"OperationType":"ADD","ProductId":"1","PicName":"${picName}","CustomContent":""}`;
const remove = (picName: string) => `{"OperationType":"DELETE","ProductId":"1","PicName":"${picName}"}`;
const removeAll = (productId: string) => `{"OperationType":"DELETE","ProductId":"${productId}"}`;

/** Every rule about a file as a whole: what no line breaks alone. */
export const META_FILE_RULES = {
  META_FILE_NAME: {
    severity: 'warning',
    source: 'help page "Upload images", Mar 08 2024: "Do not modify the file name"',
    bad: 'products.meta',
    good: 'increment.meta',
    message: (name: string) => `The file is called ${show(name)}: the service reads "increment.meta" only`,
  },
  META_OBJECT_OVER_LINES: {
    severity: 'error',
    source: 'help page "Upload images", Mar 08 2024: one image in one line',
    bad: '{"OperationType":"DELETE",\n"ProductId":"1",\n"PicName":"a.jpg"}\n',
    good: `${remove('a.jpg')}\n`,
    message: (objects: number, lines: number) =>
      `${objects === 1 ? 'One object stands' : `${objects} objects stand`} over ${lines} lines, and here the first begins: write each object in one line, as lint --fix does`,
  },
  META_EMPTY: {
    severity: 'error',
    source: 'nothing to import; a task without lines is undocumented',
    bad: '',
    good: add('a.jpg'),
    message: () => 'The file is empty: it must name at least one image',
  },
  META_DUPLICATE: {
    severity: 'error',
    source: `help page "Upload images", Mar 08 2024: the same ProductId and PicName overwrite; ${ORDER}`,
    bad: `${add('a.jpg')}\n${add('a.jpg')}`,
    good: `${add('a.jpg')}\n${add('b.jpg')}`,
    message: (image: NamedImage, addLine: LineName) =>
      `${imageOf(image)} is added in line ${addLine} already: keep one of these lines, as ${ORDER}`,
  },
  META_DELETE_TWICE: {
    severity: 'warning',
    source: 'a second DELETE of the same image changes nothing',
    bad: `${remove('a.jpg')}\n${remove('a.jpg')}`,
    good: `${remove('a.jpg')}\n${remove('b.jpg')}`,
    message: (image: NamedImage, deleteLine: LineName) =>
      `${imageOf(image)} is deleted in line ${deleteLine} already: one DELETE is enough`,
  },
  META_DELETE_BEFORE_ADD: {
    severity: 'warning',
    source: `help page "Upload images", Mar 08 2024: the same ProductId and PicName overwrite; ${ORDER}`,
    bad: `${remove('a.jpg')}\n${add('a.jpg')}`,
    good: add('a.jpg'),
    message: (image: NamedImage, addLine: LineName) =>
      `${imageOf(image)} is deleted here and added in line ${addLine}: leave the DELETE out, as the ADD replaces the image anyway, and ${ORDER}`,
  },
  META_ADD_AND_DELETE: {
    severity: 'error',
    source: ORDER,
    bad: `${add('a.jpg')}\n${remove('a.jpg')}`,
    good: `${add('a.jpg')}\n${remove('b.jpg')}`,
    message: (image: NamedImage, otherLine: LineName) =>
      `${imageOf(image)} is both added and deleted, in line ${otherLine} too: keep the ADD or the DELETE, as ${ORDER}`,
  },
  META_PRODUCT_REPLACED: {
    severity: 'warning',
    source: ORDER,
    bad: `${removeAll('1')}\n${add('a.jpg')}`,
    good: `${removeAll('2')}\n${add('a.jpg')}`,
    message: ({ productId }: NamedImage, otherLine: LineName) =>
      `Product ${show(productId)} is deleted as a whole and then gets images, in line ${otherLine} too: delete it in one batch task and add the images in the next, as ${ORDER}`,
  },
  META_ADD_AND_DELETE_PRODUCT: {
    severity: 'error',
    source: ORDER,
    bad: `${add('a.jpg')}\n${removeAll('1')}`,
    good: `${add('a.jpg')}\n${removeAll('2')}`,
    message: ({ productId }: NamedImage, otherLine: LineName) =>
      `Product ${show(productId)} gets images and is then deleted as a whole, in line ${otherLine} too: keep the ADD lines or the DELETE, as ${ORDER}`,
  },
} as const satisfies Record<string, FileRule & { readonly message: (...values: never[]) => string }>;

export type MetaFileCode = keyof typeof META_FILE_RULES;

/** The rules that lines break together. */
export const DUPLICATE_CODES = [
  'META_DUPLICATE',
  'META_DELETE_TWICE',
  'META_DELETE_BEFORE_ADD',
  'META_ADD_AND_DELETE',
  'META_PRODUCT_REPLACED',
  'META_ADD_AND_DELETE_PRODUCT',
] as const satisfies readonly MetaFileCode[];
export type DuplicateCode = (typeof DUPLICATE_CODES)[number];
