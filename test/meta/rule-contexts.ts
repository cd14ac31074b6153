import { type MetaOptions, metaContext } from '../../src/meta/model/meta-options.ts';
import type { MetaRule } from '../../src/meta/rules/meta-rule.ts';

/** Options of which each rule holds for one at least. */
const OPTIONS: readonly MetaOptions[] = [
  {},
  { serviceType: 'generic' },
  { picNameBase: 'bucket', metaFolder: 'shoes' },
  { sizeOf: () => ({ width: 100, height: 100 }) },
  { dialect: '2020' },
];

/** Where a rule is asked: the options that its own examples are meant for. */
export function optionsOf(rule: MetaRule): MetaOptions {
  const found = OPTIONS.find((options) => rule.when?.(metaContext(options)) ?? true);
  if (found === undefined) throw new Error(`${rule.code} of ${rule.field} holds for none of the options`);
  return found;
}
