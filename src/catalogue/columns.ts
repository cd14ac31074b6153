import type { CatalogueEntry } from './catalogue-entry.ts';

type ColumnType = 'text' | 'integer' | 'boolean' | 'region';

interface Column {
  readonly type: ColumnType;
  /** Other names under which shops keep it; case and punctuation never count. */
  readonly alsoNamed?: readonly string[] | undefined;
}

/** The columns of a catalogue, by the entry's names. */
export const COLUMNS = {
  operationType: { type: 'text', alsoNamed: ['operation', 'operator'] },
  productId: { type: 'text', alsoNamed: ['id', 'sku', 'itemId', 'product'] },
  image: { type: 'text', alsoNamed: ['file', 'path', 'imagePath', 'imageFile', 'picture'] },
  picName: { type: 'text' },
  categoryId: { type: 'integer', alsoNamed: ['category', 'catId'] },
  customContent: { type: 'text', alsoNamed: ['content', 'custContent'] },
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

export type ColumnName = keyof typeof COLUMNS;

/** Letters of every script count: the id in `分类ID` is a category's. */
const plain = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const BY_PLAIN_NAME: ReadonlyMap<string, ColumnName> = new Map(
  Object.entries(COLUMNS).flatMap(([name, column]: [string, Column]) =>
    [name, ...(column.alsoNamed ?? [])].map((one) => [plain(one), name as ColumnName] as const),
  ),
);

/** The column that a name in a file means, or undefined. */
export const columnNamed = (name: string): ColumnName | undefined => BY_PLAIN_NAME.get(plain(name));

/** True when a name is the column's own and not one of its other names. */
export const isOwnName = (name: string, column: ColumnName): boolean => plain(name) === plain(column);
