import type { Issue } from '../../shared/errors/issue.ts';
import type { EntryIssueCode } from '../entry-issue-code.ts';

/** What became of one image of the source. Each image gets exactly one. */
export interface TransferOutcome {
  /** The key of the image in the source. */
  readonly source: string;
  /** The key at the target, also of an image that did not get there. */
  readonly key: string;
  /**
   * `sent`: the target holds the image, from this upload. `present`: it held the same bytes before. `refused`: the image or
   * its key breaks a rule, and nothing was sent. `failed`: the image could not be read, or the target did not take it; it may
   * be tried again. `ready`, in a dry run alone: the image would be sent.
   */
  readonly status: 'sent' | 'present' | 'refused' | 'failed' | 'ready';
  /** Size of the image that was sent or is present, in bytes; null for others. */
  readonly bytes: number | null;
  /** Whether OSS has copied the image by itself, from bucket to bucket. @default false */
  readonly isCopied?: boolean | undefined;
  /** Why the image was refused or has failed; of others, warnings. */
  readonly issues: readonly Issue<EntryIssueCode | (string & {})>[];
}

/** How many images an upload had, and what became of them: `listed = sent + present + refused + failed + leftOut`. */
export interface TransferSummary {
  /** Objects of the source below its prefix. */
  readonly listed: number;
  /** Images that were put into the target. */
  readonly sent: number;
  /** Of the images that were sent, those that OSS has copied by itself. */
  readonly copied: number;
  /** Images that the target had already. */
  readonly present: number;
  /** Images that were not sent, each with its issues. */
  readonly refused: number;
  /** Images that could not be read or put, each with its issues. */
  readonly failed: number;
  /** Objects that are no images by their name, such as `Thumbs.db` and catalogues, and those that `filter` does not want. */
  readonly leftOut: number;
  /** Of the images that were sent. */
  readonly bytes: number;
  /** How long this run took: an upload that was continued has had others before. */
  readonly seconds: number;
  /** What an upload would do, after a dry run: then `listed = dryRun.ready + present + refused + failed + leftOut`. */
  readonly dryRun?:
    | {
        /** Images that would be sent, and their bytes. */
        readonly ready: number;
        /** Of these images, those that OSS would copy by itself. */
        readonly copied: number;
        readonly bytes: number;
        /** Requests by operation, as OSS names them; those for reading count where the source is not a folder. */
        readonly requests: Readonly<Record<string, number>>;
        /** How long the sending takes of what OSS does not copy, at `megabitsPerSecond`, and within `bytesPerSecond`. */
        readonly seconds: number;
      }
    | undefined;
}
