import type { AddRecord } from './meta-record.ts';

interface MetaField {
  /** The name in the file. */
  readonly wire: string;
  /** The name in code. */
  readonly key: keyof AddRecord;
  readonly type: 'string' | 'integer' | 'boolean' | 'region';
  /** The first dialect of the file that has the field. */
  readonly since: '2018' | '2020' | 'current';
  /** Its name in the dialect of 2018, where it had one. */
  readonly in2018?: string;
}

/**
 * The fields of a line, in the order in which we write them. Documents: help page "Upload images", Mar 08 2024;
 * the numbered attributes: help page "Filter conditions", Jan 21 2026, whose sample lines use them; 2020: the
 * same page as of Jun 28 2020; 2018: the sample lines that came with the first version of the API.
 */
export const META_FIELDS = [
  { wire: 'OperationType', key: 'operationType', type: 'string', since: '2018', in2018: 'operator' },
  { wire: 'ProductId', key: 'productId', type: 'string', since: '2018', in2018: 'item_id' },
  { wire: 'PicName', key: 'picName', type: 'string', since: '2018', in2018: 'pic_list' },
  { wire: 'CategoryId', key: 'categoryId', type: 'integer', since: '2018', in2018: 'cat_id' },
  { wire: 'IntAttr', key: 'intAttr', type: 'integer', since: 'current' },
  { wire: 'IntAttr2', key: 'intAttr2', type: 'integer', since: 'current' },
  { wire: 'IntAttr3', key: 'intAttr3', type: 'integer', since: 'current' },
  { wire: 'IntAttr4', key: 'intAttr4', type: 'integer', since: 'current' },
  { wire: 'StrAttr', key: 'strAttr', type: 'string', since: 'current' },
  { wire: 'StrAttr2', key: 'strAttr2', type: 'string', since: 'current' },
  { wire: 'StrAttr3', key: 'strAttr3', type: 'string', since: 'current' },
  { wire: 'StrAttr4', key: 'strAttr4', type: 'string', since: 'current' },
  { wire: 'CustomContent', key: 'customContent', type: 'string', since: '2018', in2018: 'cust_content' },
  { wire: 'Crop', key: 'crop', type: 'boolean', since: 'current' },
  { wire: 'Region', key: 'region', type: 'region', since: 'current' },
] as const satisfies readonly MetaField[];

/** A field's name in the file. */
export type MetaFieldName = (typeof META_FIELDS)[number]['wire'];
/** A field's name in code. */
export type MetaKey = (typeof META_FIELDS)[number]['key'];

/** What an increment.meta may be written in: the field names of 2018, the five fields of 2020, or all of today's. */
export const META_DIALECTS = ['current', '2020', '2018'] as const;
export type MetaDialect = (typeof META_DIALECTS)[number];
