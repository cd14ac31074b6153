import type { NEXT_STEPS } from './words/next-steps.ts';
import type { KINDS, LANES } from './words/words.ts';

/** What a report says beside its rows. Every command fills what it knows; a part without data is left out. */
export interface ReportData {
  /** What was done. */
  readonly kind: keyof typeof KINDS;
  /** What it was done with: the catalogue, the folder of images, the state. */
  readonly subject: string;
  /** When the report is made, in milliseconds since 1970. */
  readonly madeAt: number;
  /** How many entries or images there are. Those without a row are shown as open. @default as many as there are rows */
  readonly supplied?: number | undefined;
  /** Options and addresses that tell what was done, by name. */
  readonly facts?: Readonly<Record<string, string>> | undefined;
  /** The limits of images that count, in px and bytes. */
  readonly limits?:
    | { readonly minSide: number; readonly maxSide: number; readonly maxBytes: number }
    | undefined;
  /** How the columns of the catalogue were taken. */
  readonly columns?: ReportColumns | undefined;
  /** When each part of the work began and ended. */
  readonly spans?: readonly ReportSpan[] | undefined;
  readonly tasks?: readonly ReportTask[] | undefined;
  /** Failures that match no entry, verbatim. */
  readonly unmatched?: readonly string[] | undefined;
  readonly next?: readonly ReportStep[] | undefined;
}

export interface ReportColumns {
  /** The catalogue's names of columns, by the name of the field. */
  readonly columns: Readonly<Record<string, readonly string[] | undefined>>;
  /** Names that are left alone, the first of them. */
  readonly ignored: readonly string[];
  readonly ignoredCount: number;
}

/** From when to when, in milliseconds since 1970. */
export interface ReportSpan {
  readonly lane: keyof typeof LANES;
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

export interface ReportTask {
  readonly id: string;
  readonly status: string;
  readonly code: string;
  readonly message: string;
}

/** What to do next. */
export interface ReportStep {
  readonly step: keyof typeof NEXT_STEPS;
  /** A file to look at or to mend. */
  readonly file?: string | undefined;
  /** The arguments of the command, its name first. */
  readonly command?: readonly string[] | undefined;
}
