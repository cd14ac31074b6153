import type { MetaFixNote } from '../meta/fix/fix-result.ts';
import type { MetaLineIssue } from '../meta/meta-issue.ts';

/** Something to say about a line: what is wrong with it, or what was changed. */
export type LineNote = MetaLineIssue | MetaFixNote;

export const asJson = (file: string, { line, column, severity, code, field, message }: LineNote) => ({
  file,
  line,
  column,
  severity,
  code,
  field,
  message,
});

export const asText = (file: string, { line, column, severity, code, message }: LineNote): string =>
  `${file}:${line}:${column} ${severity} ${code} ${message}`;
