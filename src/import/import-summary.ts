import type { CatalogueSummary } from '../catalogue/model/catalogue-summary.ts';

/**
 * How many entries an import had, and what became of them: `supplied = accepted + refused`,
 * `accepted = submitted + skipped`, `submitted = succeeded + failed`.
 */
export interface ImportSummary {
  /** Entries of the catalogue: `accepted + refused`. */
  readonly supplied: number;
  /** Entries that were in order: `submitted + skipped`. */
  readonly accepted: number;
  /** Entries that were not sent, each with its issues. */
  readonly refused: number;
  /** DELETEs left out, since an ADD has replaced the image. */
  readonly skipped: number;
  /** Lines of increment.meta. */
  readonly submitted: number;
  /** Entries that the service took, as far as was asked. */
  readonly succeeded: number;
  /** Entries that the service did not take, each with its issues. */
  readonly failed: number;
  /** Times that an entry was imported again, for a reason that passes. */
  readonly retried: number;
  /** Batch tasks that were run. */
  readonly tasks: number;
  /** How the entries got into the gallery; `because` is the arithmetic of `route: 'auto'`. */
  readonly route: { readonly route: 'batch' | 'direct'; readonly because?: string | undefined };
  /** How long this run took: an import that was continued has had others before. */
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
        /**
         * Images that were to be asked for, since others are missing or not all failures are known, and were not: the time
         * was over (`verifyMinutes`). They are `verified: false`. Undefined when there is none.
         */
        readonly notAsked?: number | undefined;
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
  /** What an import would do, after a dry run: then `accepted = dryRun.ready + skipped`, and nothing was submitted. */
  readonly dryRun?: DryRunSummary | undefined;
  /** What became of every line of the catalogue. */
  readonly catalogue: CatalogueSummary;
}

/** What an import would do. */
export interface DryRunSummary {
  /** Entries that would be submitted. */
  readonly ready: number;
  /** Images that would be sent, and their bytes. */
  readonly send: { readonly images: number; readonly bytes: number };
  /** Images that are in the bucket already, with the same content: an import with `skipUnchanged` does not send them again. */
  readonly present: number;
  /** Batch tasks that the import would run. */
  readonly tasks: number;
  /** How many entries have an issue of each code, warnings included. */
  readonly issues: Readonly<Record<string, number>>;
  /**
   * Requests by operation. Each task asks IncreaseList twice at least, and then every half minute while it runs.
   */
  readonly requests: Readonly<Record<string, number>>;
  /**
   * The time in seconds that the uploads take at `megabitsPerSecond` (by the direct route also at the pace of AddImage), and the questions to the gallery at the instance's
   * rate. No document says how long a batch task takes.
   */
  readonly seconds: { readonly upload: number; readonly verification: number };
}

export type VerificationSummary = NonNullable<ImportSummary['verification']>;

/** What was counted of one shard: a `VerificationSummary` follows from the counts of all. */
export type VerificationCounts = Pick<VerificationSummary, 'images' | 'asked' | 'missing' | 'unanswered'> & {
  readonly notAsked: number;
  /** Of the images that were asked for, those that were chosen beforehand: the same share of every shard. */
  readonly sample: Pick<VerificationSummary, 'asked' | 'missing'>;
};
