import { show } from '../../shared/checks.ts';
import { type SeverityByProfile, STRICT_ONLY } from '../meta-profile.ts';

/** An image as two lines name it; the whole product when `picName` is left out. */
export interface NamedImage {
  readonly productId: string;
  readonly picName?: string | undefined;
}

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

/** Every rule about a file as a whole: what no line breaks alone. */
export const META_FILE_RULES = {
  META_FILE_NAME: {
    severity: 'warning',
    source: 'help page "Upload images", Mar 08 2024: "Do not modify the file name"',
    bad: 'products.meta',
    good: 'increment.meta',
    message: (name: string) => `The file is called ${show(name)}: the service reads "increment.meta" only`,
  },
  META_EMPTY: {
    severity: 'error',
    source: 'nothing to import; a task without lines is undocumented',
    bad: '',
    good: add('a.jpg'),
    message: () => 'The file is empty: it must name at least one image',
  },
  META_DUPLICATE: {
    severity: 'warning',
    source: 'help page "Upload images", Mar 08 2024: the same ProductId and PicName overwrite',
    bad: `${add('a.jpg')}\n${add('a.jpg')}`,
    good: `${add('a.jpg')}\n${add('b.jpg')}`,
    message: (image: NamedImage, firstLine: number) =>
      `${imageOf(image)} stands in line ${firstLine} already: the later line counts`,
  },
  META_ADD_AND_DELETE: {
    severity: STRICT_ONLY,
    source: ORDER,
    bad: `${add('a.jpg')}\n${remove('a.jpg')}`,
    good: `${add('a.jpg')}\n${remove('b.jpg')}`,
    message: (image: NamedImage, firstLine: number) =>
      `${imageOf(image)} is both added and deleted, in line ${firstLine} too: ${ORDER}`,
  },
  META_ADD_AND_DELETE_PRODUCT: {
    severity: STRICT_ONLY,
    source: ORDER,
    bad: `${add('a.jpg')}\n{"OperationType":"DELETE","ProductId":"1"}`,
    good: `${add('a.jpg')}\n{"OperationType":"DELETE","ProductId":"2"}`,
    message: (image: NamedImage, addLine: number) =>
      `${imageOf(image)} is deleted here, and line ${addLine} adds one: ${ORDER}`,
  },
} as const satisfies Record<string, FileRule & { readonly message: (...values: never[]) => string }>;

export type MetaFileCode = keyof typeof META_FILE_RULES;
