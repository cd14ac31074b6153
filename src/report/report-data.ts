import type { ReportRow } from './report-row.ts';

/** What a report says beside its rows. Every command fills what it knows; a part without data is left out. */
export interface ReportData {
  /** What was done. */
  readonly kind: 'import' | 'dryRun' | 'preflight' | 'sync' | 'syncDryRun' | 'verify';
  /** What it was done with: the catalogue, the folder of images, the state. */
  readonly subject: string;
  /** When the report is made, in milliseconds since 1970. */
  readonly madeAt: number;
  /** How many entries or images there are. Those without a row are shown as open. @default as many as there are rows */
  readonly supplied?: number | undefined;
  /** How many of them have no row since there is nothing more to say of them, by what became of them. */
  readonly counted?: Readonly<Partial<Record<ReportRow['status'], number>>> | undefined;
  /** How many images of a gallery differ from its catalogue, by kind. */
  readonly differences?: Readonly<Partial<Record<NonNullable<ReportRow['difference']>, number>>> | undefined;
  /** Superfluous images that are not deleted, and each reason, as a `SyncPlan` has them. */
  readonly withheld?:
    | {
        readonly images: number;
        readonly because: readonly { readonly code: string; readonly message: string }[];
      }
    | undefined;
  /** Options and addresses that tell what was done, by name. */
  readonly facts?: Readonly<Record<string, string>> | undefined;
  /** The limits of images that count, in px and bytes. */
  readonly limits?:
    | { readonly minSide: number; readonly maxSide: number; readonly maxBytes: number }
    | undefined;
  /** How the columns of the catalogue were taken, as a `ColumnReport` has it. */
  readonly columns?:
    | {
        /** The catalogue's names of columns, by the name of the field. */
        readonly columns: Readonly<Record<string, readonly string[] | undefined>>;
        /** Names that are left alone, the first of them. */
        readonly ignored: readonly string[];
        readonly ignoredCount: number;
      }
    | undefined;
  /** When each part of the work began and ended, in milliseconds since 1970. */
  readonly spans?:
    | readonly {
        readonly lane: 'reading' | 'preparing' | 'tasks' | 'settling';
        readonly label: string;
        readonly from: number;
        readonly to: number;
      }[]
    | undefined;
  /** The batch tasks, with the words of the service. */
  readonly tasks?:
    | readonly {
        readonly id: string;
        readonly status: string;
        readonly code: string;
        readonly message: string;
      }[]
    | undefined;
  /** Failures that match no entry, verbatim. */
  readonly unmatched?: readonly string[] | undefined;
  /** What to do next: a step, a file to look at or to mend, the arguments of a command with its name first. */
  readonly next?:
    | readonly {
        readonly step:
          | 'mendRefused'
          | 'retryFailed'
          | 'continueImport'
          | 'repairImages'
          | 'startImport'
          | 'importAgain'
          | 'continueSync'
          | 'carryOutPlan'
          | 'decideDeletions'
          | 'undoSync'
          | 'syncGallery'
          | 'verifyAgain'
          | 'nothing';
        readonly file?: string | undefined;
        readonly command?: readonly string[] | undefined;
      }[]
    | undefined;
}

export type ReportSpan = NonNullable<ReportData['spans']>[number];
export type ReportTask = NonNullable<ReportData['tasks']>[number];
export type ReportStep = NonNullable<ReportData['next']>[number];
