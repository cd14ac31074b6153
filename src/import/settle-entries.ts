import { isImageSearchError } from '../shared/image-search-error.ts';
import type { Issue } from '../shared/issue.ts';
import { mapConcurrent } from '../shared/map-concurrent.ts';
import type { BatchTaskClient } from '../task/batch-task-client.ts';
import type { TaskState } from '../task/calls/task-state.ts';
import type { ImageFailure } from '../task/failures/failure-line.ts';
import { matchFailures } from '../task/failures/match-failures.ts';
import type { EntryOutcome } from './entry-outcome.ts';
import { importIssue } from './import-issue.ts';
import { type LedgerLine, readLedger } from './ledger.ts';
import type { AskableLine, Verification } from './verification.ts';

/** The failures of a task, matched with the lines of increment.meta. */
export interface MatchedFailures {
  /** By line of increment.meta, from 1. */
  readonly byLine: ReadonlyMap<number, ImageFailure>;
  /** Failures that match no line, verbatim, and why the failure file could not be read. */
  readonly unmatched: readonly string[];
  /** True when an image may have failed that `byLine` does not have: then the gallery decides. */
  readonly inDoubt: boolean;
}

/**
 * Reads the failures of a task, and finds the line of each in the ledger. A failure file that cannot be read does not end
 * the import, since every entry must get its outcome. An empty file proves nothing, as no document says when there is one.
 *
 * @param folder the folder of increment.meta in the bucket
 */
export async function readFailures(
  ledger: string,
  {
    tasks,
    state,
    folder,
    signal,
  }: {
    readonly tasks: Pick<BatchTaskClient, 'failures'>;
    readonly state: TaskState;
    readonly folder: string;
    readonly signal: AbortSignal | undefined;
  },
): Promise<MatchedFailures> {
  const failures: ImageFailure[] = [];
  const trouble: string[] = [];
  try {
    for await (const failure of tasks.failures(state, { signal })) failures.push(failure);
  } catch (error) {
    if (!isImageSearchError(error)) throw error;
    trouble.push(error.message);
  }
  const matched = await matchLedger(ledger, failures, folder);
  const unmatched = [...trouble, ...matched.unmatched];
  const isEmpty = state.errorUrl !== undefined && failures.length === 0;
  return { byLine: matched.byLine, unmatched, inDoubt: isEmpty || unmatched.length > 0 };
}

/** Finds the line of each failure in the ledger. */
export async function matchLedger(
  ledger: string,
  failures: readonly ImageFailure[],
  folder: string,
): Promise<Pick<MatchedFailures, 'byLine' | 'unmatched'>> {
  const matches = await matchFailures(failures.length === 0 ? [] : readLedger(ledger), failures, folder);
  const byLine = new Map<number, ImageFailure>();
  for (const [failure, lines] of matches) for (const { line } of lines) byLine.set(line, failure);
  return { byLine, unmatched: failures.filter((one) => !matches.has(one)).map(({ raw }) => raw) };
}

export interface SettleOptions {
  readonly state: TaskState;
  readonly failures: MatchedFailures['byLine'];
  readonly verification: Verification;
  readonly concurrency: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Yields the outcome of every submitted line, decided by the task, by its failures and by the gallery, in this order. A
 * line that none of the three speaks against is done, whether the gallery was asked for its image or not.
 */
export async function* settleEntries(
  ledger: string,
  { state, failures, verification, concurrency, signal }: SettleOptions,
): AsyncGenerator<EntryOutcome, void, void> {
  if (state.status === 'SUCCESS') await verification.askSample(() => askableLines(ledger, failures));
  const settle = async (line: LedgerLine & { readonly line: number }, inner: AbortSignal) => {
    if (state.status === 'FAIL') return failed(line, taskFailed(state));
    const failure = failures.get(line.line);
    if (failure !== undefined) return failed(line, imageFailed(failure));
    const answer = isAskable(line) ? await verification.answerFor(line, inner) : undefined;
    if (answer?.kind === 'missing') return failed(line, answer.issue);
    return done(
      line,
      answer?.kind === 'as submitted',
      answer !== undefined && 'issue' in answer ? [answer.issue] : [],
    );
  };
  yield* mapConcurrent(readLedger(ledger), settle, { concurrency, signal });
}

async function* askableLines(
  ledger: string,
  failures: SettleOptions['failures'],
): AsyncGenerator<AskableLine, void, void> {
  for await (const line of readLedger(ledger)) if (!failures.has(line.line) && isAskable(line)) yield line;
}

/** The gallery can be asked for an image only: the DELETE of a whole product names no image. */
const isAskable = (line: LedgerLine & { readonly line: number }): line is AskableLine =>
  line.record.picName !== undefined;

const done = (line: LedgerLine, verified: boolean, issues: readonly Issue[]): EntryOutcome => ({
  ...namesOf(line),
  status: line.record.operationType === 'ADD' ? 'imported' : 'deleted',
  verified,
  issues: [...issues, ...line.issues],
});

const failed = (line: LedgerLine, issue: Issue): EntryOutcome => ({
  ...namesOf(line),
  status: 'failed',
  verified: false,
  issues: [issue, ...line.issues],
});

const namesOf = ({ place, record, picName }: LedgerLine) => ({
  place,
  productId: record.productId,
  picName,
});

const taskFailed = ({ ref, code, message }: TaskState): Issue =>
  importIssue(
    'TASK_FAILED',
    `Batch task ${ref.id} failed with code ${code}: ${message || 'the service gave no reason'}`,
  );

/** The service's own code, where it gives one. */
function imageFailed({ code, message, raw }: ImageFailure): Issue {
  const issue = importIssue('SERVICE_REFUSED', message ?? `The service says: ${raw}`);
  return { ...issue, code: code ?? issue.code };
}
