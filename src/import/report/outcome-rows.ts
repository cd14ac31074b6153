import { isAbsolute, join } from 'node:path';
import type { ReportRow } from '../../report/report-row.ts';
import type { EntryOutcome, NumberedOutcome } from '../entry-outcome.ts';
import { wholeLinesOf } from '../state/growing-lines.ts';
import type { ImportIdentity } from '../state/import-identity.ts';
import { outcomeFile } from '../state/outcome-files.ts';

/**
 * The outcomes of an import as rows, each with the number of its entry. What is wrong comes first, so that the page has it,
 * however many entries there are.
 */
export async function* outcomeRows(
  folder: string,
  begun: ImportIdentity | undefined,
): AsyncGenerator<{ readonly row: ReportRow; readonly number: number }, void, void> {
  for (const name of ['refused', 'failed', 'imported'] as const)
    for await (const { value } of wholeLinesOf<NumberedOutcome>(outcomeFile(folder, name)))
      yield { row: rowOf(value, begun), number: value.number };
}

/** The outcome as a row, with the place of its image where that is a file of the folder of images. */
function rowOf(outcome: EntryOutcome, begun: ImportIdentity | undefined): ReportRow {
  const { picName, status } = outcome;
  const isPath = picName !== null && !/^[a-z]+:\/\//i.test(picName) && !isAbsolute(picName);
  if (status !== 'refused' || begun === undefined || !isPath) return outcome;
  const folder = begun.followLinks === 'anywhere' ? undefined : begun.images;
  return { ...outcome, file: { path: join(begun.images, picName), folder } };
}
