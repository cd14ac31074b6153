import { META_FIELDS } from '../model/meta-fields.ts';
import { given, type JsonSchema } from './json-schema.ts';
import { type LineSchema, OTHER_KEYS } from './line-schema.ts';

/** What `isOf2018` asks of an object. */
export const IS_OF_2018: JsonSchema = {
  not: { required: ['OperationType'] },
  anyOf: [{ required: ['operator'] }, { required: ['item_id'] }],
};

const RENAMED = META_FIELDS.flatMap((field) =>
  'in2018' in field ? [[field.in2018, field.wire] as const] : [],
);

/** A line in the dialect of 2018: what holds of a field holds of it under either name, but it has one of them only. */
export function schemaOf2018({ fields, needed, neededByAdd }: LineSchema): JsonSchema {
  const either = (wire: string): JsonSchema => ({
    anyOf: [wire, ...RENAMED.filter(([, today]) => today === wire).map(([old]) => old)].map((name) => ({
      required: [name],
    })),
  });
  return {
    properties: {
      ...fields,
      ...Object.fromEntries(RENAMED.map(([old, wire]) => [old, fields[wire]])),
      pic_list: {
        anyOf: [fields.PicName, { type: 'array', items: fields.PicName, minItems: 1, maxItems: 1 }],
      },
    },
    ...OTHER_KEYS,
    allOf: [
      ...needed.map(either),
      ...RENAMED.map((names) => ({ not: { required: names } })),
      given(
        { properties: { operator: { const: 'ADD' } }, required: ['operator'] },
        { allOf: neededByAdd.map(either) },
      ),
    ],
  };
}
