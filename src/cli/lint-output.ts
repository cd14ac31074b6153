import type { MetaFixNote, MetaLineIssue } from '../index.ts';

/** What is printed about a line: an issue, or a change. */
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
