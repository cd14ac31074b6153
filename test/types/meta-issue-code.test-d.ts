import type { MetaFileCode } from '../../src/meta/rules/file-rules.ts';
import type { MetaLineCode } from '../../src/meta/rules/line-rules.ts';
import type { MetaIssueCode } from '../../src/meta/rules/meta-issue-code.ts';
import type { MetaRuleCode } from '../../src/meta/rules/meta-rules.ts';

type CodeOfTables = MetaLineCode | MetaRuleCode | MetaFileCode;

/** Compiled, never run: `MetaIssueCode` has every code of the tables of rules, and no other code. */
export function metaIssueCodes(ofTables: CodeOfTables, written: MetaIssueCode): unknown[] {
  return [ofTables satisfies MetaIssueCode, written satisfies CodeOfTables];
}
