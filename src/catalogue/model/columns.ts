import type { CatalogueEntry } from './catalogue-entry.ts';

export type ColumnType =
  | 'operation'
  | 'name'
  | 'image'
  | 'content'
  | 'text'
  | 'integer'
  | 'boolean'
  | 'region';

interface Column {
  readonly type: ColumnType;
  /**
   * Other names under which shops keep it, in the order in which they count when a catalogue has several; case and punctuation
   * never count.
   */
  readonly alsoNamed?: readonly string[] | undefined;
  /** Those of the other names under which shops also keep words where the column needs a number. */
  readonly mayHoldWords?: readonly string[] | undefined;
  /** Names that are suggested, and never taken: they often hold it, and often something else. */
  readonly resembles?: readonly string[] | undefined;
}

/** The columns of a catalogue, by the entry's names. `docs/catalogue.md` is held to this table. */
export const COLUMNS = {
  operationType: { type: 'operation', alsoNamed: ['operation', 'operator', '操作类型', '操作'] },
  productId: {
    type: 'name',
    alsoNamed: [
      ...['id', 'sku', 'itemId', 'product'],
      ...['商品ID', '商品编号', '商品编码', '产品ID', '产品编号', '货号', '商品货号'],
    ],
    resembles: ['handle', 'asin', 'ean', 'gtin', 'itemNumber', 'articleNumber', 'productCode', 'goodsId'],
  },
  image: {
    type: 'image',
    alsoNamed: [
      ...['file', 'path', 'imagePath', 'imageFile', 'picture', 'images'],
      ...['图片', '商品图片', '产品图片', '主图', '商品主图', '图片地址', '图片路径', '图片链接'],
    ],
    resembles: [
      ...['imageLink', 'imageUrl', 'imageSrc', 'imageName', 'mainImage', 'baseImage', 'photo', 'photoUrl'],
      ...['img', 'imgUrl', 'pic', 'picUrl', 'pictureUrl', 'fileName', 'thumbnail', 'imagen', 'bild', 'foto'],
    ],
  },
  picName: { type: 'name' },
  categoryId: {
    type: 'integer',
    alsoNamed: ['category', 'catId', '类目ID', '分类ID', '类目', '分类'],
    mayHoldWords: ['category', '类目', '分类'],
  },
  customContent: { type: 'content', alsoNamed: ['content', 'custContent', '自定义内容'] },
  intAttr: { type: 'integer', alsoNamed: ['intAttr1'] },
  intAttr2: { type: 'integer' },
  intAttr3: { type: 'integer' },
  intAttr4: { type: 'integer' },
  strAttr: { type: 'text', alsoNamed: ['strAttr1'] },
  strAttr2: { type: 'text' },
  strAttr3: { type: 'text' },
  strAttr4: { type: 'text' },
  crop: { type: 'boolean' },
  region: { type: 'region' },
} as const satisfies Record<keyof CatalogueEntry, Column>;

/** A property of a `CatalogueEntry`: what a column of a table can be read as. */
export type ColumnName = keyof CatalogueEntry;

/**
 * The names that a column can be read as, for lists and checks of your own.
 *
 * @example
 * console.log(COLUMN_NAMES.join(', '));
 */
export const COLUMN_NAMES = Object.keys(COLUMNS) as readonly ColumnName[];

export const columnOf = (name: ColumnName): Column => COLUMNS[name];

/** A column's name as the catalogue's header has it: `ProductId`. */
export const headerName = (column: ColumnName): string =>
  `${column.charAt(0).toUpperCase()}${column.slice(1)}`;

/**
 * A name without what never counts: case, punctuation, blanks, full-width forms. Letters of every script count: the id in
 * `店铺ID` is a shop's.
 */
export const plainName = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** What a name means, and its place in the order of names that mean the same: 0 is the column's own. */
export interface NameMeaning {
  readonly column: ColumnName;
  readonly order: number;
}

const MEANINGS: ReadonlyMap<string, NameMeaning> = new Map(
  COLUMN_NAMES.flatMap((column) =>
    [column, ...(columnOf(column).alsoNamed ?? [])].map(
      (name, order) => [plainName(name), { column, order }] as const,
    ),
  ),
);

/** What a name in a catalogue means, or undefined. */
export const meaningOf = (name: string): NameMeaning | undefined =>
  name.length > LONGEST_NAME ? undefined : MEANINGS.get(plainName(name));

/** A longer name is text in the wrong place. */
const LONGEST_NAME = 200;

const IMAGES = ['image', 'picture', '图片', '商品图片'].join('|');
const FURTHER = ['附图', '副图', '细节图'].join('|');
/** Columns of further images of a product: `image_2`, `additional_images`, `图片2`, `附图`. */
const FURTHER_IMAGES = new RegExp(
  `^(?:(?:${IMAGES})0?[1-9]\\d?|(?:additional|other|more)(?:image|picture)s?|${FURTHER})$`,
);

/** Whether a name is that of a column of further images, beside `Image`. */
export const namesFurtherImages = (name: string): boolean => FURTHER_IMAGES.test(plainName(name));

/** Whether a name of an integer's column is one under which shops keep words, too. */
export const mayHoldWords = (column: ColumnName, name: string): boolean =>
  columnOf(column).mayHoldWords?.some((one) => plainName(one) === plainName(name)) ?? false;
