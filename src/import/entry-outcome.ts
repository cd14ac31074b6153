import type { RowPlace } from '../catalogue/catalogue-entry.ts';
import { assertConserved } from '../shared/conservation.ts';
import type { Issue } from '../shared/issue.ts';
import type { ReplacedDeletes } from './replaced-deletes.ts';
import type { VerificationSummary } from './verification-summary.ts';

/** What became of one catalogue entry. Each gets exactly one. */
export interface EntryOutcome {
  /**
   * `imported` and `deleted`: the gallery holds it, or no longer does. `refused`: kept out before its
   * image was uploaded. `skipped`: a DELETE that was left out, since an ADD has replaced the image. `failed`: the service did not take it.
   */
  readonly status: 'imported' | 'deleted' | 'refused' | 'skipped' | 'failed';
  readonly place: RowPlace;
  readonly productId: string | null;
  /** As the catalogue names it: its PicName, else its Image. Null when it names neither. */
  readonly picName: string | null;
  /**
   * True when the gallery was asked for this image and holds it as submitted, or no longer holds it. An entry that is
   * `imported` or `deleted` without that was in a task that succeeded, and no failure names it.
   */
  readonly verified: boolean;
  /** Why it was refused, skipped or failed; warnings of what was imported. */
  readonly issues: readonly Issue[];
}

/** The account of an import: `supplied = accepted + refused`, `accepted = submitted + skipped`, `submitted = succeeded + failed`. */
export interface ImportSummary {
  readonly supplied: number;
  readonly accepted: number;
  readonly refused: number;
  /** DELETEs left out, since an ADD has replaced the image. */
  readonly skipped: number;
  /** Lines of increment.meta. */
  readonly submitted: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly retried: number;
  readonly tasks: number;
  readonly seconds: number;
  /** What asking the gallery has shown. Absent when no task ran to its success. */
  readonly verification?: VerificationSummary | undefined;
  /** What the service reported of images that are none of ours, verbatim: at most 100 lines. Absent when there is nothing of the kind. */
  readonly unplaced?: readonly string[] | undefined;
}

/** What an import found out beside the fate of its entries. */
export interface ImportFindings {
  readonly verification?: VerificationSummary | undefined;
  readonly unplaced?: readonly string[] | undefined;
}

const MOST_UNPLACED = 100;
const LONGEST_UNPLACED = 1_000; // characters

/** Counts every entry on its way in and on its way out, and hands each outcome to the caller. */
export class ImportAccount {
  readonly #tell: (outcome: EntryOutcome) => void | Promise<void>;
  readonly #replaced: Pick<ReplacedDeletes, 'notDone'>;
  readonly #startedAt = performance.now();
  readonly #told = { imported: 0, deleted: 0, refused: 0, skipped: 0, failed: 0 };
  #supplied = 0;
  #submitted = 0;
  #tasks = 0;

  /** @param replaced hears of each row that is not done */
  constructor(
    tell: (outcome: EntryOutcome) => void | Promise<void> = () => {},
    replaced: Pick<ReplacedDeletes, 'notDone'>,
  ) {
    this.#tell = tell;
    this.#replaced = replaced;
  }

  /** An entry came in. */
  supply(): void {
    this.#supplied += 1;
  }

  /** A task was started for so many lines. */
  submit(lines: number): void {
    this.#submitted += lines;
    this.#tasks += 1;
  }

  /** An entry's fate is known. */
  async tell(outcome: EntryOutcome): Promise<void> {
    const { status, place } = outcome;
    this.#told[status] += 1;
    if (status === 'refused' || status === 'failed') this.#replaced.notDone(place.line);
    await this.#tell(outcome);
  }

  /** @throws {Error} when an entry is not accounted for: a defect of this package */
  close({ verification, unplaced = [] }: ImportFindings = {}): ImportSummary {
    const { imported, deleted, refused, skipped, failed } = this.#told;
    const [supplied, submitted] = [this.#supplied, this.#submitted];
    assertConserved('importCatalogue', supplied, { imported, deleted, refused, skipped, failed });
    assertConserved('writeAccepted', supplied - refused, { submitted, skipped });
    assertConserved('the batch task', submitted, { imported, deleted, failed });
    return {
      supplied,
      accepted: supplied - refused,
      refused,
      skipped,
      submitted,
      succeeded: imported + deleted,
      failed,
      retried: 0, // nothing is retried yet
      tasks: this.#tasks,
      seconds: Math.round((performance.now() - this.#startedAt) / 100) / 10,
      ...(verification && { verification }),
      ...(unplaced.length > 0 && {
        unplaced: unplaced.slice(0, MOST_UNPLACED).map((line) => line.slice(0, LONGEST_UNPLACED)),
      }),
    };
  }
}
