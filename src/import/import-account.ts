import { assertConserved } from '../shared/conservation.ts';
import type { EntryOutcome } from './entry-outcome.ts';
import type { ReplacedDeletes } from './replaced-deletes.ts';

/**
 * How many entries an import had, and what became of them: `supplied = accepted + refused`,
 * `accepted = submitted + skipped`, `submitted = succeeded + failed`.
 */
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
  /** What asking the gallery has shown; undefined when no task succeeded. */
  readonly verification?:
    | {
        /** Images of which nothing was reported: those that the gallery could be asked for. */
        readonly images: number;
        /** Images that the gallery has answered for. */
        readonly asked: number;
        /** Of these, the images that the gallery does not hold as submitted. */
        readonly missing: number;
        /** Questions without an answer. */
        readonly unanswered: number;
        /** The share of `images` that is missing at most, with 95 % confidence: from 0 to 1. */
        readonly missingShareAtMost: number;
        /** The same as a sentence. */
        readonly means: string;
      }
    | undefined;
  /**
   * What the service reported that matches no entry, verbatim: at most 100 lines of the failure file, or why the file
   * could not be read. Undefined when every failure matches an entry.
   */
  readonly unmatched?: readonly string[] | undefined;
}

/** What is known of the whole import in the end, beside the outcomes of its entries. */
export type ImportFindings = Pick<ImportSummary, 'verification' | 'unmatched'>;

const MOST_UNMATCHED = 100;
const LONGEST_UNMATCHED = 1_000; // characters

/** Counts every entry on its way in and on its way out, and hands each outcome to the caller. */
export class ImportAccount {
  readonly #onOutcome: (outcome: EntryOutcome) => void | Promise<void>;
  readonly #replaced: Pick<ReplacedDeletes, 'notDone'>;
  readonly #startedAt = performance.now();
  readonly #outcomes = { imported: 0, deleted: 0, refused: 0, skipped: 0, failed: 0 };
  #supplied = 0;
  #submitted = 0;
  #tasks = 0;

  /** @param replaced learns of each row that is refused or fails */
  constructor(
    onOutcome: (outcome: EntryOutcome) => void | Promise<void> = () => {},
    replaced: Pick<ReplacedDeletes, 'notDone'>,
  ) {
    this.#onOutcome = onOutcome;
    this.#replaced = replaced;
  }

  /** Counts an entry that came in. */
  supply(): void {
    this.#supplied += 1;
  }

  /** Counts a task that was started, and its lines. */
  submit(lines: number): void {
    this.#submitted += lines;
    this.#tasks += 1;
  }

  /** Counts an outcome, and hands it to the caller. */
  async report(outcome: EntryOutcome): Promise<void> {
    const { status, place } = outcome;
    this.#outcomes[status] += 1;
    if (status === 'refused' || status === 'failed') this.#replaced.notDone(place.line);
    await this.#onOutcome(outcome);
  }

  /** @throws {Error} when an entry is not accounted for: a defect of this package */
  close({ verification, unmatched = [] }: ImportFindings = {}): ImportSummary {
    const { imported, deleted, refused, skipped, failed } = this.#outcomes;
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
      verification,
      unmatched:
        unmatched.length === 0
          ? undefined
          : unmatched.slice(0, MOST_UNMATCHED).map((line) => line.slice(0, LONGEST_UNMATCHED)),
    };
  }
}
