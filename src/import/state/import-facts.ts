import type { CatalogueSummary } from '../../catalogue/model/catalogue-summary.ts';
import type { ColumnReport } from '../../catalogue/model/column-report.ts';
import type { TaskState } from '../../task/calls/task-state.ts';
import type { ImageFailure } from '../../task/failures/failure-line.ts';
import type { SubmitIntent } from '../../task/submit/find-started.ts';
import type { CommandLine } from '../command-line.ts';
import type { SettledStatus } from '../entry-outcome.ts';
import type { ImportSummary, VerificationCounts } from '../import-summary.ts';
import type { ChosenRoute } from '../route.ts';
import type { ImportIdentity } from './import-identity.ts';

/** How many entries have an outcome, by status. */
export type OutcomeCounts = Readonly<Record<SettledStatus, number>>;

/** The files of outcomes, and their lengths in bytes. */
export type OutcomeLengths = Readonly<Record<'imported' | 'refused' | 'failed', number>>;

/** How many shards were made, and of how many entries. */
export interface Cut {
  readonly shards: number;
  readonly entries: number;
  /** How many of the entries are DELETEs that an ADD replaces. */
  readonly deletes: number;
}

/** The whole catalogue was read, and every shard of it is a file. */
export interface PlannedFact extends Cut {
  /** How the entries get into the gallery. */
  readonly route: PlannedRoute;
  /** Objects that were listed in the bucket. */
  readonly listed: number;
  /** SHA-256 of all entries, in hex: another catalogue has another one. */
  readonly digest: string;
  readonly catalogue: CatalogueSummary;
  /** How the columns were taken, as it was reported first. Undefined in the state of an earlier version. */
  readonly columns?: ColumnReport | undefined;
}

/** The route of an import, and the arithmetic where the import has chosen it itself. */
type PlannedRoute = Pick<ChosenRoute, 'route'> & Partial<Pick<ChosenRoute, 'because'>>;

/** Every entry of the shard has its outcome, or is imported again. Holds what the summary needs of them. */
export interface SettledFact {
  readonly counts: OutcomeCounts;
  /**
   * What is imported again in the next round: entries, how many of them were lines of increment.meta, and DELETEs that these
   * entries replace.
   */
  readonly again: { readonly entries: number; readonly lines: number; readonly deletes: number };
  /** Lines of increment.meta. */
  readonly lines: number;
  /** Batch tasks. */
  readonly tasks: number;
  /** Up to where the files of outcomes count. */
  readonly files: OutcomeLengths;
  /** Undefined when the shard had no task that succeeded. */
  readonly verification?: VerificationCounts | undefined;
  readonly unmatched: readonly string[];
}

/** What is known of one shard. Each field is a fact of its own, and comes after those before it. */
export interface ShardFacts {
  /**
   * The ledger has every entry, and every image is uploaded. `later` of the lines wait for a task of their own, as they must
   * be carried out after another line of the shard.
   */
  readonly prepared?:
    | { readonly entries: number; readonly lines: number; readonly later: number }
    | undefined;
  readonly settled?: SettledFact | undefined;
}

/** What is known of a batch task. Each field is a fact of its own, and comes after those before it. */
export interface TaskFacts {
  /**
   * The task is about to be started, or was. The last intent counts; null: the service has refused to start it. In the journal
   * `before` leaves out the tasks that earlier facts name: see `NamedTasks`.
   */
  readonly intent?: SubmitIntent | null | undefined;
  readonly task?: TaskState['ref'] | undefined;
  /** How the task ended: the service forgets tasks. */
  readonly over?: Pick<TaskState, 'status' | 'code' | 'message' | 'errorUrl'> | undefined;
  readonly failures?: TaskFailures | undefined;
}

/** What the service says of the lines of a task. */
export interface TaskFailures {
  readonly named: readonly NamedFailure[];
  /** Failures that match no line, verbatim, and why the failure file could not be read. */
  readonly unmatched: readonly string[];
  /** True when a line may have failed that is not named: then the gallery decides. */
  readonly inDoubt: boolean;
}

export interface NamedFailure {
  /** Its number in the shard. */
  readonly line: number;
  readonly failure: ImageFailure;
}

/** A record of the journal of an import, and when it was written, in ms since 1970 (undefined in that of an earlier version). */
export type DatedFact = ImportFact & { readonly at?: number | undefined };

/** A fact of an import: few, and small whatever the catalogue is. */
export type ImportFact =
  | { readonly begun: ImportIdentity; readonly commandLine?: CommandLine | undefined }
  | { readonly planned: PlannedFact }
  | ({ readonly shard: number } & ShardFacts)
  /** `lines`: the lines of the shard that the task is for, as `nameOfPart` writes them. */
  | ({ readonly shard: number; readonly lines: string } & TaskFacts)
  /** The entries that are imported again were cut into more shards: a round of their own. */
  | { readonly round: Cut }
  | { readonly closed: ImportSummary }
  /** In a store: another process coordinates the import from here on, with this fencing number. */
  | { readonly taken: number };
