import type { Issue } from '../../shared/errors/issue.ts';
import type { ReadColumn } from '../columns/column-map.ts';
import { type CatalogueIssueCode, catalogueIssue } from '../model/catalogue-rules.ts';
import type { ColumnName } from '../model/columns.ts';
import type { RawRow } from '../model/raw-row.ts';

/** A value that names an image, or several. */
export interface ImageValue {
  readonly column: ReadColumn;
  readonly value: unknown;
}

/** The first row of a product, and what was read of it. */
export type FirstRow = Pick<RowDraft, 'raw' | 'fields'>;

/** A row that is being read. */
export class RowDraft {
  readonly raw: RawRow;
  readonly fields: Partial<Record<ColumnName, unknown>> = {};
  readonly images: ImageValue[] = [];
  readonly issues: Issue<CatalogueIssueCode>[];
  /** The names as written. */
  productId: string | undefined;
  image: string | undefined;
  picName: string | undefined;

  constructor(raw: RawRow) {
    this.raw = raw;
    this.issues = raw.issues.length === 0 ? [] : [...raw.issues];
  }

  /** Whether the row is one of a table: its values are texts, and blanks around them mean nothing. */
  get isOfTable(): boolean {
    return this.raw.cells !== undefined;
  }

  addIssue(code: CatalogueIssueCode, { column }: ReadColumn, message: string): undefined {
    this.issues.push(catalogueIssue(code, message, [column]));
  }

  /** Whether a value of the column has an error: it is not told once more as missing. */
  isWrong(column: ColumnName): boolean {
    return this.issues.some(({ severity, path }) => severity === 'error' && path[0] === column);
  }
}
