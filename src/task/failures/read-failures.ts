import { MetaLineParser } from '../../meta/meta-line-parser.ts';
import type { MetaRecord } from '../../meta/model/meta-record.ts';
import type { MetaSource } from '../../meta/read/meta-source.ts';
import type { AgentPool } from '../../shared/agent-pool.ts';
import { show } from '../../shared/checks.ts';
import { isImageSearchError } from '../../shared/image-search-error.ts';
import type { TaskState } from '../task-state.ts';
import { readFailureFile } from './failure-file.ts';
import type { ImageFailure } from './failure-line.ts';
import { matchFailures } from './match-failures.ts';
import type { ResultHosts } from './result-hosts.ts';

export interface FailuresOptions {
  readonly signal?: AbortSignal | undefined;
  /**
   * The increment.meta of the task. With it, each failure comes with the `record` and the `line` that it is about, if that line keeps the rules (`lint` tells which do not); one that
   * names several lines comes once for each. All are then read before the first comes, and kept. @default no failure has a record
   */
  readonly meta?: MetaSource | undefined;
}

export interface FailuresContext {
  /** The task's state anew, with a fresh address. */
  readonly fresh: () => Promise<TaskState>;
  readonly hosts: ResultHosts;
  /** How long nothing may come of a file, in ms. */
  readonly silentMs: number;
  readonly agents: AgentPool;
}

/** In a row, without a failure more. */
const READS = 3;

/** @throws {TypeError} for what is no state, or one of a task that still runs */
export function checkOver(state: TaskState): void {
  if (typeof state !== 'object' || state === null || !('errorUrl' in state)) {
    throw new TypeError(
      `Cannot read failures as they are those of a TaskState, such as wait() gives: current value is ${show(state)}`,
    );
  }
  if (state.status !== 'PROCESSING' || state.errorUrl !== undefined) return;
  throw new TypeError(
    `Cannot read the failures of task ${state.ref?.id} as it must be over: current value of its status is "PROCESSING"; wait for it`,
  );
}

/** The failures of a task that is over; with their records where increment.meta is given. */
export async function* readFailures(
  state: TaskState,
  { meta, signal }: FailuresOptions,
  around: FailuresContext,
): AsyncGenerator<ImageFailure, void, void> {
  const failures = readRepeatedly(state.errorUrl, around, signal);
  if (meta === undefined) {
    yield* failures;
    return;
  }
  const all: ImageFailure[] = [];
  for await (const failure of failures) all.push(failure);
  const folder = state.ref.path.replace(/^\/+|\/+$/g, '');
  const matched = await matchFailures(all.length === 0 ? [] : recordsOf(meta, signal), all, folder);
  for (const failure of all) {
    signal?.throwIfAborted();
    for (const { line, record } of matched.get(failure) ?? [{ line: failure.line, record: undefined }])
      yield { ...failure, line, record };
  }
}

/** When reading fails, a fresh address is asked for, and what was told already is not told again. */
async function* readRepeatedly(
  url: string | undefined,
  { fresh, ...way }: FailuresContext,
  signal: AbortSignal | undefined,
): AsyncGenerator<ImageFailure, void, void> {
  let address = url;
  let told = 0;
  for (let attempt = 1; address !== undefined; attempt++) {
    try {
      let seen = 0;
      for await (const failure of readFailureFile(address, { ...way, signal })) {
        signal?.throwIfAborted();
        if (++seen <= told) continue;
        told = seen;
        attempt = 0; // it comes on
        yield failure;
      }
      return;
    } catch (error) {
      if (attempt >= READS || !isImageSearchError(error) || !error.retryable) throw error;
      const { errorUrl } = await fresh().catch(() => {
        signal?.throwIfAborted();
        throw error; // what was asked for is the file
      });
      address = errorUrl ?? address;
    }
  }
}

/**
 * The lines that are records. What breaks a rule is none, but for a category: instances that are not of product search
 * take any, and of one of product search the failure says that it is wrong.
 */
async function* recordsOf(
  meta: MetaSource,
  signal: AbortSignal | undefined,
): AsyncGenerator<{ readonly line: number; readonly record: MetaRecord }, void, void> {
  for await (const { records, lineNumbers } of new MetaLineParser({ serviceType: 'generic' }).batches(meta, {
    signal,
  }))
    for (const [i, record] of records.entries()) yield { line: lineNumbers[i] ?? 0, record };
}
