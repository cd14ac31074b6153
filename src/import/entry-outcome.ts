import type { RowPlace } from '../catalogue/catalogue-entry.ts';
import type { Issue } from '../shared/issue.ts';
import type { EntryIssueCode } from './entry-issue-code.ts';
import type { PlannedEntry } from './plan-entries.ts';

/** What became of one catalogue entry. Each entry gets exactly one. */
export interface EntryOutcome {
  /**
   * `imported`: the gallery holds the image. `deleted`: the gallery no longer holds it. `refused`: the entry was kept out
   * before its image was uploaded. `skipped`: a DELETE was left out, since an ADD has replaced the image. `failed`: the
   * service did not take the entry.
   */
  readonly status: 'imported' | 'deleted' | 'refused' | 'skipped' | 'failed';
  readonly place: RowPlace;
  readonly productId: string | null;
  /** As the catalogue names the image: its PicName, else its Image. Null when the row has neither. */
  readonly picName: string | null;
  /**
   * True when the gallery was asked for this image and holds it as submitted, or no longer holds a deleted one. An entry
   * that is `imported` or `deleted` and not verified was in a task that succeeded, and no failure names it.
   */
  readonly verified: boolean;
  /** Why the entry was refused, skipped or failed; of an imported entry, warnings. */
  readonly issues: readonly Issue<EntryIssueCode | (string & {})>[];
}

/** The outcome of an entry that is not submitted. */
export const notSubmitted = (
  { place, productId, picName }: PlannedEntry,
  status: 'refused' | 'skipped',
  issues: readonly Issue[],
): EntryOutcome => ({ status, place, productId, picName, verified: false, issues });
