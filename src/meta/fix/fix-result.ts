import { assertConserved } from '../../shared/errors/conservation.ts';
import type { MetaLineIssue } from '../rules/meta-issue.ts';
import type { MetaFixCode } from './meta-fix-code.ts';

/** Something that was changed: never silently. */
export interface MetaFixNote {
  /** What was changed, of `META_FIXES`. */
  readonly code: MetaFixCode;
  /** Tells a change from the issues that stay. */
  readonly severity: 'fixed';
  /** Its name in the file; null when the note is about no single field. */
  readonly field: string | null;
  /** For people: what was there, and what is written. The wording may change. */
  readonly message: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in characters. */
  readonly column: number;
  /** From the start of the source, in bytes; of a source in another encoding, as UTF-8. */
  readonly offset: number;
}

/** Where a character stands in the source. */
export type SourcePosition = Pick<MetaFixNote, 'line' | 'column' | 'offset'>;

export const fixNote = (
  code: MetaFixCode,
  message: string,
  { line, column, offset }: SourcePosition,
  field: string | null = null,
): MetaFixNote => ({ code, severity: 'fixed', field, message, line, column, offset });

/** What became of some objects of the source that follow each other. */
export interface MetaFixBatch {
  /** The lines to write, each with its line feed: UTF-8, and the caller's to keep. */
  readonly bytes: Uint8Array;
  /** What was changed (severity `fixed`), and what is wrong with what was left out (`error`), in the order of the source. */
  readonly notes: readonly (MetaFixNote | MetaLineIssue)[];
}

/**
 * What became of a source, once it was read to its end: `objects + unreadable = kept + fixed + leftOut`, and
 * `written = adds + deletes`. Both are checked at run time.
 */
export interface MetaFixSummary {
  /** Lines of the source. */
  readonly lines: number;
  /** Whole objects of the source, wherever they begin and end. */
  readonly objects: number;
  /** Pieces of the source that are no whole object, each at most to the end of its line. */
  readonly unreadable: number;
  /** Objects written with their line as it was, byte for byte. */
  readonly kept: number;
  /** Objects written otherwise: as one line, or as several. */
  readonly fixed: number;
  /** Unreadable pieces, and objects with an error that nothing repairs; some lines of a pic_list may be written. */
  readonly leftOut: number;
  /** Lines of the result. */
  readonly written: number;
  /** Lines of the result that add or replace an image. */
  readonly adds: number;
  /** Lines of the result that delete. */
  readonly deletes: number;
  /** Errors reported: at least one for everything that is left out. */
  readonly errors: number;
}

export type FixCounts = { -readonly [K in keyof MetaFixSummary]: number };

export const noCounts = (): FixCounts => ({
  lines: 0,
  objects: 0,
  unreadable: 0,
  kept: 0,
  fixed: 0,
  leftOut: 0,
  written: 0,
  adds: 0,
  deletes: 0,
  errors: 0,
});

/** @throws when something was lost on the way, or left out without an error: a defect */
export function assertSummary(counts: FixCounts): void {
  const { objects, unreadable, kept, fixed, leftOut, written, adds, deletes, errors } = counts;
  assertConserved('fixMeta', objects + unreadable, { kept, fixed, leftOut });
  assertConserved('fixMeta', written, { adds, deletes });
  assertConserved('fixMeta: left out', leftOut, { reported: Math.min(leftOut, errors) });
}
