import { show } from '../shared/checks.ts';
import { type Issue, passes } from '../shared/issue.ts';
import type { CatalogueIssueCode, CatalogueRow, RowPlace } from './catalogue-entry.ts';
import { COLUMNS, type ColumnName, columnNamed, isOwnName } from './columns.ts';

/**
 * Makes a row of what stands at one place: of texts, as a CSV file has them, or of values with types.
 * Columns that we do not know are left alone: a shop's file has many. Where several mean the same, the one with the
 * column's own name counts (`ProductId` before `Product`), else the first that is filled.
 */
export function readRow(raw: Readonly<Record<string, unknown>>, place: RowPlace): CatalogueRow {
  const entry: Partial<Record<ColumnName, unknown>> = {};
  const issues: Issue<CatalogueIssueCode>[] = [];
  for (const [name, column, value] of filledColumns(raw)) {
    const read = READ[COLUMNS[column].type](value);
    if (read === undefined) {
      issues.push(
        issue(
          'CATALOGUE_VALUE',
          column,
          `${name} is ${show(value)}: it must be ${EXPECTED[COLUMNS[column].type]}`,
        ),
      );
    } else {
      entry[column] = column === 'operationType' ? String(read).toUpperCase() : read;
    }
  }
  const isMissing = (column: ColumnName) =>
    entry[column] === undefined && !issues.some(({ path }) => path[0] === column);
  if (isMissing('productId')) {
    issues.push(
      issue(
        'CATALOGUE_PRODUCT_ID_MISSING',
        'productId',
        'The row has no product id: fill the column ProductId',
      ),
    );
  }
  if (isMissing('image') && entry.operationType !== 'DELETE') {
    issues.push(issue('CATALOGUE_IMAGE_MISSING', 'image', 'The row names no image: fill the column Image'));
  }
  // Without an error each column holds what its type says, and what an entry needs is there.
  if (passes(issues)) return { place, entry: entry as unknown as CatalogueRow['entry'], issues };
  const { productId, image, picName } = entry as NonNullable<CatalogueRow['names']>;
  return { place, entry: undefined, names: { productId, image, picName }, issues };
}

/** One name and value for each column. */
function filledColumns(raw: Readonly<Record<string, unknown>>) {
  const filled = new Map<ColumnName, readonly [name: string, column: ColumnName, value: unknown]>();
  for (const [name, value] of Object.entries(raw)) {
    const column = columnNamed(name);
    if (column === undefined || value === undefined || value === null || value === '') continue;
    if (!filled.has(column) || isOwnName(name, column)) filled.set(column, [name, column, value]);
  }
  return filled.values();
}

/** A row that cannot be read at all. */
export const unreadableRow = (place: RowPlace, message: string): CatalogueRow => ({
  place,
  entry: undefined,
  issues: [{ code: 'CATALOGUE_UNREADABLE', severity: 'error', path: [], message }],
});

const issue = (code: CatalogueIssueCode, column: ColumnName, message: string): Issue<CatalogueIssueCode> => ({
  code,
  severity: 'error',
  path: [column],
  message,
});

const EXPECTED = {
  text: 'text in UTF-8',
  integer: 'an integer',
  boolean: 'true or false',
  region: 'four integers, "x1,x2,y1,y2"',
};

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
  ['1', true],
  ['0', false],
]);

/** A file in another encoding (GBK, perhaps) shows as replacement characters. */
const wellEncoded = (text: string) => (text.includes('\uFFFD') ? undefined : text);

/** The value that a cell means, or undefined when it means none of its type. */
const READ = {
  text: (value: unknown) =>
    typeof value === 'string' ? wellEncoded(value) : Number.isSafeInteger(value) ? String(value) : undefined,
  integer: (value: unknown) => {
    const number = typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : value;
    return Number.isSafeInteger(number) ? number : undefined;
  },
  boolean: (value: unknown) =>
    typeof value === 'boolean' ? value : BOOLEANS.get(String(value).trim().toLowerCase()),
  region: (value: unknown) => (typeof value === 'string' || typeof value === 'object' ? value : undefined),
} satisfies Record<string, (value: unknown) => unknown>;
