import type { MetaFixCode } from './meta-fix-code.ts';

/** Something that was changed: never silently. `field` is the name in the file, null when no field is meant. */
export interface MetaFixNote {
  readonly code: MetaFixCode;
  readonly severity: 'fixed';
  readonly field: string | null;
  /** For people: what was there, and what is written. The wording may change. */
  readonly message: string;
  /** In the source, from 1. */
  readonly line: number;
  /** In the source, from 1, in characters. */
  readonly column: number;
  /** Of the same place, in bytes from the start of the source; of a source in another encoding, as UTF-8. */
  readonly offset: number;
}

export const fixNote = (
  code: MetaFixCode,
  message: string,
  { line, column, offset }: Pick<MetaFixNote, 'line' | 'column' | 'offset'>,
  field: string | null = null,
): MetaFixNote => ({ code, severity: 'fixed', field, message, line, column, offset });
