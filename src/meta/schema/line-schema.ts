import { severityIn } from '../meta-profile.ts';
import { META_FIELDS, type MetaFieldName } from '../rules/meta-fields.ts';
import type { FieldRule, MetaContext } from '../rules/meta-rule.ts';
import { rulesFor } from '../rules/meta-rules.ts';
import { REGION_WIRE } from '../rules/region.ts';
import { FIELD_MEANINGS } from './field-meanings.ts';
import type { JsonSchema } from './json-schema.ts';

/** What may stand in a line, and what must. */
export interface LineSchema {
  /** By field; false where it must not stand at all. */
  readonly fields: Readonly<Record<MetaFieldName, JsonSchema | false>>;
  readonly needed: readonly MetaFieldName[];
  readonly neededByAdd: readonly MetaFieldName[];
}

/** The rules that are errors in a context, as far as JSON Schema can say them. */
export function lineSchema(context: MetaContext): LineSchema {
  const { fieldRules, recordRules } = rulesFor(context);
  const isError = ({ severity }: Pick<FieldRule, 'severity'>) =>
    severityIn(severity, context.profile) === 'error';
  const limits = fieldRules.filter(isError).filter((rule) => rule.limits !== undefined);
  const needs = recordRules.filter(isError);
  const tooNew = fieldRules.filter(isError).filter(({ code }) => code === 'META_FIELD_TOO_NEW');
  const fieldSchema = ({ wire, type }: (typeof META_FIELDS)[number]): JsonSchema | false => {
    if (tooNew.some(({ field }) => field === wire)) return false;
    const { means, source } = FIELD_MEANINGS[wire];
    const own = limits.filter(({ field }) => field === wire);
    return {
      description: `${means} Source: ${source}.`,
      ...TYPES[type],
      ...(own.length > 0 ? { allOf: own.map((rule) => limitSchema(rule, context)) } : {}),
    };
  };
  const fields = Object.fromEntries(META_FIELDS.map((field) => [field.wire, fieldSchema(field)]));
  return {
    fields: fields as LineSchema['fields'],
    needed: needs.filter(({ neededBy }) => neededBy === 'both').map(({ field }) => field),
    neededByAdd: needs.filter(({ neededBy }) => neededBy === 'ADD').map(({ field }) => field),
  };
}

const limitSchema = ({ code, source, limits }: FieldRule, context: MetaContext): JsonSchema => ({
  title: code,
  description: `Source: ${source}.`,
  ...limits?.(context),
});

const TYPES = {
  string: { type: 'string' },
  integer: { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
  boolean: { type: 'boolean' },
  region: { type: 'string', pattern: REGION_WIRE.source },
} as const satisfies Record<(typeof META_FIELDS)[number]['type'], JsonSchema>;
