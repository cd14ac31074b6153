import type { AddRecord } from '../meta-record.ts';

interface MetaField {
  /** The name in the file. */
  readonly wire: string;
  /** The name in code. */
  readonly key: keyof AddRecord;
  readonly type: 'string' | 'integer' | 'boolean' | 'region';
}

/**
 * The fields of a line, in the order in which we write them. Documents: help page "Upload images", Mar 08 2024;
 * the numbered attributes: help page "Filter conditions", Jan 21 2026, whose sample lines use them.
 */
export const META_FIELDS = [
  { wire: 'OperationType', key: 'operationType', type: 'string' },
  { wire: 'ProductId', key: 'productId', type: 'string' },
  { wire: 'PicName', key: 'picName', type: 'string' },
  { wire: 'CategoryId', key: 'categoryId', type: 'integer' },
  { wire: 'IntAttr', key: 'intAttr', type: 'integer' },
  { wire: 'IntAttr2', key: 'intAttr2', type: 'integer' },
  { wire: 'IntAttr3', key: 'intAttr3', type: 'integer' },
  { wire: 'IntAttr4', key: 'intAttr4', type: 'integer' },
  { wire: 'StrAttr', key: 'strAttr', type: 'string' },
  { wire: 'StrAttr2', key: 'strAttr2', type: 'string' },
  { wire: 'StrAttr3', key: 'strAttr3', type: 'string' },
  { wire: 'StrAttr4', key: 'strAttr4', type: 'string' },
  { wire: 'CustomContent', key: 'customContent', type: 'string' },
  { wire: 'Crop', key: 'crop', type: 'boolean' },
  { wire: 'Region', key: 'region', type: 'region' },
] as const satisfies readonly MetaField[];

/** A field's name in the file. */
export type MetaFieldName = (typeof META_FIELDS)[number]['wire'];
/** A field's name in code. */
export type MetaKey = (typeof META_FIELDS)[number]['key'];
