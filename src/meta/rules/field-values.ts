import { META_FIELDS } from '../model/meta-fields.ts';
import type { MetaRecord } from '../model/meta-record.ts';
import type { MetaDraft } from './meta-rule.ts';

/**
 * What a record holds, in the order of META_FIELDS, undefined where it has no such field. Records come in a thousand shapes,
 * which makes every look at one slow; these have one.
 */
export type FieldValues = readonly unknown[];

/** No field has a value yet. Written out, since an array that is filled by a call is made much slower. */
export const noValues = (): unknown[] => {
  const none = undefined;
  return [none, none, none, none, none, none, none, none, none, none, none, none, none, none, none];
};

/** The same by name, every field named. */
export const draftOf = (values: FieldValues): MetaDraft =>
  ({
    operationType: values[0],
    productId: values[1],
    picName: values[2],
    categoryId: values[3],
    intAttr: values[4],
    intAttr2: values[5],
    intAttr3: values[6],
    intAttr4: values[7],
    strAttr: values[8],
    strAttr2: values[9],
    strAttr3: values[10],
    strAttr4: values[11],
    customContent: values[12],
    crop: values[13],
    region: values[14],
  }) as MetaDraft;

/** The record that keeps every rule and holds these values, without the fields it lacks. */
export function recordOfValues(values: FieldValues): MetaRecord {
  const record: Record<string, unknown> = {};
  for (let n = 0; n < META_FIELDS.length; n++) {
    const value = values[n];
    if (value !== undefined) record[(META_FIELDS[n] as (typeof META_FIELDS)[number]).key] = value;
  }
  return record as unknown as MetaRecord; // the rules have made sure of its fields
}
