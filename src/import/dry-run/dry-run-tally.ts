import { assertConserved } from '../../shared/errors/conservation.ts';
import type { EntryOutcome } from '../entry-outcome.ts';
import { PLAN_FIGURES } from '../estimate/figures.ts';
import { type ImportWork, questionsOf, requestsOf } from '../estimate/requests.ts';
import { type ImportPace, sendingSeconds, verificationSeconds } from '../estimate/seconds.ts';
import type { ImportContext } from '../import-context.ts';
import type { DryRunSummary, ImportSummary } from '../import-summary.ts';
import type { PlannedFact, ShardFacts } from '../state/import-facts.ts';

interface SentInDryRun {
  readonly images: number;
  readonly bytes: number;
  readonly copies: number;
  readonly reads: number;
}

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
   * @param sent images that would be sent, those of them that OSS would copy, and the reads of their source
   * @throws {Error} when an entry is not accounted for: a defect of this package
   */
  summary(
    { entries, catalogue, listed, route }: PlannedFact,
    { copies, reads, ...sent }: SentInDryRun,
    context: Pick<ImportContext, 'settings' | 'queriesPerSecond' | 'addsPerSecond'>,
  ): Omit<ImportSummary, 'seconds'> {
    const { ready, refused, skipped } = this.#statuses;
    assertConserved('the dry run', entries, { ready, refused, skipped });
    const { settings, queriesPerSecond, addsPerSecond } = context;
    const { verify, linesPerTask, megabitsPerSecond, concurrency } = settings;
    const asked = { verify, entries, askable: this.#askable, linesPerTask, queriesPerSecond };
    const work: ImportWork = {
      ...{ route: route.route, send: sent, copies, reads, deletes: ready - sent.images },
      ...{ tasks: route.route === 'direct' ? 0 : this.#tasks, listed, verify },
      questions: questionsOf(asked),
    };
    const pace: ImportPace = {
      ...{ megabitsPerSecond, concurrency, addsPerSecond, queriesPerSecond, workers: 1, instances: 1 },
      ...{ requestsPerImage: 1, requestMs: PLAN_FIGURES.requestMs.value },
    };
    const dryRun: DryRunSummary = {
      ...{ ready, send: sent, present: this.#present, tasks: work.tasks },
      issues: Object.fromEntries([...this.#issues].toSorted(([one], [other]) => (one < other ? -1 : 1))),
      requests: requestsOf(work),
      seconds: {
        upload: Math.ceil(sendingSeconds(work, pace)),
        verification: Math.ceil(verificationSeconds(work, pace)),
      },
    };
    return {
      ...{ supplied: entries, accepted: entries - refused, refused, skipped, submitted: 0 },
      ...{ succeeded: 0, failed: 0, retried: 0, tasks: 0, route, catalogue, dryRun },
    };
  }
}
