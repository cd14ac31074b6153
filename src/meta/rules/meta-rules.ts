import type { MetaContext } from '../model/meta-context.ts';
import { ATTRIBUTE_RULES } from './attribute-rules.ts';
import type { FieldRule, MetaRule, RecordRule } from './meta-rule.ts';
import { NAME_RULES } from './name-rules.ts';
import { RECORD_RULES } from './record-rules.ts';

const RULES = [...NAME_RULES, ...ATTRIBUTE_RULES, ...RECORD_RULES] as const;

export type MetaRuleCode = (typeof RULES)[number]['code'];

/**
 * Every rule about a record: the one table that the builder, the parser and its scanner, the schema, the emulator, the
 * command line and `docs/meta-rules.md` go by.
 */
export const META_RULES: readonly (MetaRule & { readonly code: MetaRuleCode })[] = RULES;

/** The rules that hold for a context, by their kind. */
export function rulesFor(context: MetaContext): {
  readonly fieldRules: readonly FieldRule[];
  readonly recordRules: readonly RecordRule[];
} {
  const held: readonly MetaRule[] = META_RULES.filter(({ when }) => when?.(context) ?? true);
  return {
    fieldRules: held.filter((rule) => 'ofValue' in rule),
    recordRules: held.filter((rule) => 'ofRecord' in rule),
  };
}
