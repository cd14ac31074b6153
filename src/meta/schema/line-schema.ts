import { LONE_SURROGATES } from '../../shared/text/lone-surrogate.ts';
import type { MetaContext } from '../model/meta-context.ts';
import type { META_FIELDS, MetaFieldName } from '../model/meta-fields.ts';
import { severityIn } from '../model/meta-profile.ts';
import { REGION_WIRE } from '../model/region.ts';
import { type FieldBounds, fieldBounds } from '../rules/field-bounds.ts';
import { rulesFor } from '../rules/meta-rules.ts';
import { FIELD_MEANINGS } from './field-meanings.ts';
import type { JsonSchema } from './json-schema.ts';

/** What may stand in a line, and what must. */
export interface LineSchema {
  /** By field; false where it must not stand at all. */
  readonly fields: Readonly<Record<MetaFieldName, JsonSchema | false>>;
  readonly needed: readonly MetaFieldName[];
  readonly neededByAdd: readonly MetaFieldName[];
}

/** What holds of a key that is no field, and of its value where that is a text. */
export const OTHER_KEYS: Pick<JsonSchema, 'propertyNames' | 'additionalProperties'> = {
  propertyNames: { title: 'META_LONE_SURROGATE', type: 'string', pattern: `^[^${LONE_SURROGATES}]*$` },
  additionalProperties: {
    title: 'META_LONE_SURROGATE',
    not: { type: 'string', pattern: `[${LONE_SURROGATES}]` },
  },
};

/** The rules that are errors in a context, as far as JSON Schema can say them. */
export function lineSchema(context: MetaContext): LineSchema {
  const { fields } = fieldBounds(context, ['error']);
  const needs = rulesFor(context).recordRules.filter(
    ({ severity }) => severityIn(severity, context.profile) === 'error',
  );
  return {
    fields: Object.fromEntries(
      fields.map((bounds) => [bounds.field.wire, fieldSchema(bounds)]),
    ) as LineSchema['fields'],
    needed: needs.filter(({ neededBy }) => neededBy === 'both').map(({ field }) => field),
    neededByAdd: needs.filter(({ neededBy }) => neededBy === 'ADD').map(({ field }) => field),
  };
}

function fieldSchema({ field: { wire, type }, limited, others }: FieldBounds): JsonSchema | false {
  if (others.some(({ code }) => code === 'META_FIELD_TOO_NEW')) return false;
  const { means, source } = FIELD_MEANINGS[wire];
  const limits = limited.map(({ rule, limits }) => ({
    title: rule.code,
    description: `Source: ${rule.source}.`,
    ...limits,
  }));
  return {
    description: `${means} Source: ${source}.`,
    ...TYPES[type],
    ...(limits.length > 0 ? { allOf: limits } : {}),
  };
}

const TYPES = {
  string: { type: 'string' },
  integer: { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
  boolean: { type: 'boolean' },
  region: { type: 'string', pattern: REGION_WIRE.source },
} as const satisfies Record<(typeof META_FIELDS)[number]['type'], JsonSchema>;
