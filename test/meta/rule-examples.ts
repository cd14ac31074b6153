import { ATTRIBUTE_RULE_EXAMPLES } from './rules/attribute-rule-examples.ts';
import { NAME_RULE_EXAMPLES } from './rules/name-rule-examples.ts';
import { RECORD_RULE_EXAMPLES } from './rules/record-rule-examples.ts';
import type { RuleExamples } from './rules/rule-example.ts';

export { GOOD_LINE, type RuleExamples } from './rules/rule-example.ts';

/** Good and bad lines for each rule: the limits are those of the documents, written out again. */
export const RULE_EXAMPLES: readonly RuleExamples[] = [
  ...NAME_RULE_EXAMPLES,
  ...ATTRIBUTE_RULE_EXAMPLES,
  ...RECORD_RULE_EXAMPLES,
];
