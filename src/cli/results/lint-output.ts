import type { MetaFixNote, MetaLineIssue } from '../../meta/index.ts';

/** What is printed about a line: an issue, or a change. */
export type LineNote = MetaLineIssue | MetaFixNote;

export const asJson = (file: string, note: LineNote) => {
  const { line, column, severity, code, field, message } = note;
  const count = 'count' in note ? note.count : undefined;
  return { file, line, column, severity, code, field, message, ...(count === undefined ? {} : { count }) };
};

export const asText = (file: string, { line, column, severity, code, message }: LineNote): string =>
  `${file}:${line}:${column} ${severity} ${code} ${message}`;
