import type { ReportRow } from '../../report/report-row.ts';
import type { EntryOutcome } from '../entry-outcome.ts';
import { wholeLinesOf } from '../state/growing-lines.ts';
import type { ImportIdentity } from '../state/import-identity.ts';
import type { Difference } from '../sync/difference.ts';
import { differencesToImport, updatesOf } from '../sync/differences-to-import.ts';
import { plannedDifferences, withheldDifferences } from '../sync/plan-file.ts';
import {
  dryRunFile,
  importFolder,
  planFile,
  refusedFile,
  type SyncFacts,
  updatesFile,
} from '../sync/sync-state.ts';
import type { UpdateLine } from '../sync/update-images.ts';
import { DifferenceLabels } from './difference-labels.ts';
import { outcomeRows } from './outcome-rows.ts';

/**
 * A row for each entry that was refused, and for each difference that something became of: what the import says of it, else the
 * call of UpdateImage, else that it is not deleted.
 *
 * @param importing of the import inside, for the places of its images
 */
export async function* syncRows(
  folder: string,
  { begun, planned }: SyncFacts,
  importing: ImportIdentity | undefined,
): AsyncGenerator<ReportRow, void, void> {
  for await (const { value } of wholeLinesOf<EntryOutcome>(refusedFile(folder))) yield value;
  if (begun === undefined || planned === undefined) return;
  const path = planFile(folder);
  const updates = updatesFile(folder);
  const isUpdated = updatesOf(planned, begun);
  const ofImport = new DifferenceLabels();
  for await (const difference of differencesToImport(plannedDifferences(path, planned), isUpdated, updates))
    ofImport.add(difference);
  for await (const { row, number } of outcomeRows(importFolder(folder), importing))
    yield { ...row, ...ofImport.of(number), ...NO_PLACE };
  for await (const { value } of wholeLinesOf<EntryOutcome>(dryRunFile(folder)))
    yield { ...value, ...ofImport.of(value.place.line), ...NO_PLACE };
  const ofUpdates = new DifferenceLabels();
  for await (const difference of plannedDifferences(path, planned)) {
    if (!isUpdated(difference)) continue;
    ofUpdates.add(difference);
    if (begun.dryRun) yield readyRow(difference);
  }
  for await (const { value } of wholeLinesOf<UpdateLine>(updates))
    if (value.failure === null) yield { ...updatedRow(value), ...ofUpdates.of(value.number) };
  for await (const difference of withheldDifferences(path, planned)) yield withheldRow(difference);
}

/** A difference has a place in the plan alone, which nobody looks for. */
const NO_PLACE = { place: undefined } as const;

const updatedRow = ({ productId, picName }: UpdateLine): ReportRow => ({
  ...{ status: 'imported', productId, picName, issues: [] },
});

/** What a dry run would change by a call. */
const readyRow = ({ entry: { productId }, picName, kind, fields = [] }: Difference): ReportRow => ({
  ...{ status: 'ready', productId, picName, difference: kind, note: fields.join(', '), issues: [] },
});

const withheldRow = ({ entry: { productId }, picName, kind: difference }: Difference): ReportRow => ({
  ...{ status: 'withheld', productId, picName, difference, issues: [] },
});
