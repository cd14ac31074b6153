import type { TaskFailure } from '../task/failure-line.ts';
import { readLedger } from './ledger.ts';

/** Which failure belongs to which line, and which to none that we submitted. */
export interface PlacedFailures {
  /** By line of increment.meta, from 1. */
  readonly byLine: ReadonlyMap<number, TaskFailure>;
  readonly unplaced: readonly TaskFailure[];
}

/**
 * Finds the line of each failure: by both names, by one of them where the other is missing, else by its line number.
 * A picture may be named as in the line, or with the folder of increment.meta before it, or with a leading slash.
 */
export async function placeFailures(
  ledger: string,
  failures: readonly TaskFailure[],
  folder: string,
): Promise<PlacedFailures> {
  const byLine = new Map<number, TaskFailure>();
  const placed = new Set<TaskFailure>();
  const bare = (picName: string | undefined) => {
    const name = picName?.replace(/^\/+/, '');
    return folder !== '' && name?.startsWith(`${folder}/`) ? name.slice(folder.length + 1) : name;
  };
  const byNames = new Map<string, TaskFailure[]>();
  for (const failure of failures) {
    const names = nameOf(failure.productId, bare(failure.picName));
    byNames.set(names, [...(byNames.get(names) ?? []), failure]);
  }
  let lines = 0;
  for await (const { line, record } of failures.length === 0 ? [] : readLedger(ledger)) {
    lines = line;
    const pic = bare(record.picName);
    const these =
      byNames.get(nameOf(record.productId, pic)) ??
      (pic === undefined ? undefined : byNames.get(nameOf(undefined, pic))) ??
      byNames.get(nameOf(record.productId, undefined));
    for (const failure of these ?? []) {
      placed.add(failure);
      byLine.set(line, failure);
    }
  }
  for (const failure of failures) {
    const { line } = failure;
    if (placed.has(failure) || line === undefined || line > lines) continue;
    placed.add(failure);
    byLine.set(line, failure);
  }
  return { byLine, unplaced: failures.filter((failure) => !placed.has(failure)) };
}

const nameOf = (productId: string | undefined, picName: string | undefined): string =>
  JSON.stringify([productId ?? null, picName ?? null]);
