import { MetaLineParser } from '../../meta/meta-line-parser.ts';
import type { MetaRecord } from '../../meta/model/meta-record.ts';
import type { MetaSource } from '../../meta/read/meta-source.ts';
import type { AgentPool } from '../../shared/agent-pool.ts';
import type { CallOptions } from '../../shared/call-options.ts';
import { show } from '../../shared/checks.ts';
import { isImageSearchError } from '../../shared/image-search-error.ts';
import type { OptionNames } from '../../shared/known-options.ts';
import type { TaskState } from '../calls/task-state.ts';
import { readFailureFile } from './failure-file.ts';
import type { ImageFailure } from './failure-line.ts';
import { matchFailures } from './match-failures.ts';
import type { ResultHosts } from './result-hosts.ts';

export interface FailuresOptions extends CallOptions {
  /**
   * The increment.meta of the task. With it, each failure comes with the `record` and the `line` that it is about, if that
   * line keeps the rules (`lint` finds the lines that do not); a failure that names several lines comes once for each. All
   * failures are then read before the first is yielded, and kept in memory.
   *
   * @default no failure has a record
   */
  readonly meta?: MetaSource | undefined;
}

export const FAILURES_OPTIONS: OptionNames<FailuresOptions> = { signal: true, meta: true };

export interface FailuresContext {
  /** Asks for the task's state again, which has a fresh URL of the file. */
  readonly currentState: () => Promise<TaskState>;
  readonly hosts: ResultHosts;
  /** How long a file may send nothing, in ms. */
  readonly mostSilentMs: number;
  readonly agents: AgentPool;
}

/** Number of tries in a row that yield no new failure. */
const MOST_TRIES = 3;

/** @throws {TypeError} for a value that is no state, or the state of a task that still runs */
export function checkOver(state: TaskState): void {
  if (typeof state !== 'object' || state === null || !('errorUrl' in state)) {
    throw new TypeError(
      `Cannot read failures as a TaskState must be given, such as wait() returns: current value is ${show(state)}`,
    );
  }
  if (state.status !== 'PROCESSING' || state.errorUrl !== undefined) return;
  throw new TypeError(
    `Cannot read the failures of task ${state.ref?.id} as the task must be over: current value of its status is "PROCESSING"; wait for it`,
  );
}

/** Yields the failures of a task that is over, with their records where increment.meta is given. */
export async function* readFailures(
  state: TaskState,
  { meta, signal }: FailuresOptions,
  context: FailuresContext,
): AsyncGenerator<ImageFailure, void, void> {
  const failures = readWithRetries(state.errorUrl, context, signal);
  if (meta === undefined) {
    yield* failures;
    return;
  }
  const all: ImageFailure[] = [];
  for await (const failure of failures) all.push(failure);
  const metaFolder = state.ref.path.replace(/^\/+|\/+$/g, '');
  const matched = await matchFailures(all.length === 0 ? [] : recordsOf(meta, signal), all, metaFolder);
  for (const failure of all) {
    signal?.throwIfAborted();
    for (const { line, record } of matched.get(failure) ?? [{ line: failure.line, record: undefined }])
      yield { ...failure, line, record };
  }
}

/** When reading fails, asks for a fresh URL, and skips the failures that were already yielded. */
async function* readWithRetries(
  firstUrl: string | undefined,
  { currentState, ...fileOptions }: FailuresContext,
  signal: AbortSignal | undefined,
): AsyncGenerator<ImageFailure, void, void> {
  let url = firstUrl;
  let yielded = 0;
  for (let attempt = 1; url !== undefined; attempt++) {
    try {
      let read = 0;
      for await (const failure of readFailureFile(url, { ...fileOptions, signal })) {
        signal?.throwIfAborted();
        if (++read <= yielded) continue;
        yielded = read;
        attempt = 0; // Progress was made: start counting attempts anew.
        yield failure;
      }
      return;
    } catch (error) {
      if (attempt >= MOST_TRIES || !isImageSearchError(error) || !error.retryable) throw error;
      const { errorUrl } = await currentState().catch(() => {
        signal?.throwIfAborted();
        throw error; // the caller asked for the file, so the error of reading the file counts
      });
      url = errorUrl ?? url;
    }
  }
}

/**
 * The lines that are valid records. The rules of instance type `generic` apply, which allow any category: the type of this
 * instance is unknown here, and where a category is wrong, the failure itself says so.
 */
async function* recordsOf(
  meta: MetaSource,
  signal: AbortSignal | undefined,
): AsyncGenerator<{ readonly line: number; readonly record: MetaRecord }, void, void> {
  const parser = new MetaLineParser({ serviceType: 'generic' });
  for await (const { records, lineNumbers } of parser.batches(meta, { signal }))
    for (const [i, record] of records.entries()) yield { line: lineNumbers[i] ?? 0, record };
}
