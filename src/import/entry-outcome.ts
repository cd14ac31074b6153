import type { RowPlace } from '../catalogue/model/catalogue-entry.ts';
import type { Issue } from '../shared/errors/issue.ts';
import type { EntryIssueCode } from './entry-issue-code.ts';
import type { PlannedEntry } from './plan/planned-entry.ts';

/** What became of one catalogue entry. Each entry gets exactly one. */
export interface EntryOutcome {
  /**
   * `imported`: the gallery holds the image. `deleted`: the gallery no longer holds it. `refused`: the entry was kept out
   * before its image was uploaded. `skipped`: a DELETE was left out, since an ADD has replaced the image. `failed`: the
   * service did not take the entry. `ready`, in a dry run alone: the entry would be submitted.
   */
  readonly status: 'imported' | 'deleted' | 'refused' | 'skipped' | 'failed' | 'ready';
  /** Where the entry stands in its source. */
  readonly place: RowPlace;
  /** Null for an entry that has none, which is refused. */
  readonly productId: string | null;
  /** As the catalogue names the image: its PicName, else its Image. Null when the row has neither. */
  readonly picName: string | null;
  /**
   * True when the gallery was asked for this image and holds it as submitted, or no longer holds a deleted one. An entry
   * that is `imported` or `deleted` and not verified was in a task that succeeded, and no failure names it.
   */
  readonly verified: boolean;
  /**
   * Of an ADD that was submitted: whether its image was `sent` by this import, or `present` in the bucket before, with the
   * same content. Undefined for all others.
   */
  readonly stored?: 'sent' | 'present' | undefined;
  /** The image as it was supplied, before any repair: bytes, and sides in px as stored. Undefined where it was not read. */
  readonly image?: { readonly bytes: number; readonly width: number; readonly height: number } | undefined;
  /** Why the entry was refused, skipped or failed; of an imported entry, warnings. */
  readonly issues: readonly Issue<EntryIssueCode | (string & {})>[];
}

/** Of an image, what its file and its header say. */
export type ImageNumbers = NonNullable<EntryOutcome['image']>;

/** An outcome with the number of its entry, by which the import knows it. Callers get the outcome without the number. */
export type NumberedOutcome<Status extends EntryOutcome['status'] = EntryOutcome['status']> = EntryOutcome &
  Pick<PlannedEntry, 'number'> & { readonly status: Status };

/** What becomes of an entry in an import, a dry run being none. */
export type SettledStatus = Exclude<EntryOutcome['status'], 'ready'>;
export type SettledOutcome = NumberedOutcome<SettledStatus>;

/** The outcome of an entry that is not submitted. */
export const notSubmitted = (
  entry: Pick<PlannedEntry, 'number' | 'place' | 'productId' | 'picName'> & {
    readonly supplied?: ImageNumbers | undefined;
  },
  status: 'refused' | 'skipped',
  issues: readonly Issue[],
): NumberedOutcome<'refused' | 'skipped'> => ({
  number: entry.number,
  status,
  place: entry.place,
  productId: entry.productId,
  picName: entry.picName,
  verified: false,
  ...imageOf(entry),
  issues,
});

/** The part of an outcome about the image of a ledger's line. */
export const imageOf = ({
  supplied,
}: {
  readonly supplied?: ImageNumbers | undefined;
}): Pick<EntryOutcome, 'image'> => (supplied === undefined ? {} : { image: supplied });
