import { passes } from '../../shared/errors/issue.ts';
import type { MetaIssue } from '../rules/meta-issue.ts';

/** What became of a record that breaks a rule. */
export interface RefusedRecord {
  /** Its place among the records supplied, from 0. */
  readonly index: number;
  /** What was given, untouched. */
  readonly input: unknown;
  /** Why it is not in the file: an error at least. */
  readonly issues: readonly MetaIssue[];
}

/** The first record that breaks a rule, thrown where `onRefused` is `'throw'`. */
export class MetaRecordRefused extends Error {
  /** The name of the class. */
  override readonly name = 'MetaRecordRefused';
  /** Its place among the records supplied, from 0. */
  readonly index: number;
  /** All that is wrong with it; the message is that of the first error. */
  readonly issues: readonly MetaIssue[];

  constructor({ index, issues }: Pick<RefusedRecord, 'index' | 'issues'>) {
    const { code, message } = issues.find((issue) => !passes([issue])) as MetaIssue;
    super(`Cannot write record ${index} as ${message} (${code})`);
    this.index = index;
    this.issues = issues;
  }
}
