import { assertConserved } from '../../shared/conservation.ts';

/**
 * What became of the lines of a source: `lines = kept + fixed + dropped + joined + leftOut`, once it was read to its end.
 * Of the lines of the result: `written = adds + deletes`.
 */
export interface MetaFixTally {
  /** Of the source. */
  readonly lines: number;
  /** Written as they were, byte for byte. */
  readonly kept: number;
  /** Written otherwise: as one line, or as several. */
  readonly fixed: number;
  /** Lines that held no object: blank ones, and the brackets of an array. */
  readonly dropped: number;
  /** Lines that became part of the line before. */
  readonly joined: number;
  /** Lines with an error that nothing repairs, or a part of them. */
  readonly leftOut: number;
  /** Of the result. */
  readonly written: number;
  readonly adds: number;
  readonly deletes: number;
  /** Issues of what was left out. */
  readonly errors: number;
}

/** What can become of a line. */
export type LineFate = 'kept' | 'fixed' | 'dropped' | 'joined' | 'leftOut';

export type FixCounts = { -readonly [K in keyof MetaFixTally]: number };

export const noCounts = (): FixCounts => ({
  lines: 0,
  kept: 0,
  fixed: 0,
  dropped: 0,
  joined: 0,
  leftOut: 0,
  written: 0,
  adds: 0,
  deletes: 0,
  errors: 0,
});

/** @throws when a line was lost on the way: a defect */
export function assertTally({ lines, written, errors, ...parts }: FixCounts): void {
  const { adds, deletes, ...fates } = parts;
  assertConserved('fixMeta', lines, fates);
  assertConserved('fixMeta', written, { adds, deletes });
  if (parts.leftOut > 0 && errors === 0)
    assertConserved('fixMeta: lines left out', parts.leftOut, { told: 0 });
}
