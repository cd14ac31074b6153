import type { Issue } from '../../shared/errors/issue.ts';
import type { MetaIssueCode } from './meta-issue-code.ts';

/** Something wrong with a record. `field` is its name in the file, null when the line as a whole is meant. */
export interface MetaIssue extends Issue<MetaIssueCode> {
  /** The field that it is about, as the file spells it; null for the line as a whole. */
  readonly field: string | null;
  /**
   * How many issues this one stands for, where a line has too many of a kind: keys that are no field's, behind the first
   * 20. @default 1
   */
  readonly count?: number | undefined;
}

/** An issue of a line in a file. */
export interface MetaLineIssue extends MetaIssue {
  /** From 1. */
  readonly line: number;
  /** From 1, in characters; of the field's value where a field is meant. */
  readonly column: number;
  /** Of the same place, in bytes from the start of the file. */
  readonly offset: number;
  /** The line that this one repeats or contradicts, where a rule is about two lines. */
  readonly otherLine?: number | undefined;
}
