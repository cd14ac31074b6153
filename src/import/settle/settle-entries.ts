import { mapConcurrent } from '../../shared/async/map-concurrent.ts';
import { foreignText } from '../../shared/errors/foreign-text.ts';
import type { Issue } from '../../shared/errors/issue.ts';
import type { TaskState } from '../../task/calls/task-state.ts';
import type { ImageFailure } from '../../task/failures/failure-line.ts';
import { imageOf, type SettledOutcome } from '../entry-outcome.ts';
import { importIssue } from '../import-issue.ts';
import { type CallFailure, type NumberedLine, readLedger } from '../ledger.ts';
import type { ShardTasks } from './run-tasks.ts';
import type { AskableLine, Verification } from './verification.ts';

export interface SettleOptions extends Pick<ShardTasks, 'failedWith' | 'failures'> {
  readonly verification: Verification;
  readonly concurrency: number;
  readonly signal: AbortSignal | undefined;
}

/** What became of a submitted line. */
export interface SettledLine {
  readonly line: NumberedLine;
  readonly outcome: SettledOutcome;
  /** Whether the line has failed for a reason that may pass. */
  readonly mayPass: boolean;
}

/**
 * Yields what became of every submitted line, decided by its task, by the failures and by the gallery, in this order. A
 * line that none of the three speaks against is done, whether the gallery was asked for its image or not.
 */
export async function* settleEntries(
  ledger: string,
  { failedWith, failures, verification, concurrency, signal }: SettleOptions,
): AsyncGenerator<SettledLine, void, void> {
  const isOpen = ({ line, failure }: NumberedLine) =>
    failure === undefined && !failedWith.has(line) && !failures.has(line);
  await verification.askSample(() => askableLines(ledger, isOpen));
  const settle = async (line: NumberedLine, inner: AbortSignal): Promise<SettledLine> => {
    if (line.failure !== undefined) {
      const { mayPass } = line.failure;
      return { line, outcome: failed(line, callFailed(line.failure)), mayPass };
    }
    const task = failedWith.get(line.line);
    if (task !== undefined) return { line, outcome: failed(line, taskFailed(task)), mayPass: false };
    const failure = failures.get(line.line);
    if (failure !== undefined)
      return { line, outcome: failed(line, imageFailed(failure)), mayPass: failure.remedy === 'retry' };
    const answer = isAskable(line) ? await verification.answerFor(line, inner) : undefined;
    if (answer?.kind === 'missing') return { line, outcome: failed(line, answer.issue), mayPass: false };
    const issues = answer !== undefined && 'issue' in answer ? [answer.issue] : [];
    return { line, outcome: done(line, answer?.kind === 'as submitted', issues), mayPass: false };
  };
  yield* mapConcurrent(readLedger(ledger), settle, { concurrency, signal });
}

async function* askableLines(
  ledger: string,
  isOpen: (line: NumberedLine) => boolean,
): AsyncGenerator<AskableLine, void, void> {
  for await (const line of readLedger(ledger)) if (isOpen(line) && isAskable(line)) yield line;
}

/** The gallery can be asked for an image only: the DELETE of a whole product names no image. */
const isAskable = (line: NumberedLine): line is AskableLine => line.record.picName !== undefined;

const done = (line: NumberedLine, verified: boolean, issues: readonly Issue[]): SettledOutcome => ({
  ...namesOf(line),
  status: line.record.operationType === 'ADD' ? 'imported' : 'deleted',
  verified,
  issues: [...issues, ...line.issues],
});

const failed = (line: NumberedLine, issue: Issue): SettledOutcome => ({
  ...namesOf(line),
  status: 'failed',
  verified: false,
  issues: [issue, ...line.issues],
});

const namesOf = ({ number, place, record, picName, stored, supplied }: NumberedLine) => ({
  ...{ number, place, productId: record.productId, picName },
  ...(stored === undefined ? {} : { stored }),
  ...imageOf({ supplied }),
});

const taskFailed = ({ ref, code, message }: TaskState): Issue =>
  importIssue(
    'TASK_FAILED',
    `Batch task ${ref.id} failed with code ${code}: ${foreignText(message) || 'the service gave no reason'}`,
  );

const callFailed = ({ code, message }: CallFailure): Issue => ({
  ...importIssue('SERVICE_REFUSED', message),
  code,
});

/** The service's own code, where it gives one. */
function imageFailed({ code, message, raw }: ImageFailure): Issue {
  const issue = importIssue('SERVICE_REFUSED', foreignText(message ?? `The service says: ${raw}`));
  return { ...issue, code: code ?? issue.code };
}
