import type { MetaFixCode } from './meta-fixes.ts';

/** Where a character stands in the source. */
export interface SourcePosition {
  /** From 1. */
  readonly line: number;
  /** From 1, in characters. */
  readonly column: number;
  /** From the start of the source, in bytes; of a source in another encoding, as UTF-8. */
  readonly offset: number;
}

/** Something that was changed: never silently. */
export interface MetaFixNote extends SourcePosition {
  readonly code: MetaFixCode;
  readonly severity: 'fixed';
  /** Its name in the file; null when the note is about no single field. */
  readonly field: string | null;
  /** For people: what was there, and what is written. The wording may change. */
  readonly message: string;
}

export const fixNote = (
  code: MetaFixCode,
  message: string,
  { line, column, offset }: SourcePosition,
  field: string | null = null,
): MetaFixNote => ({ code, severity: 'fixed', field, message, line, column, offset });
