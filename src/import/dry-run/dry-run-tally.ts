import { assertConserved } from '../../shared/conservation.ts';
import type { EntryOutcome } from '../entry-outcome.ts';
import type { ImportContext } from '../import-context.ts';
import type { ImportSettings } from '../import-settings.ts';
import type { DryRunSummary, ImportSummary } from '../import-summary.ts';
import { sampleSize } from '../settle/sample.ts';
import type { PlannedFact, ShardFacts } from '../state/import-facts.ts';

/** Listing a bucket gives so many keys in one request. */
const KEYS_IN_A_LIST = 1_000;
/** IncreaseList is asked whether a task is running, and at least once how the task has ended. */
const LISTS_OF_A_TASK = 2;

/** Counts what an import would do. */
export class DryRunTally {
  readonly #statuses = { ready: 0, refused: 0, skipped: 0 };
  readonly #issues = new Map<string, number>();
  #present = 0;
  #askable = 0;
  #tasks = 0;

  count<T extends EntryOutcome>(outcome: T): T {
    const { status, issues, stored } = outcome;
    if (status === 'ready' || status === 'refused' || status === 'skipped') this.#statuses[status] += 1;
    for (const code of new Set(issues.map((issue) => issue.code)))
      this.#issues.set(code, (this.#issues.get(code) ?? 0) + 1);
    if (stored === 'present') this.#present += 1;
    if (status === 'ready' && outcome.picName !== null) this.#askable += 1;
    return outcome;
  }

  countTasks({ lines, later }: NonNullable<ShardFacts['prepared']>): void {
    if (lines > later) this.#tasks += 1;
    if (later > 0) this.#tasks += 1;
  }

  /**
   * @param sent images that would be sent
   * @throws {Error} when an entry is not accounted for: a defect of this package
   */
  summary(
    { entries, catalogue, listed, route }: PlannedFact,
    sent: { readonly images: number; readonly bytes: number },
    context: Pick<ImportContext, 'settings' | 'queriesPerSecond' | 'addsPerSecond'>,
  ): Omit<ImportSummary, 'seconds'> {
    const { ready, refused, skipped } = this.#statuses;
    assertConserved('the dry run', entries, { ready, refused, skipped });
    const { settings, queriesPerSecond, addsPerSecond } = context;
    const isDirect = route.route === 'direct';
    const tasks = isDirect ? 0 : this.#tasks;
    const line = (sent.bytes * 8) / (settings.megabitsPerSecond * 1e6);
    const exports = settings.verify === 'export' ? { DumpMeta: 1, DumpMetaList: 1 } : {};
    const calls = { AddImage: sent.images, DeleteImage: ready - sent.images };
    const batch = {
      ...{ GetObject: 1, ListObjectsV2: Math.max(1, Math.ceil(listed / KEYS_IN_A_LIST)) },
      ...{ PutObject: sent.images + tasks, HeadObject: tasks },
      ...{ IncreaseInstance: tasks, IncreaseList: tasks * LISTS_OF_A_TASK },
    };
    const asked = this.#askedFor(settings, queriesPerSecond);
    const dryRun: DryRunSummary = {
      ...{ ready, send: sent, present: this.#present, tasks },
      issues: Object.fromEntries([...this.#issues].toSorted(([one], [other]) => (one < other ? -1 : 1))),
      requests: {
        ...{ Detail: 1, ...(isDirect ? calls : batch), CheckImageExists: asked, ...exports },
      },
      seconds: {
        upload: Math.ceil(isDirect ? Math.max(line, sent.images / addsPerSecond) : line),
        verification: Math.ceil(asked / queriesPerSecond),
      },
    };
    return {
      ...{ supplied: entries, accepted: entries - refused, refused, skipped, submitted: 0 },
      ...{ succeeded: 0, failed: 0, retried: 0, tasks: 0, route, catalogue, dryRun },
    };
  }

  #askedFor({ verify }: ImportSettings, queriesPerSecond: number): number {
    if (verify === 'no' || verify === 'export') return 0;
    return verify === 'all' ? this.#askable : Math.min(this.#askable, sampleSize(queriesPerSecond));
  }
}
