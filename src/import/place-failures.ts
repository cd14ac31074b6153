import type { ImageFailure } from '../task/failures/failure-line.ts';
import { matchFailures } from '../task/failures/match-failures.ts';
import { readLedger } from './ledger.ts';

/** Which failure belongs to which line, and which to none that we submitted. */
export interface PlacedFailures {
  /** By line of increment.meta, from 1. */
  readonly byLine: ReadonlyMap<number, ImageFailure>;
  readonly unplaced: readonly ImageFailure[];
}

/** Finds the line of each failure in the ledger. */
export async function placeFailures(
  ledger: string,
  failures: readonly ImageFailure[],
  folder: string,
): Promise<PlacedFailures> {
  const placed = await matchFailures(failures.length === 0 ? [] : readLedger(ledger), failures, folder);
  const byLine = new Map<number, ImageFailure>();
  for (const [failure, lines] of placed) for (const { line } of lines) byLine.set(line, failure);
  return { byLine, unplaced: failures.filter((failure) => !placed.has(failure)) };
}
