import type { ImportSummary } from '../import-summary.ts';
import type { SyncPlan } from './sync-plan.ts';

/** What a sync has found and done. */
export interface SyncSummary {
  /** What was to be done. */
  readonly plan: SyncPlan;
  /**
   * Images that UpdateImage has changed. Where that call has failed, the image is among the entries of `import`. After a dry
   * run: those that it would change, each by a request.
   */
  readonly updated: number;
  /** After a dry run: the seconds that these requests take at the pace of the service. */
  readonly updateSeconds?: number | undefined;
  /** What became of the other differences; undefined when there was none. After a dry run: what would become of them. */
  readonly import: ImportSummary | undefined;
  /** How long this run took. */
  readonly seconds: number;
}
