import type { Issue } from '../shared/issue.ts';
import type { MetaFieldName } from './rules/meta-fields.ts';
import type { MetaRuleCode } from './rules/meta-rules.ts';

/** What reading a line, or a file of them, can find before any rule about a record applies. */
export const META_READ_CODES = [
  'META_NOT_JSON',
  'META_NOT_OBJECT',
  'META_DUPLICATE_KEY',
  'META_UNKNOWN_KEY',
  'META_WRONG_TYPE',
  'META_BLANK_LINE',
  'META_BYTE_ORDER_MARK',
  'META_CARRIAGE_RETURN',
  'META_INVALID_UTF8',
  'META_LINE_TOO_LONG',
  'META_LAST_LINE_UNENDED',
  'META_DUPLICATE',
  'META_EMPTY',
] as const;

export type MetaReadCode = (typeof META_READ_CODES)[number];

export type MetaIssueCode = MetaReadCode | MetaRuleCode;

/** Something wrong with a record. `field` is its name in the file, null when the line as a whole is meant. */
export interface MetaIssue extends Issue<MetaIssueCode> {
  readonly field: MetaFieldName | (string & {}) | null;
}

/** An issue of a line in a file. */
export interface MetaLineIssue extends MetaIssue {
  /** From 1. */
  readonly line: number;
  /** From 1, in characters; of the field's value where a field is meant. */
  readonly column: number;
  /** Of the same place, in bytes from the start of the file. */
  readonly offset: number;
}
