import type { ServiceType } from '../shared/model/service-type.ts';
import type { TaskRef } from '../shared/model/task-ref.ts';
import type { EntryLimits } from './entry-limits.ts';
import type { ImportSettings } from './import-settings.ts';
import type { Services } from './open-services.ts';
import type { EntryImages } from './prepare/entry-images.ts';
import type { SendEntry } from './prepare/send-entry.ts';
import type { Route } from './route.ts';
import type { ExportedRound } from './settle/exported-round.ts';
import type { VerificationBudget } from './settle/verification-budget.ts';
import type { Cut } from './state/import-facts.ts';

/** What the steps of one run of an import share. */
export interface ImportContext {
  readonly settings: ImportSettings;
  readonly services: Services;
  readonly serviceType: ServiceType;
  /** The pace of questions to the gallery. */
  readonly queriesPerSecond: number;
  /** The pace of AddImage. */
  readonly addsPerSecond: number;
  /** Entries of the whole catalogue. */
  readonly entries: number;
  readonly images: EntryImages;
  readonly route: Route;
  /** Sends an accepted entry, by the route. */
  readonly send: SendEntry;
  readonly limits: EntryLimits;
  /** How long the gallery may be asked on, over all shards of this run. */
  readonly verificationBudget: VerificationBudget;
  /** What an export says of the round, where that is how the gallery is asked. */
  readonly exported?: ExportedRound | undefined;
  readonly run: ImportRun;
}

/** How far a run has come. */
export interface ImportRun {
  /** Entries of the round that are in a ledger, and how many the round has. */
  prepared: number;
  entries: number;
  /** Of the images of the round that were sent, as far as this run has seen them. */
  bytes: number;
  /** The last task that was started and is not settled. */
  taskRef: TaskRef | undefined;
  /** Whether something is in the bucket that a new import would send again. */
  isWorthKeeping: boolean;
}

export function beginRound(run: ImportRun, { entries, deletes }: Cut): void {
  run.prepared = 0;
  run.bytes = 0;
  run.entries = entries - deletes;
}
