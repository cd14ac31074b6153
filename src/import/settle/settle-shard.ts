import { assertConserved } from '../../shared/errors/conservation.ts';
import { notSubmitted, type SettledOutcome } from '../entry-outcome.ts';
import type { ImportContext } from '../import-context.ts';
import type { NumberedLine } from '../ledger.ts';
import type { SettledFact } from '../state/import-facts.ts';
import type { Shard } from '../state/shard.ts';
import { isReplacedBy, writeAgain } from './entries-again.ts';
import { GalleryQuestions } from './gallery-questions.ts';
import { isRenamed, judgeReplaced } from './replaced-deletes.ts';
import { NO_TASKS, runTasks } from './run-tasks.ts';
import { settleEntries } from './settle-entries.ts';
import { NO_OUTCOMES, shownUnmatched } from './sum-up.ts';
import { Verification } from './verification.ts';

/**
 * Yields the outcome of every entry of a prepared shard: of refused entries first, of the submitted ones once the tasks are
 * over, of DELETEs that they replace at last. An entry that has failed for a reason that may pass gets none: it is imported
 * again in the next round, if there is one. Returns what the summary needs.
 */
export async function* settleShard(
  shard: Shard,
  context: ImportContext,
): AsyncGenerator<SettledOutcome, Omit<SettledFact, 'files'>, void> {
  const tally = new Tally(shard.round < context.settings.retries);
  for await (const entry of shard.ledgerEntries()) {
    if ('record' in entry) continue;
    if (!tally.triesAgain(entry.number, entry.mayPass === true))
      yield tally.count(notSubmitted(entry, 'refused', entry.refused));
  }
  const { lines = 0 } = shard.facts.prepared ?? {};
  const findings = lines === 0 ? NO_FINDINGS : yield* settleSubmitted(shard, tally, context);
  for await (const entry of shard.replacedDeletes()) {
    if (isReplacedBy(entry, tally.again)) continue;
    const { status, issues } = judgeReplaced(entry, tally.notDone);
    yield tally.count(notSubmitted(entry, status, issues));
  }
  const again = await writeAgain(shard, tally.again);
  await assertSettled(shard, tally, again);
  return { counts: tally.counts, again, lines, ...findings };
}

type Findings = Pick<SettledFact, 'tasks' | 'verification' | 'unmatched'>;
const NO_FINDINGS: Findings = { tasks: 0, verification: undefined, unmatched: [] };

async function* settleSubmitted(
  shard: Shard,
  tally: Tally,
  context: ImportContext,
): AsyncGenerator<SettledOutcome, Findings, void> {
  const { settings, services, queriesPerSecond, entries, verificationBudget: budget } = context;
  const { clock, verify, concurrency, linesPerTask, onProgress, signal } = settings;
  const carriedOut = context.route === 'direct' ? NO_TASKS : await runTasks(shard, context);
  const { last, tasks, failedWith, failures, unmatched, inDoubt } = carriedOut;
  const taskId = last?.ref.id;
  const asks = verify !== 'no' || inDoubt;
  if (asks) onProgress({ stage: 'verifying', done: 0, of: undefined, taskId });
  const { gallery, galleryPatience: patience } = services;
  const questions = new GalleryQuestions({ gallery, patience, clock, comparesContent: inDoubt });
  const exported = await context.exported?.of(shard);
  const verification = new Verification({
    exported,
    ...{ how: verify, inDoubt, questions, queriesPerSecond, budget, concurrency, clock, signal },
    share: Math.min(1, linesPerTask / entries),
    onAsked: (done, of) => onProgress({ stage: 'verifying', done, of, taskId }),
  });
  const settling = { failedWith, failures, verification, concurrency, signal };
  for await (const { line, outcome, mayPass } of settleEntries(shard.ledger, settling)) {
    if (!tally.triesAgain(line.number, mayPass && mayComeLater(line))) yield tally.count(outcome);
  }
  const { counts } = verification;
  const done = counts.asked + counts.unanswered;
  if (asks) onProgress({ stage: 'verifying', done, of: undefined, taskId, isOver: true });
  return {
    tasks,
    verification: counts.images === 0 ? undefined : counts,
    unmatched: shownUnmatched(unmatched),
  };
}

/** A whole product is not deleted in a later round, as images of it may have been added meanwhile. */
const mayComeLater = ({ record }: NumberedLine): boolean => record.picName !== undefined;

/** What became of the entries of a shard. */
class Tally {
  readonly counts = { ...NO_OUTCOMES };
  /** Numbers of entries that replace no image: they were refused, have failed, or got another name. */
  readonly notDone = new Set<number>();
  /** Numbers of entries that are imported again. */
  readonly again = new Set<number>();
  readonly #hasNextRound: boolean;

  constructor(hasNextRound: boolean) {
    this.#hasNextRound = hasNextRound;
  }

  /** Whether the entry, which has failed if `mayPass`, is imported again and so has no outcome yet. */
  triesAgain(number: number, mayPass: boolean): boolean {
    if (!this.#hasNextRound || !mayPass) return false;
    this.again.add(number);
    return true;
  }

  count(outcome: SettledOutcome): SettledOutcome {
    this.counts[outcome.status] += 1;
    if (isRenamed(outcome.issues) || outcome.status === 'refused' || outcome.status === 'failed')
      this.notDone.add(outcome.number);
    return outcome;
  }
}

async function assertSettled(shard: Shard, { counts }: Tally, again: SettledFact['again']): Promise<void> {
  const supplied = { entries: 0, lines: 0, deletes: 0 };
  for await (const entry of shard.ledgerEntries()) {
    supplied.entries += 1;
    if ('record' in entry) supplied.lines += 1;
  }
  for await (const _ of shard.replacedDeletes()) supplied.deletes += 1;
  const { entries, lines, deletes } = supplied;
  assertConserved('settleShard', entries + deletes, { ...counts, again: again.entries + again.deletes });
  const { imported, deleted, failed } = counts;
  assertConserved('the batch tasks', lines, { imported, deleted, failed, again: again.lines });
}
