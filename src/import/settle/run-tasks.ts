import type { TaskState } from '../../task/calls/task-state.ts';
import type { ImageFailure } from '../../task/failures/failure-line.ts';
import { FAILURE_REASONS } from '../../task/failures/failure-reasons.ts';
import type { ImportContext } from '../import-context.ts';
import type { NamedFailure, TaskFailures } from '../state/import-facts.ts';
import { halvesOf, linesOfPart, type Part, sizeOfPart } from '../state/part.ts';
import type { Shard } from '../state/shard.ts';
import { readFailures } from './read-failures.ts';
import { readPart, runTask } from './run-task.ts';
import { shownUnmatched } from './sum-up.ts';

/** How the tasks of a shard ended, by the lines of the shard. */
export interface ShardTasks {
  /** The last task that ended; undefined where each entry is a call of its own. */
  readonly last: TaskState | undefined;
  readonly tasks: number;
  /** The task that a line failed with as a whole. */
  readonly failedWith: ReadonlyMap<number, TaskState>;
  /** What the service says of single lines. */
  readonly failures: ReadonlyMap<number, ImageFailure>;
  /** Failures that match no line, verbatim, and why a failure file could not be read. */
  readonly unmatched: readonly string[];
  /** True when an image may have failed that is in neither: then the gallery decides. */
  readonly inDoubt: boolean;
}

/** Of a shard whose entries were calls of their own: what became of each is in the ledger. */
export const NO_TASKS: ShardTasks = {
  ...{ last: undefined, tasks: 0, failedWith: new Map(), failures: new Map(), unmatched: [], inDoubt: false },
};

/** So many tasks of a shard may fail before none is tried again in parts; as long as none succeeds, the first number counts. */
const MOST_FAILED_TASKS = { withoutSuccess: 20, inAll: 200 };
/** Failures of more lines than that are not kept in the journal. */
const MOST_NAMED = 1_000;

/**
 * Runs the tasks of a shard one after the other: one for all lines, and one more for the lines that must come later. No
 * document says that a task that fails as a whole names the line that makes it fail. So a task that fails is tried
 * again: without the lines that it names, else in halves, down to the line that makes it fail.
 */
export async function runTasks(shard: Shard, context: ImportContext): Promise<ShardTasks> {
  const waiting = firstParts(shard);
  const [failedWith, failures] = [new Map<number, TaskState>(), new Map<number, ImageFailure>()];
  const unmatched: string[] = [];
  const counts = { succeeded: 0, failed: 0 };
  let inDoubt = false;
  let last: TaskState | undefined;
  for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
    const state = await runTask(shard, part, context);
    last = state;
    counts[state.status === 'FAIL' ? 'failed' : 'succeeded'] += 1;
    const found = await failuresOf(shard, part, state, context);
    for (const { line, failure } of found.named) failures.set(line, failure);
    const isToBeTried = state.status === 'FAIL' && isWorthTrying(state, counts);
    const smaller = isToBeTried ? smallerParts(part, found.named) : [];
    waiting.unshift(...smaller);
    if (smaller.length > 0) continue;
    if (state.status === 'FAIL') {
      for (const line of linesOfPart(part)) if (!failures.has(line)) failedWith.set(line, state);
      if (sizeOfPart(part) === 1) continue; // what was reported can be of this line alone
    } else inDoubt ||= found.inDoubt;
    unmatched.push(...found.unmatched);
  }
  if (last === undefined) throw new Error('Defect in runTasks: a shard without lines has no task');
  const tasks = counts.succeeded + counts.failed;
  return { last, tasks, failedWith, failures, unmatched, inDoubt };
}

function firstParts({ facts }: Shard): Part[] {
  const { lines = 0, later = 0 } = facts.prepared ?? {};
  const first = lines - later;
  return [
    { from: 1, to: first },
    { from: first + 1, to: lines },
  ].filter((part) => sizeOfPart(part) > 0);
}

/** The parts that a failed one is tried again in; none for a single line. */
function smallerParts(part: Part, named: readonly NamedFailure[]): readonly Part[] {
  if (named.length > 0) {
    const without = [...(part.without ?? []), ...named.map(({ line }) => line)];
    const rest = { ...part, without };
    return sizeOfPart(rest) > 0 ? [rest] : [];
  }
  return sizeOfPart(part) > 1 ? halvesOf(part) : [];
}

/** Nothing is tried again for a reason that is known to stay whatever the lines are, such as a gallery that is full. */
function isWorthTrying(
  { code }: TaskState,
  { succeeded, failed }: { succeeded: number; failed: number },
): boolean {
  if (FAILURE_REASONS[code]?.remedy === 'giveUp') return false;
  return failed < (succeeded === 0 ? MOST_FAILED_TASKS.withoutSuccess : MOST_FAILED_TASKS.inAll);
}

/** Reads the failures of a task. What is known once stays in the journal, since the service forgets failure files. */
async function failuresOf(
  shard: Shard,
  part: Part,
  state: TaskState,
  { settings, services }: ImportContext,
): Promise<TaskFailures> {
  const { failures: known } = shard.taskFacts(part);
  if (known !== undefined) return known;
  const { folder, signal } = settings;
  const numbers = [...linesOfPart(part)];
  const reading = { tasks: services.tasks, state, folder, signal };
  const { byLine, unmatched, inDoubt } = await readFailures(() => linesOfTask(shard, part), reading);
  const named = [...byLine].map(([line, failure]) => ({ line: numbers[line - 1] ?? 0, failure }));
  const hasFailed = state.status === 'FAIL';
  const failures = { named, unmatched: shownUnmatched(unmatched), inDoubt };
  if (named.length > MOST_NAMED) return hasFailed ? { ...failures, named: [] } : failures;
  if (hasFailed || !inDoubt) await shard.noteTask(part, { failures });
  return failures;
}

/** The lines of a part with their numbers in its increment.meta. */
async function* linesOfTask(shard: Shard, part: Part) {
  let line = 0;
  for await (const { record } of readPart(shard.ledger, part)) yield { line: ++line, record };
}
