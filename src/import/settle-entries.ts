import type { Issue } from '../shared/issue.ts';
import { mapConcurrent } from '../shared/map-concurrent.ts';
import type { TaskState } from '../task/calls/task-state.ts';
import type { ImageFailure } from '../task/failures/failure-line.ts';
import { entryIssue } from './entry-issue.ts';
import type { EntryOutcome } from './entry-outcome.ts';
import { type LedgerLine, readLedger } from './ledger.ts';
import type { AskableLine, Verification } from './verification.ts';

export interface SettleOptions {
  readonly state: TaskState;
  /** By line of increment.meta. */
  readonly failures: ReadonlyMap<number, ImageFailure>;
  readonly verification: Verification;
  readonly concurrency: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * What became of every submitted line, by the task, by its failures and by the gallery, in this order. Every line comes
 * out. Where nothing speaks against a line, it is done, whether the gallery was asked for it or not.
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

/** A product that was deleted as a whole has no image that could be asked for. */
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
  entryIssue(
    'TASK_FAILED',
    `Batch task ${ref.id} failed with code ${code}: ${message || 'the service gave no reason'}`,
  );

/** The service's own code, where it gives one. */
const imageFailed = ({ code, message, raw }: ImageFailure): Issue => ({
  ...entryIssue('SERVICE_REFUSED', message ?? `The service says: ${raw}`),
  ...(code !== undefined && { code }),
});
